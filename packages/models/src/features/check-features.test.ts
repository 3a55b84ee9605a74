import { createTransaction, tableFromRows } from '@titans/core';
import { expect, test } from 'vitest';
import {
  defineFeatures,
  featureSet,
  features,
  namedFeatures,
  selectFeatures,
  transactionFeatures,
} from './index.js';

const table = tableFromRows([createTransaction({ date: '2024-01-05', description: 'Fuel', amount: -5 })]);
/** A value as a caller gives it who is not compiled. */
const unchecked = (json: string) => JSON.parse(json);
const read = (): void => {};
const declared = (rest: object) =>
  Object.assign(
    unchecked('{}'),
    { features: [{ name: 'x', kind: 'numeric' }], inputs: [], init: read, read },
    rest,
  );

test.each<[string, () => unknown]>([
  ['a definition that is none', () => defineFeatures(unchecked('null'))],
  ['a feature without a name', () => defineFeatures(declared({ features: [{ name: '', kind: 'numeric' }] }))],
  ['a feature without a kind', () => defineFeatures(declared({ features: [{ name: 'x' }] }))],
  ['a field that rows do not have', () => defineFeatures(declared({ inputs: ['Category'] }))],
  ['a field that earlier rows do not have', () => defineFeatures(declared({ history: ['amounts'] }))],
  ['nothing that reads', () => defineFeatures(declared({ read: null }))],
  ['an update that is none', () => defineFeatures(declared({ update: 5 }))],
  ['a set of nothing', () => featureSet(unchecked('null'))],
  ['a group that is none', () => featureSet(unchecked('[{}]'))],
  ['a matrix of no table', () => features.matrix(unchecked('{}'))],
  ['an unknown option', () => features.matrix(table, unchecked('{"seen":[1]}'))],
  ['rows that are none', () => features.read(unchecked('{}'))],
  ['a history that is none', () => features.read([], unchecked('[]'))],
  ['names that are none', () => namedFeatures(features, unchecked('"amount_log"'))],
  ['a target that is none', () => selectFeatures(features, unchecked('"Category"'))],
  ['a country under another name', () => transactionFeatures(unchecked('{"contry":"US"}'))],
])('%s is refused', (_, ask) => {
  expect(ask).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }));
});
