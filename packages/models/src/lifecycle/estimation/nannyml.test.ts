import { existsSync, readFileSync } from 'node:fs';
import { createRandom } from '@titans/core';
import { describe, expect, test } from 'vitest';
import type { ClassifiedRows } from './chunk-spread.js';
import { confidenceBasedEstimate } from './confidence-based.js';
import { directLossEstimate } from './direct-loss.js';
import type { EstimatedFigure, PerformanceEstimate } from './performance-estimate.js';

/** By metric: estimate, standard error, ends of the interval, realised, ends of the thresholds, alert. */
type GoldenChunk = Readonly<
  Record<string, readonly [number, number, number, number, number, number, number, boolean]>
>;

/** Results of NannyML 0.13.1, written by `testing/nannyml_golden.py`. */
const golden: {
  readonly [of in 'california' | 'californiaCalibrated' | 'threeClasses' | 'numbers']: readonly GoldenChunk[];
} = JSON.parse(readFileSync(new URL('testing/nannyml-golden.json', import.meta.url), 'utf8'));

/** The generator of Park and Miller (1988), whose numbers are exact in Python too. */
function parkMiller(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 16807) % 2147483647;
    return state / 2147483647;
  };
}

/** @param digits By which estimates, standard errors and thresholds of a metric agree. */
function expectAsNannyml(
  found: PerformanceEstimate,
  expected: readonly GoldenChunk[],
  digits: (metric: string) => number,
): void {
  expect(found.chunks).toHaveLength(expected.length);
  for (const [index, { figures }] of found.chunks.entries()) {
    for (const { metric, estimate, standardError, lower, upper, realised, isAlert } of figures) {
      const [value, error, low, high, seen, from, to, alert] = (expected[index] as GoldenChunk)[
        metric
      ] as GoldenChunk[string];
      const limits = found.thresholds.find((one) => one.metric === metric);
      const pairs = {
        estimate: [estimate, value],
        standardError: [standardError, error],
        lower: [lower, low],
      };
      const more = {
        upper: [upper, high],
        realised: [realised, seen],
        from: [limits?.lower, from],
        to: [limits?.upper, to],
      };
      for (const [name, [own, theirs]] of Object.entries({ ...pairs, ...more })) {
        // Where nothing was predicted to be of a class there is no precision; NannyML says 0.
        if (Number.isNaN(own)) expect([0, null]).toContain(value);
        else expect(own, `${metric} ${name} of chunk ${index}`).toBeCloseTo(theirs as number, digits(metric));
      }
      if (!Number.isNaN(estimate)) expect(isAlert, `${metric} alert of chunk ${index}`).toBe(alert);
    }
  }
}

const californiaSpread = 0.096973867;
const folder = new URL('../../../../../../shared/data/drift-nannyml/', import.meta.url);

/** Columns by name; none where the files are absent, whose tests are skipped. */
function table(file: string): Readonly<Record<string, Float64Array>> {
  if (!existsSync(folder)) return {};
  const [header = '', ...lines] = readFileSync(new URL(file, folder), 'utf8').trim().split('\n');
  const rows = lines.map((line) => line.trim().split(','));
  return Object.fromEntries(
    header
      .trim()
      .split(',')
      .map((name, column) => [name, Float64Array.from(rows, (row) => Number(row[column]))]),
  );
}

function binaryRows({
  y_pred_proba: probability = new Float64Array(),
  y_pred: predicted = new Float64Array(),
}: Readonly<Record<string, Float64Array>>): ClassifiedRows {
  const probabilities = new Float64Array(2 * probability.length);
  probability.forEach((value, row) => {
    probabilities[2 * row] = 1 - value;
    probabilities[2 * row + 1] = value;
  });
  return { probabilities, predicted };
}

describe.skipIf(!existsSync(folder))('on the rows of California', () => {
  const reference = table('california_housing_reference.csv');
  const current = table('california_housing_analysis.csv');
  const truth = table('california_housing_analysis_gt.csv').clf_target ?? new Float64Array();
  const rows = {
    reference: { ...binaryRows(reference), actual: reference.clf_target as Float64Array },
    current: { ...binaryRows(current), actual: truth },
    ...{ classes: 2, chunkRows: 1_000 },
  };

  test('estimates, standard errors, intervals, thresholds and alerts are those of NannyML', () => {
    // Its area takes rows of equal scores in the order of its sort, ours as one step, and it rounds sums to 5 digits.
    expectAsNannyml(
      confidenceBasedEstimate({ ...rows, calibration: 'never', intervals: 'rows' }),
      golden.california,
      (metric) => (metric === 'roc_auc' ? 2 : 9),
    );
  });

  test('with probabilities calibrated on the reference they are those of NannyML too', () => {
    expectAsNannyml(
      confidenceBasedEstimate({ ...rows, intervals: 'rows' }),
      golden.californiaCalibrated,
      (metric) => (metric === 'roc_auc' ? 2 : 9),
    );
  });

  test('with what the chunks of the reference tell of one another, what the labels say lies within the interval', () => {
    // The files are split by region, and regions differ in more than their features. Rows alone leave 7 chunks of 9 outside.
    const accuracyOf = (intervals: 'chunks' | 'rows') =>
      confidenceBasedEstimate({ ...rows, intervals, metrics: ['accuracy'] })
        .chunks.filter(({ period }) => period === 'current')
        .flatMap(({ figures }) => figures);
    const isWithin = ({ realised, lower, upper }: EstimatedFigure): boolean =>
      realised !== null && realised >= lower && realised <= upper;
    const [byChunks, byRows] = [accuracyOf('chunks'), accuracyOf('rows')];
    expect([byRows.filter(isWithin).length, byChunks.filter(isWithin).length]).toEqual([2, 9]);
    // numpy, with scikit-learn's IsotonicRegression: sqrt(mean(residuals ** 2 - spread ** 2 / rows)) of the six chunks left out.
    const spread = Math.sqrt((byChunks[0]?.standardError ?? 0) ** 2 - (byRows[0]?.standardError ?? 0) ** 2);
    expect(spread).toBeCloseTo(californiaSpread, 6);
    expect(byChunks.map(({ estimate }) => estimate)).toEqual(byRows.map(({ estimate }) => estimate));
    // Of all metrics one figure is outside: the precision of a chunk in which hardly any row was predicted.
    const told = confidenceBasedEstimate(rows)
      .chunks.filter(({ period }) => period === 'current')
      .flatMap(({ figures }) => figures)
      .filter(({ estimate }) => !Number.isNaN(estimate));
    expect(told).toHaveLength(43);
    expect(told.filter((figure) => !isWithin(figure))).toMatchObject([
      { metric: 'precision', realised: 0.8 },
    ]);
  });

  test('without concept drift what the labels say lies within the stated interval, chunk for chunk', () => {
    // The same rows are split at random.
    const metrics = ['accuracy', 'precision', 'recall', 'f1'] as const;
    const order = createRandom(1, 'california').shuffle(Int32Array.from({ length: 14_064 }, (_, row) => row));
    const all = [reference, current].map(binaryRows);
    const labels = Float64Array.of(...(reference.clf_target as Float64Array), ...truth);
    const probabilities = Float64Array.of(...(all[0]?.probabilities ?? []), ...(all[1]?.probabilities ?? []));
    const predicted = Float64Array.of(
      ...(reference.y_pred as Float64Array),
      ...(current.y_pred as Float64Array),
    );
    const part = (numbers: Int32Array): ClassifiedRows & { actual: number[] } => ({
      probabilities: Float64Array.from({ length: 2 * numbers.length }, (_, place) => {
        const row = numbers[Math.floor(place / 2)] as number;
        return probabilities[2 * row + (place % 2)] as number;
      }),
      predicted: Array.from(numbers, (row) => predicted[row] as number),
      actual: Array.from(numbers, (row) => labels[row] as number),
    });
    const { chunks } = confidenceBasedEstimate({
      ...{
        reference: part(order.slice(0, 7_000)),
        current: part(order.slice(7_000)),
        classes: 2,
        chunkRows: 1_000,
        metrics,
      },
    });
    const figures = chunks.filter(({ period }) => period === 'current').flatMap((chunk) => chunk.figures);
    // Chunks of one kind: what they leave open is hardly more than what their rows do.
    const whole = chunks.filter(({ period, from, to }) => period === 'current' && to - from === 1_000);
    for (const { figures: all } of whole)
      for (const { standardError } of all) expect(standardError).toBeLessThan(0.03);
    const outside = figures.filter(
      ({ realised, lower, upper }) => !(realised !== null && realised >= lower && realised <= upper),
    );
    expect(figures).toHaveLength(8 * 4);
    expect(outside.map(({ metric, estimate, realised }) => [metric, estimate, realised])).toEqual([]);
  });
});

test('of three classes they are those of NannyML', () => {
  const next = parkMiller(7);
  const probabilities = new Float64Array(3 * 1_200);
  const predicted = new Int32Array(1_200);
  const actual = new Int32Array(1_200);
  for (let row = 0; row < 1_200; row++) {
    const weights = [0, 1, 2].map(() => next() ** 3 + 0.02);
    const own = weights.map(
      (weight) => weight / ((weights[0] as number) + (weights[1] as number) + (weights[2] as number)),
    );
    probabilities.set(own, 3 * row);
    const draw = next();
    const [first = 0, second = 0] = own;
    actual[row] = draw < first ? 0 : draw < first + second ? 1 : 2;
    predicted[row] = own.indexOf(Math.max(...own));
  }
  const part = (from: number, to: number): ClassifiedRows & { actual: Int32Array } => ({
    probabilities: probabilities.slice(3 * from, 3 * to),
    predicted: predicted.slice(from, to),
    actual: actual.slice(from, to),
  });
  const found = confidenceBasedEstimate({
    ...{
      reference: part(0, 600),
      current: part(600, 1_200),
      classes: 3,
      chunkRows: 200,
      calibration: 'never',
      intervals: 'rows',
    },
  });
  expectAsNannyml(found, golden.threeClasses, (metric) => (metric === 'roc_auc' ? 4 : 9));
});

test('of errors they are near those of NannyML, whose trees are LightGBM', async () => {
  const next = parkMiller(11);
  const columns = [0, 1].map(() => new Float64Array(4_000));
  const [kind = new Float64Array(), other = new Float64Array()] = columns;
  const predicted = new Float64Array(4_000);
  const actual = new Float64Array(4_000);
  for (let row = 0; row < 4_000; row++) {
    const own = row < 2_000 ? next() : next() ** 0.5;
    kind[row] = own;
    other[row] = next();
    const noise = (next() - 0.5) * (1 + 9 * own);
    predicted[row] = 20 * own + 5 * (other[row] as number);
    actual[row] = (predicted[row] as number) + noise;
  }
  const part = (from: number, to: number): Parameters<typeof directLossEstimate>[0]['reference'] => ({
    features: {
      rows: to - from,
      features: ['kind', 'other'].map((name) => ({ name, kind: 'numeric', inputs: ['amount'] })),
      columns: columns.map((column) => column.slice(from, to)),
    },
    predicted: predicted.slice(from, to),
    actual: actual.slice(from, to),
  });
  const { chunks } = await directLossEstimate({
    reference: part(0, 2_000),
    current: part(2_000, 4_000),
    chunkRows: 500,
  });
  expect(chunks).toHaveLength(golden.numbers.length);
  for (const [index, { period, figures }] of chunks.entries()) {
    for (const { metric, estimate, standardError, realised } of figures) {
      const [value, error, , , seen] = (golden.numbers[index] as GoldenChunk)[metric] as GoldenChunk[string];
      expect(standardError).toBeCloseTo(error, 9);
      expect(realised).toBeCloseTo(seen, 9);
      expect(Math.abs(estimate / value - 1), `${metric} of chunk ${index}`).toBeLessThan(0.04);
      if (period === 'current')
        expect(Math.abs((realised as number) - estimate)).toBeLessThan(4 * standardError);
    }
  }
});

test('rows that cannot be judged are refused', async () => {
  const rows = { probabilities: Float64Array.of(0.5, 0.5), predicted: [0] };
  const options = { reference: { ...rows, actual: [0] }, current: rows, classes: 2, chunkRows: 1 };
  expect(() => confidenceBasedEstimate({ ...options, chunkRows: 0 })).toThrow(
    expect.objectContaining({ code: 'INVALID_ARGUMENT' }),
  );
  expect(() => confidenceBasedEstimate({ ...options, reference: { ...rows, actual: [2] } })).toThrow(
    expect.objectContaining({ code: 'INVALID_ARGUMENT' }),
  );
  expect(() => confidenceBasedEstimate({ ...options, current: { ...rows, predicted: [0, 1] } })).toThrow(
    expect.objectContaining({ code: 'SHAPE_MISMATCH' }),
  );
});
