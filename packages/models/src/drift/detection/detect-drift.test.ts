import { createRandom } from '@titans/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Columns } from '../sketches/column-data.js';
import { mergeSketches, sketch } from '../sketches/sketch.js';
import { detectDrift } from './detect-drift.js';
import type { DriftOptions } from './detection-options.js';
import type { DriftResult, FeatureDrift } from './drift-result.js';

const random = createRandom(1, 'detect drift');
const normal = (rows: number, mean = 0): Float64Array =>
  Float64Array.from({ length: rows }, () => mean + random.normal());
const choice = (rows: number, names: readonly string[]): string[] =>
  Array.from({ length: rows }, () => names[random.integer(names.length)] as string);

function compare(reference: Columns, current: Columns, options: DriftOptions = {}): DriftResult {
  return detectDrift(sketch(reference), sketch(current), options);
}

function only({ features }: DriftResult): FeatureDrift {
  expect(features).toHaveLength(1);
  return features[0] as FeatureDrift;
}

describe('drift is found', () => {
  test('of a mean, with the test, the effect and both numbers of rows beside the p-value', () => {
    const drift = compare({ amount: normal(1_000) }, { amount: normal(400, 0.5) });
    const feature = only(drift);
    expect(feature).toMatchObject({
      feature: 'amount',
      test: 'kolmogorov-smirnov',
      state: 'drift',
      n: 400,
      referenceRows: 1_000,
      missing: null,
    });
    expect(feature.pValue).toBeLessThan(1e-6);
    // Two normal distributions half a standard deviation apart differ by 2 Φ(¼) − 1 = 0.197 at most.
    expect(feature.effect).toBeGreaterThan(0.12);
    expect(feature.effect).toBeLessThan(0.28);
    expect(drift).toMatchObject({ state: 'drift', driftDetected: true });
  });

  test('where all categories are others, whatever the sizes: 1,000 rows against 300', () => {
    const drift = compare({ category: choice(1_000, ['a', 'b']) }, { category: choice(300, ['x', 'y']) });
    expect(only(drift)).toMatchObject({ state: 'drift', effect: 1, test: 'chi-squared' });
    expect(drift.schema.unseenCategories).toEqual([
      { column: 'category', categories: 2, rows: 300, names: expect.arrayContaining(['x', 'y']) },
    ]);
  });

  test('of missing values where those that are left are as they were', () => {
    const now = normal(500).map((value, row) => (row % 8 === 0 ? Number.NaN : value));
    const before = normal(800).map((value, row) => (row % 100 === 0 ? Number.NaN : value));
    const feature = only(compare({ amount: before }, { amount: now }));
    expect(feature.state).toBe('drift');
    expect(feature.qValue).toBeGreaterThan(0.05);
    expect(feature.missing).toMatchObject({ referenceShare: 0.01, currentShare: 0.126, state: 'drift' });
    expect(feature.n).toBe(437);
  });

  test('of texts, from which nothing was kept that could be read', () => {
    const words = ['fuel', 'shop', 'market', 'rent', 'books', 'train'];
    const texts = (rows: number, other: string): string[] =>
      choice(rows, words).map((word, row) => `${word} ${row % 3 === 0 ? other : 'city'} ${row}`);
    const kinds = { note: 'text' } as const;
    const reference = sketch({ note: texts(600, 'north') }, { kinds });
    const same = detectDrift(reference, sketch({ note: texts(300, 'north') }, { kinds }));
    const other = detectDrift(reference, sketch({ note: texts(300, 'online payment') }, { kinds }));
    expect(only(same)).toMatchObject({ state: 'no-drift', test: 'mean-embedding' });
    expect(only(other).state).toBe('drift');
  });

  test('of predictions, which are told from what goes into a model', () => {
    const options = { predictions: ['score'] };
    const reference = sketch({ amount: normal(500), score: normal(500) }, options);
    const drift = detectDrift(reference, sketch({ amount: normal(500), score: normal(500, 0.6) }, options));
    expect(drift.features.map(({ feature, role, state }) => [feature, role, state])).toEqual([
      ['amount', 'feature', 'no-drift'],
      ['score', 'prediction', 'drift'],
    ]);
  });

  test('of columns that are gone or hold something else; new ones are told', () => {
    const drift = compare(
      { amount: normal(50), code: normal(50), gone: normal(50), empty: normal(50) },
      { amount: normal(50), code: choice(50, ['a']), added: normal(50), empty: new Array(50).fill(null) },
    );
    expect(drift.schema).toMatchObject({
      state: 'drift',
      missingColumns: ['gone'],
      newColumns: ['added'],
      changedKinds: [{ column: 'code', reference: 'numeric', current: 'categorical' }],
    });
    // A column without a value is not of another kind: its values are missing.
    expect(drift.features[1]).toMatchObject({ feature: 'empty', state: 'drift', pValue: null, n: 0 });
    expect(drift.state).toBe('drift');
  });
});

describe('too few rows', () => {
  test('are said to be too few, never to have no drift', () => {
    const drift = compare({ amount: normal(1_000) }, { amount: normal(19) });
    expect(drift).toMatchObject({ state: 'insufficient', driftDetected: false, pValue: null });
    expect(only(drift)).toMatchObject({ state: 'insufficient', pValue: null, effect: null, n: 19 });
    expect(drift.text()).toContain('Too few rows to say');
    expect(drift.toHtml()).toContain('too few rows');
    expect(compare({ amount: normal(1_000) }, { amount: normal(20) }).state).not.toBe('insufficient');
  });

  test('of one column do not hide the others', () => {
    const sparse = normal(200).map((value, row) => (row < 5 ? value : Number.NaN));
    const drift = compare({ amount: normal(200), rare: sparse }, { amount: normal(200), rare: sparse });
    expect(drift.features.map(({ state }) => state)).toEqual(['no-drift', 'insufficient']);
    expect(drift).toMatchObject({ state: 'no-drift', summary: { featuresInsufficient: 1 } });
  });

  test('are those of no rows at all', () => {
    expect(compare({ amount: normal(100) }, { amount: [] }).state).toBe('insufficient');
    expect(compare({}, {}).state).toBe('insufficient');
  });
});

test('columns in which nothing can change do not blind the others', () => {
  const constant = new Array(200).fill('USD');
  const none = new Array(200).fill(null);
  const [before, now] = [normal(200), normal(200, 0.3)];
  const alone = compare({ amount: before }, { amount: now });
  const beside = compare(
    { amount: before, currency: constant, note: none },
    { amount: now, currency: constant, note: none },
  );
  expect(beside.pValue).toBe(alone.pValue);
  expect(beside.features[0]).toEqual(alone.features[0]);
  expect(beside.features.slice(1)).toMatchObject([
    { feature: 'currency', state: 'no-drift', pValue: 1, qValue: 1, effect: 0 },
    { feature: 'note', state: 'insufficient', pValue: null, missing: { pValue: 1, qValue: 1 } },
  ]);
});

test('texts that are all the same do not blind the others', () => {
  const [before, now] = [normal(200), normal(200, 0.3)];
  const note = new Array(200).fill('standing order');
  const kinds = { note: 'text' } as const;
  const alone = compare({ amount: before }, { amount: now });
  const beside = detectDrift(
    sketch({ amount: before, note }, { kinds }),
    sketch({ amount: now, note }, { kinds }),
  );
  expect(beside.pValue).toBe(alone.pValue);
  expect(beside.features[1]).toMatchObject({ state: 'no-drift', pValue: 1, qValue: 1 });
});

test('the p-value of all columns is the smallest q-value, also with the correction for any dependence', () => {
  const columns = (shift: number): Columns => ({ a: normal(100, shift), b: normal(100), c: normal(100) });
  const drift = compare(columns(0), columns(0.4), { correction: 'by' });
  expect(drift.pValue).toBe(Math.min(...drift.features.map(({ qValue }) => qValue as number)));
  expect(drift.driftDetected).toBe((drift.pValue as number) <= 0.05);
});

test('a test of a column that there is not is refused', () => {
  expect(() => compare({ a: [1] }, { a: [1] }, { featureTests: { b: 'energy' } })).toThrow('no column b');
});

describe('options', () => {
  test('a difference that is sure and small is no drift below the effect that matters', () => {
    const [before, now] = [normal(20_000), normal(20_000, 0.06)];
    expect(compare({ amount: before }, { amount: now }).state).toBe('drift');
    expect(compare({ amount: before }, { amount: now }, { minimumEffect: 0.1 }).state).toBe('no-drift');
  });

  test('name tests by kind and by column, and take others', () => {
    const numbers = { a: normal(60), b: normal(60), c: choice(60, ['x', 'y', 'z']) };
    const drift = compare(numbers, numbers, {
      tests: { numeric: 'energy', categorical: 'g' },
      featureTests: {
        b: {
          name: 'own',
          kind: 'numeric',
          compare: () => ({ statistic: 7, pValue: 0.001, method: 'exact', effect: 0.4 }),
        },
      },
    });
    expect(drift.features.map(({ test: name }) => name)).toEqual(['energy', 'own', 'g']);
    expect(drift.features[1]).toMatchObject({ statistic: 7, qValue: 0.003, state: 'drift' });
  });

  test.each<[string, DriftOptions]>([
    ['a level of 0', { level: 0 }],
    ['a test of another kind', { tests: { numeric: 'chi-squared' } }],
    ['a test that there is not', JSON.parse('{"tests": {"numeric": "toString"}}')],
    ['an option that there is not', JSON.parse('{"threshold": 0.1}')],
    ['three rows as enough', { minimumRows: 3 }],
  ])('%s is refused', (_, options) => {
    expect(() => compare({ amount: [1, 2] }, { amount: [1, 2] }, options)).toThrow(
      expect.objectContaining({ code: 'INVALID_ARGUMENT' }),
    );
  });

  test('what is no sketch, or one of other bounds, is refused', () => {
    const own = sketch({ amount: [1] });
    expect(() => detectDrift(JSON.parse('{}'), own)).toThrow('must be a sketch');
    expect(() => detectDrift(sketch({ amount: [1] }, { mostCells: 64 }), own)).toThrow('sketch both alike');
  });
});

describe('a result', () => {
  const hostile = '</script><b>&"';
  const drift = compare(
    { amount: normal(300), [hostile]: choice(300, ['a', 'b']), gap: [...normal(299), null] as number[] },
    { amount: normal(300, 1), [hostile]: choice(300, ['a', hostile]), gap: normal(300) },
  );

  test('keeps the members of the specification in its JSON', () => {
    const json = JSON.parse(JSON.stringify(drift));
    expect(json).toMatchObject({
      overall_drift_detected: true,
      drift_score: drift.driftScore,
      summary: {
        total_features: 3,
        features_with_drift: 2,
        max_drift_score: drift.summary.maxDriftScore,
        avg_drift_score: drift.driftScore,
      },
    });
    expect(json.feature_drifts.amount).toMatchObject({
      drift_detected: true,
      drift_score: drift.features[0]?.effect,
      p_value: drift.features[0]?.pValue,
      test_used: 'kolmogorov-smirnov',
    });
  });

  test('is frozen, and a page in which names are text', () => {
    expect(Object.isFrozen(drift) && drift.features.every(Object.isFrozen)).toBe(true);
    const page = drift.toHtml();
    expect(page).not.toContain('<b>');
    expect(page).toContain('&lt;b&gt;');
    expect(page).toContain('Quantiles of amount');
    expect(drift.text()).toMatch(/^Drift: 300 rows against 300 of the reference, 2 of 3 columns drifted/);
  });
});

test('it does not matter in what parts the rows were sketched, nor that both sides change places', () => {
  const column = fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 30, maxLength: 80 });
  fc.assert(
    fc.property(column, column, (before, now) => {
      const reference = sketch({ amount: before });
      const current = sketch({ amount: now });
      const cut = Math.floor(now.length / 3);
      const parts = mergeSketches(sketch({ amount: now.slice(cut) }), sketch({ amount: now.slice(0, cut) }));
      const whole = only(detectDrift(reference, current));
      expect(only(detectDrift(reference, parts))).toEqual(whole);
      const turned = only(detectDrift(current, reference));
      expect(turned.pValue).toBeCloseTo(whole.pValue as number, 9);
      expect(turned.effect).toBeCloseTo(whole.effect as number, 12);
    }),
    { numRuns: 40 },
  );
});

test('without drift it is reported in 5 of 100 comparisons, over columns of every sort', () => {
  const draws = createRandom(7, 'false alarms');
  const columns = (rows: number): Columns => ({
    amount: Float64Array.from({ length: rows }, () => Math.exp(draws.normal())),
    rounded: Float64Array.from({ length: rows }, () => Math.round(2 * draws.normal())),
    zeros: Float64Array.from({ length: rows }, () => (draws.float() < 0.5 ? 0 : draws.normal())),
    category: Array.from({ length: rows }, () => `c${Math.floor(40 * draws.float() ** 3)}`),
  });
  const simulations = 400;
  const found = { amount: 0, rounded: 0, zeros: 0, category: 0, all: 0 };
  for (let simulation = 0; simulation < simulations; simulation++) {
    const result = compare(columns(150), columns(60), { seed: simulation });
    for (const { feature, pValue } of result.features) {
      if ((pValue as number) <= 0.05) found[feature as keyof typeof found]++;
    }
    if (result.driftDetected) found.all++;
  }
  // Four standard errors of 400 draws; `bench/quality/drift.ts` measures every size with more.
  for (const [name, count] of Object.entries(found)) {
    expect(Math.abs(count / simulations - 0.05), name).toBeLessThan(
      4 * Math.sqrt((0.05 * 0.95) / simulations),
    );
  }
});

test('a correction that there is not is refused by its name, also where nothing is to be corrected', () => {
  const one = sketch({ amount: [1] });
  expect(() => detectDrift(one, one, { correction: 'x' as 'bh' })).toThrow(
    expect.objectContaining({ details: expect.objectContaining({ field: 'correction' }) }),
  );
});
