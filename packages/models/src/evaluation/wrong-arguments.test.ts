import { describe, expect, test } from 'vitest';
import { ridge } from '../estimators/index.js';
import {
  acrossFolds,
  applyConformalInterval,
  applyPlatt,
  applyTemperature,
  averagePrecision,
  balancedAccuracy,
  bootstrapInterval,
  cohenKappa,
  confusionMatrix,
  crossValidate,
  dieboldMarianoTest,
  fitConformalInterval,
  fitIsotonic,
  fitPlatt,
  groupedKFold,
  holmAdjusted,
  intervalReport,
  kFold,
  leaveOneOut,
  logLoss,
  mcNemarTest,
  meanAbsoluteError,
  randomSplit,
  reliabilityCurve,
  rocAuc,
  rollingOrigin,
  rSquared,
  selectMatrixRows,
  stratifiedKFold,
  timeOrderedSplit,
} from './index.js';

// What the types forbid and plain JavaScript gives all the same.
const wrong = (json: string) => JSON.parse(json) as never;
const refused = expect.objectContaining({ code: 'INVALID_ARGUMENT' });
const x = {
  rows: 3,
  features: [{ name: 'day', kind: 'numeric' as const, inputs: ['date' as const] }],
  columns: [Float64Array.of(1, 2, 3)],
};

describe.each(['null', '3', '"1010"', '{}'])('%s for values', (json) => {
  test.each<[string, () => unknown]>([
    ['rocAuc', () => rocAuc(wrong(json), [0.1])],
    ['averagePrecision', () => averagePrecision(wrong(json), [0.1])],
    ['logLoss', () => logLoss(wrong(json), Float64Array.of(1), 1)],
    ['meanAbsoluteError', () => meanAbsoluteError(wrong(json), [1])],
    ['rSquared', () => rSquared(wrong(json), [1])],
    ['confusionMatrix', () => confusionMatrix([0], [0], wrong(json))],
    ['stratifiedKFold', () => stratifiedKFold(wrong(json))],
    ['groupedKFold', () => groupedKFold(wrong(json))],
    ['timeOrderedSplit', () => timeOrderedSplit(wrong(json))],
    ['rollingOrigin', () => rollingOrigin(wrong(json), { horizon: 1 })],
    ['fitIsotonic', () => fitIsotonic(wrong(json), [1])],
    ['fitPlatt', () => fitPlatt(wrong(json), [1])],
    ['fitConformalInterval', () => fitConformalInterval(wrong(json), [1], 0.8)],
    ['reliabilityCurve', () => reliabilityCurve(wrong(json), [1])],
    ['mcNemarTest', () => mcNemarTest([1], wrong(json), [1])],
    ['dieboldMarianoTest', () => dieboldMarianoTest(wrong(json), [1])],
    ['holmAdjusted', () => holmAdjusted(wrong(json))],
    ['acrossFolds', () => acrossFolds(wrong(json), () => 1)],
  ])('is refused by %s', (_, measure) => {
    expect(measure).toThrow(refused);
  });

  test('is refused as data, splits and estimator of a cross-validation', async () => {
    const data = { x, target: Float64Array.of(1, 2, 3) };
    await expect(crossValidate(ridge(), wrong(json), kFold(3, { folds: 3 }))).rejects.toThrow(refused);
    await expect(crossValidate(ridge(), data, wrong(json))).rejects.toThrow(refused);
    await expect(crossValidate(wrong(json), data, kFold(3, { folds: 3 }))).rejects.toThrow(refused);
  });
});

test.each<[string, () => unknown]>([
  ['intervalReport', () => intervalReport([1], wrong('null'))],
  ['applyPlatt', () => applyPlatt(wrong('null'), [1])],
  ['applyTemperature', () => applyTemperature(wrong('null'), Float64Array.of(1), 1)],
  ['applyConformalInterval', () => applyConformalInterval(wrong('null'), [1])],
  ['balancedAccuracy', () => balancedAccuracy(wrong('null'))],
  ['cohenKappa', () => cohenKappa(wrong('null'))],
])('null for what was fitted or measured before is refused by %s', (_, apply) => {
  expect(apply).toThrow(refused);
});

test.each([3, -1, 0.5, Number.NaN])('row %s of three rows is no row', (row) => {
  expect(() => selectMatrixRows(x, [0, row])).toThrow(refused);
});

test.each([7.5, Number.NaN, 1e12])('%s is no number of rows to split', (count) => {
  for (const split of [kFold, leaveOneOut, randomSplit]) expect(() => split(count)).toThrow(refused);
});

test('more rows than can be numbered are refused', async () => {
  await expect(bootstrapInterval(() => 1, 1e12)).rejects.toThrow(refused);
});
