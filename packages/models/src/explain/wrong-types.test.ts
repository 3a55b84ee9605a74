import { isTitansError } from '@titans/core';
import { expect, test } from 'vitest';
import { ridge } from '../estimators/linear/ridge.js';
import { matrixOf } from '../estimators/testing/matrices.js';
import { linearShap } from './linear-shap.js';
import { partialDependence } from './partial-dependence.js';
import { permutationImportance } from './permutation-importance.js';

const x = matrixOf([Float64Array.of(1, 2, 3, 4)]);
const fitted = await ridge().fit(x, Float64Array.of(3, 5, 7, 9));
/** What plain JavaScript can hand over. */
const strange = (json: string) => JSON.parse(json) as never;

test.each<[string, () => unknown]>([
  [
    'a model for its predict, in permutation importance',
    () => permutationImportance(strange('{}'), x, () => 1),
  ],
  ['no measure', () => permutationImportance(fitted.predict, x, strange('null'))],
  ['a model for its predict, in partial dependence', () => partialDependence(strange('{}'), x, 'f0')],
  ['no row', async () => (await linearShap(fitted)).explain(strange('null'))],
  ['a number for a row', async () => (await linearShap(fitted)).explain(strange('5'))],
])('%s is refused', async (_, act) => {
  const error = await Promise.resolve()
    .then(act)
    .catch((thrown: unknown) => thrown);
  expect(isTitansError(error) && error.code).toBe('INVALID_ARGUMENT');
});
