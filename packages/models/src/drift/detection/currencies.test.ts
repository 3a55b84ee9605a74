import { createRandom, createTransaction, type TransactionTable, tableFromRows } from '@titans/core';
import { describe, expect, test } from 'vitest';
import { mergeSketches, sketch } from '../sketches/sketch.js';
import { sketchFromArtifact } from '../sketches/sketch-artifact.js';
import { detectDrift } from './detect-drift.js';

const random = createRandom(1, 'currencies');

/** Yen are a hundred times the number of euros, and every share of them. */
function table(euros: number, yen: number, factor = 1): TransactionTable {
  const rows = (count: number, currency: string, mean: number) =>
    Array.from({ length: count }, () => {
      const amount = -Math.round(mean * Math.exp(0.5 * random.normal()));
      return createTransaction({ date: '2024-03-04', description: 'SHOP', amount, currency });
    });
  return tableFromRows([...rows(euros, 'EUR', 50 * factor), ...rows(yen, 'JPY', 5_000)]);
}

describe('amounts of several currencies', () => {
  test('are apart: more of one currency is a change of the currencies, not of the amounts', () => {
    const drift = detectDrift(sketch(table(300, 100)), sketch(table(150, 250)));
    const states = new Map(drift.features.map(({ feature, state }) => [feature, state]));
    expect([...states.keys()].slice(0, 2)).toEqual(['amountMinor EUR', 'amountMinor JPY']);
    expect(states.get('amountMinor EUR')).toBe('no-drift');
    expect(states.get('amountMinor JPY')).toBe('no-drift');
    expect(states.get('currency')).toBe('drift');
    expect(drift.features[0]).toMatchObject({ n: 150, referenceRows: 300, missing: null });
  });

  test('that change in one are found there', () => {
    const drift = detectDrift(sketch(table(300, 300)), sketch(table(300, 300, 1.5)));
    const found = drift.features.filter(({ state }) => state === 'drift').map(({ feature }) => feature);
    expect(found).toEqual(['amountMinor EUR']);
  });

  test('of which one does not occur now cannot be compared, and no column is gone', () => {
    const drift = detectDrift(sketch(table(400, 2)), sketch(table(300, 0)));
    expect(drift).toMatchObject({ state: 'no-drift', schema: { state: 'no-drift', missingColumns: [] } });
    expect(drift.features[1]).toMatchObject({ feature: 'amountMinor JPY', state: 'insufficient', n: 0 });
    const other = detectDrift(sketch(table(300, 0)), sketch(table(400, 2)));
    expect(other).toMatchObject({ state: 'no-drift', schema: { newColumns: [] } });
  });

  test('are merged by currency in any order, and read back', () => {
    const [euros, yen, both] = [sketch(table(30, 0)), sketch(table(0, 20)), sketch(table(5, 5))];
    const merged = mergeSketches(euros, yen, both);
    expect(merged.columns).toEqual(mergeSketches(both, yen, euros).columns);
    expect(merged.columns.slice(0, 2)).toMatchObject([
      { name: 'amountMinor EUR', missing: 25 },
      { name: 'amountMinor JPY', missing: 35 },
    ]);
    expect(sketchFromArtifact(merged.toArtifact()).columns).toEqual(merged.columns);
  });
});
