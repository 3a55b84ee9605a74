import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Classifier, Regressor } from '../estimators/estimator.js';
import { ridge } from '../estimators/linear/ridge.js';
import { matrixOf } from '../estimators/testing/matrices.js';
import { gradientBoosting } from '../estimators/trees/gradient-boosting.js';
import {
  acrossFolds,
  classificationReport,
  crossValidate,
  kFold,
  leaveOneOut,
  stratifiedKFold,
} from '../evaluation/index.js';
import { codeOf } from '../evaluation/testing/code-of.js';
import {
  classificationMetrics,
  gridSearch,
  nestedCrossValidate,
  randomSearch,
  regressionMetrics,
  type SearchProgress,
} from './index.js';

const n = 24;
const x1 = Array.from({ length: n }, (_, i) => ((i * 7) % 11) / 2);
const x2 = Array.from({ length: n }, (_, i) => ((i * 5) % 13) - 6);
const target = Float64Array.from(
  { length: n },
  (_, i) => 1.5 * (x1[i] as number) - 0.7 * (x2[i] as number) + (((i * 3) % 5) - 2) * 0.9,
);
const data = { x: matrixOf([x1, x2]), target };
const folds = kFold(n, { folds: 4, shuffle: false });
const penalties = { l2: [0.1, 1, 3, 10, 100] };

/** Predicts the mean of the target plus a bias; takes `ms` of the clock and reports in between. */
function biased(bias: number, work: (report: () => void) => void = () => undefined): Regressor {
  return {
    name: 'biased',
    async fit(_matrix, y, options) {
      work(() => {
        options?.onProgress?.({ stage: 'biased', done: 1, unit: 'steps' });
        options?.signal?.throwIfAborted();
      });
      const mean = y.reduce((sum, value) => sum + value, 0) / y.length;
      return {
        predict: (of) => new Float64Array(of.rows).fill(mean + bias),
        toArtifact: () => ({ kind: 'biased', version: 1, data: { bias }, arrays: {} }),
      };
    },
  };
}

/** A clock that only moves when it is told to. */
function handClock() {
  let now = 1000;
  return { clock: () => now, pass: (ms: number) => (now += ms) };
}

describe('equal to scikit-learn GridSearchCV of Ridge behind StandardScaler, KFold(4)', () => {
  test('by root mean squared error', async () => {
    const found = await gridSearch(ridge, penalties, data, folds, {
      metric: regressionMetrics.rmse,
      refit: true,
    });
    expect(found.best.parameters).toEqual({ l2: 0.1 });
    const expected = [
      1.414367283963287, 1.4441147927430706, 1.566932106675344, 2.0489414056727515, 3.444394909173591,
    ];
    // The standard deviation of the folds with ddof=1, divided by 2.
    const errors = [
      0.20526017392552473, 0.17584502631939114, 0.1904250819418132, 0.3742222877418679, 0.5462186149178552,
    ];
    found.candidates.forEach((candidate, index) => {
      expect(candidate).toMatchObject({ status: 'finished', index, rank: index + 1 });
      if (candidate.status !== 'finished') return;
      expect(candidate.mean).toBeCloseTo(expected[index] as number, 10);
      expect(candidate.standardError).toBeCloseTo(errors[index] as number, 10);
    });
    [1.6354507392053315, 1.0781299502440271, 1.2270938682123496, 1.8357846133105744].forEach(
      (score, fold) => {
        expect(found.candidates[1]?.scores[fold]).toBeCloseTo(score, 10);
      },
    );
    const predicted = found.fitted?.predict(data.x) ?? [];
    [4.780660190117753, 6.275096599896193, -1.3149961171905873].forEach((value, row) => {
      expect(predicted[row]).toBeCloseTo(value, 10);
    });
  });

  test('by R², which chooses another', async () => {
    const found = await gridSearch(ridge, penalties, data, folds);
    expect(found.metric).toEqual({ name: 'r2', direction: 'maximise' });
    expect(found.best.parameters).toEqual({ l2: 3 });
    expect(found.best.mean).toBeCloseTo(0.7816833448244063, 10);
    expect(found.candidates.map((candidate) => candidate.status === 'finished' && candidate.rank)).toEqual([
      3, 2, 1, 4, 5,
    ]);
    expect(found.fitted).toBeNull();
  });
});

test('every score is that of crossValidate, of classifiers too', async () => {
  const labels = Int32Array.from(target, (value) => (value > 3 ? 1 : 0));
  const nearest = (neighbours: number): Classifier => ({
    name: 'nearest',
    async fit(matrix, codes, classes) {
      const own = matrix.columns[0] ?? [];
      return {
        classes,
        predictProbabilities: (of) =>
          Float64Array.from(
            Array.from(of.columns[0] ?? [], (value) => {
              const order = [...own.keys()].sort(
                (a, b) => Math.abs((own[a] as number) - value) - Math.abs((own[b] as number) - value),
              );
              const share = order.slice(0, neighbours).filter((row) => codes[row] === 1).length / neighbours;
              return [1 - share, share];
            }).flat(),
          ),
        toArtifact: () => ({ kind: 'nearest', version: 1, data: {}, arrays: {} }),
      };
    },
  });
  const labelled = { x: data.x, labels, classes: ['low', 'high'] };
  const splits = stratifiedKFold(labels, { folds: 3, seed: 4 });
  for (const [metric, figure] of [
    [classificationMetrics.accuracy, 'accuracy'],
    [classificationMetrics.brier, 'brier'],
    [classificationMetrics.kappa, 'kappa'],
  ] as const) {
    const found = await gridSearch(
      ({ neighbours }) => nearest(neighbours),
      { neighbours: [1, 3, 5] },
      labelled,
      splits,
      { metric },
    );
    for (const candidate of found.candidates) {
      const { reports } = await crossValidate(nearest(candidate.parameters.neighbours), labelled, splits);
      expect(candidate.scores).toEqual(reports.map((report) => report[figure]));
    }
  }
});

test('a metric has the value of the report of the same name', async () => {
  const { overall } = await crossValidate(ridge(), data, folds);
  for (const metric of Object.values(regressionMetrics)) {
    const { predictions, rows } = await crossValidate(ridge(), data, folds);
    const actual = Float64Array.from(rows, (row) => target[row] as number);
    expect({ [metric.name]: metric.measure(actual, predictions) }).toEqual({
      [metric.name]: Object.entries(overall).find(([name]) => name === metric.name)?.[1],
    });
  }
});

test('a metric of classes has the value of the report, and absent classes do not count', () => {
  const probabilities = Float64Array.of(
    0.7,
    0.2,
    0.1,
    0,
    0.3,
    0.4,
    0.3,
    0,
    0.1,
    0.1,
    0.8,
    0,
    0.5,
    0.3,
    0.2,
    0,
  );
  const labels = Int32Array.of(0, 1, 2, 1);
  const classes = ['a', 'b', 'c', 'never'];
  const report = classificationReport(labels, probabilities, classes);
  const expected = {
    accuracy: report.accuracy,
    balancedAccuracy: report.balancedAccuracy,
    macroF1: report.macro.f1,
    weightedPrecision: report.weighted.precision,
    weightedRecall: report.weighted.recall,
    weightedF1: report.weighted.f1,
    kappa: report.kappa,
    matthewsCorrelation: report.matthewsCorrelation,
    rocAuc: report.rocAuc.macro,
    averagePrecision: report.averagePrecision.macro,
    logLoss: report.logLoss,
    brier: report.brier,
  };
  for (const metric of Object.values(classificationMetrics)) {
    expect({ [metric.name]: metric.measure(labels, probabilities, classes) }).toEqual({
      [metric.name]: expected[metric.name as keyof typeof expected],
    });
  }
});

test('the one-standard-error rule takes the simplest within one standard error of the best', async () => {
  const found = await gridSearch(ridge, penalties, data, folds, {
    metric: regressionMetrics.rmse,
    complexity: ({ l2 }) => -l2,
  });
  // 1.4144 + 0.2053 = 1.6196 admits 1.4441 and 1.5669, not 2.0489.
  expect(found.best.parameters).toEqual({ l2: 3 });
  expect(found.rule).toBe('one-standard-error');
});

describe('candidates that fail', () => {
  const odd = (parameters: { readonly bias: number }) => {
    if (parameters.bias === 1) throw new RangeError('no bias of 1');
    if (parameters.bias === 2) return ridge({ l2: -1 });
    return biased(parameters.bias);
  };

  test('are listed with their error, and the others go on', async () => {
    const found = await gridSearch(odd, { bias: [1, 2, 0, 5] }, data, folds, {
      metric: regressionMetrics.mae,
    });
    expect(found.candidates.map(({ status }) => status)).toEqual([
      'failed',
      'failed',
      'finished',
      'finished',
    ]);
    expect(found.candidates[0]).toMatchObject({ error: { code: null, message: 'no bias of 1', fold: 1 } });
    expect(found.candidates[1]).toMatchObject({ error: { code: 'INVALID_ARGUMENT' }, scores: [] });
    expect(found.best.parameters.bias).toBe(0);
    expect(JSON.parse(JSON.stringify(found)).candidates[0].error.message).toBe('no bias of 1');
  });

  test('end the search where no other is left, with the code of the first', async () => {
    await expect(gridSearch(odd, { bias: [2, 1] }, data, folds)).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      message: expect.stringContaining('All 2 candidates of the grid search failed'),
    });
    const unfit = { ...data, target: new Float64Array(3) };
    await expect(gridSearch(odd, { bias: [0] }, unfit, folds)).rejects.toMatchObject({
      code: 'SHAPE_MISMATCH',
    });
  });

  test('are those for which no fold defines the metric', async () => {
    // R² of one row is not defined.
    await expect(gridSearch(ridge, penalties, data, leaveOneOut(n))).rejects.toMatchObject({
      code: 'DATA_INSUFFICIENT',
    });
  });
});

describe('a budget', () => {
  test('ends the search between folds, and what was not done is said to be so', async () => {
    const { clock, pass } = handClock();
    const slow = ({ bias }: { readonly bias: number }) => biased(bias, () => pass(10));
    const found = await gridSearch(slow, { bias: [3, 2, 1, 0] }, data, folds, {
      metric: regressionMetrics.mae,
      budgetMs: 65,
      clock,
    });
    expect(found.candidates.map(({ status, scores }) => [status, scores.length])).toEqual([
      ['finished', 4],
      ['unfinished', 3],
      ['unfinished', 0],
      ['unfinished', 0],
    ]);
    expect(found.candidates[1]).not.toHaveProperty('mean');
    expect(found.best.parameters.bias).toBe(3);
    expect(found.best.fitMs).toEqual([10, 10, 10, 10]);
    expect(found.budgetEnded).toBe(true);
    expect(found.elapsedMs).toBe(70);
  });

  test('cuts off a fit that reports its progress, also one that ends with the reason of its signal', async () => {
    const { clock, pass } = handClock();
    let [begun, ended] = [0, 0];
    const slow = ({ bias }: { readonly bias: number }) =>
      biased(bias, (report) => {
        begun++;
        for (let step = 0; step < 10; step++) {
          pass(1);
          report();
        }
        ended++;
      });
    const found = await gridSearch(slow, { bias: [3, 2] }, data, folds, { budgetMs: 45, clock });
    expect(found.candidates.map(({ status }) => status)).toEqual(['finished', 'unfinished']);
    expect(found.elapsedMs).toBe(45);
    expect([begun, ended]).toEqual([5, 4]);
  });

  test('cuts off our own estimators', async () => {
    const { clock, pass } = handClock();
    const passing = ({ rounds }: { readonly rounds: number }): Regressor => {
      const boosting = gradientBoosting({ rounds, minSamplesLeaf: 2 });
      return {
        ...boosting,
        fit: (matrix, y, options) =>
          boosting.fit(matrix, y, {
            ...options,
            onProgress(progress) {
              pass(1);
              options?.onProgress?.(progress);
            },
          }),
      };
    };
    const found = await gridSearch(passing, { rounds: [2, 1000] }, data, folds, { budgetMs: 30, clock });
    expect(found.candidates.map(({ status }) => status)).toEqual(['finished', 'unfinished']);
    expect(found.elapsedMs).toBeLessThan(40);
  });

  test('always lets a first candidate finish, also after one that failed', async () => {
    const { clock, pass } = handClock();
    const slow = ({ bias }: { readonly bias: number }) =>
      bias === 9 ? ridge({ l2: -1 }) : biased(bias, () => pass(10));
    const found = await gridSearch(slow, { bias: [9, 3, 2] }, data, folds, { budgetMs: 1, clock });
    expect(found.candidates.map(({ status }) => status)).toEqual(['failed', 'finished', 'unfinished']);
  });
});

test('tells which candidate and fold comes, the best so far and the time that is left', async () => {
  const { clock, pass } = handClock();
  const told: SearchProgress[] = [];
  await gridSearch(({ bias }) => biased(bias, () => pass(10)), { bias: [3, 0] }, data, folds.slice(0, 2), {
    metric: regressionMetrics.mae,
    clock,
    onProgress: (progress) => told.push(progress),
  });
  expect(
    told.map(({ done, total, candidate, fold, etaMs }) => [done, total, candidate, fold, etaMs]),
  ).toEqual([
    [0, 4, 1, 1, null],
    [1, 4, 1, 2, 30],
    [2, 4, 2, 1, 20],
    [3, 4, 2, 2, 10],
    [4, 4, 2, 2, 0],
  ]);
  expect(told[1]?.best).toBeNull();
  expect(told[2]?.best).toBeGreaterThan(told[4]?.best as number);
});

describe('cancelled', () => {
  test('by a signal, nothing is a result', async () => {
    const stopping = new AbortController();
    await expect(
      gridSearch(({ bias }) => biased(bias), { bias: [0, 1] }, data, folds, {
        signal: stopping.signal,
        budgetMs: 1e6,
        onProgress: ({ done }) => {
          if (done === 5) stopping.abort();
        },
      }),
    ).rejects.toMatchObject({ code: 'ABORTED' });
    await expect(
      gridSearch(ridge, penalties, data, folds, { signal: AbortSignal.abort() }),
    ).rejects.toMatchObject({ code: 'ABORTED' });
  });

  test('by an exception of the listener, which is not taken for a failure of the candidate', async () => {
    const thrown = new Error('enough');
    await expect(
      gridSearch(ridge, penalties, data, folds, {
        onProgress() {
          throw thrown;
        },
      }),
    ).rejects.toBe(thrown);
  });
});

test('random search is deterministic and equals the grid where it has it whole', async () => {
  const options = { metric: regressionMetrics.rmse, candidates: 50, seed: 3 };
  const drawn = await randomSearch(ridge, penalties, data, folds, options);
  const grid = await gridSearch(ridge, penalties, data, folds, options.metric && { metric: options.metric });
  expect(drawn.candidates.map(({ parameters }) => parameters.l2).toSorted((a, b) => a - b)).toEqual(
    penalties.l2,
  );
  expect(drawn.best.parameters).toEqual(grid.best.parameters);
  expect(drawn.best.scores).toEqual(grid.best.scores);
});

test('a mean over fewer folds is never better than a whole one', async () => {
  const sometimes = {
    name: 'sometimes',
    direction: 'maximise' as const,
    measure: (actual: Float64Array, predicted: Float64Array) =>
      (predicted[0] as number) > 50 && actual[0] === target[0] ? Number.NaN : (predicted[0] as number),
  };
  const found = await gridSearch(({ bias }) => biased(bias), { bias: [0, 100] }, data, folds, {
    metric: sometimes,
  });
  expect(found.candidates[1]?.scores.some(Number.isNaN)).toBe(true);
  expect(found.candidates[1]?.scores.some((score) => score > 50)).toBe(true);
  expect(found.best.parameters.bias).toBe(0);
});

test('nested folds are measured by models whose parameters were chosen without them', async () => {
  const outer = kFold(n, { folds: 3, shuffle: false });
  const nested = await nestedCrossValidate(
    (inner, rows, work) =>
      gridSearch(ridge, penalties, inner, kFold(rows.length, { folds: 4, shuffle: false }), {
        ...work,
        metric: regressionMetrics.rmse,
        refit: true,
      }),
    data,
    outer,
  );
  expect(nested.searches).toHaveLength(3);
  for (const [fold, { train, test: tested }] of outer.entries()) {
    const pick = (rows: Int32Array, of: ArrayLike<number>) => Array.from(rows, (row) => of[row] as number);
    const learned = {
      x: matrixOf([pick(train, x1), pick(train, x2)]),
      target: Float64Array.from(pick(train, target)),
    };
    const search = await gridSearch(
      ridge,
      penalties,
      learned,
      kFold(train.length, { folds: 4, shuffle: false }),
      { metric: regressionMetrics.rmse, refit: true },
    );
    expect(nested.searches[fold]?.best).toMatchObject({
      parameters: search.best.parameters,
      scores: search.best.scores,
    });
    const { start, end } = nested.folds[fold] as (typeof nested.folds)[number];
    const predicted = search.fitted?.predict(matrixOf([pick(tested, x1), pick(tested, x2)])) ?? [];
    expect([...nested.predictions.subarray(start, end)]).toEqual([...predicted]);
  }
  expect(acrossFolds(nested.reports, ({ rmse }) => rmse).folds).toBe(3);
});

test('on noise, the mean of the best of many is too good; nested folds say so', async () => {
  // 60 rows, 40 random columns, of which each candidate takes one: nothing can be learned.
  let state = 1;
  const noise = () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647 - 0.5;
  };
  const columns = Array.from({ length: 40 }, () => Array.from({ length: 60 }, noise));
  const aimless = { x: matrixOf(columns), target: Float64Array.from({ length: 60 }, noise) };
  const oneColumn = ({ column }: { readonly column: number }): Regressor => ({
    name: 'one column',
    async fit(matrix, y) {
      const only = (of: typeof matrix) => ({
        ...of,
        features: of.features.slice(column, column + 1),
        columns: of.columns.slice(column, column + 1),
      });
      const fitted = await ridge({ l2: 0 }).fit(only(matrix), y);
      return { ...fitted, predict: (of) => fitted.predict(only(of)) };
    },
  });
  const space = { column: Array.from({ length: 40 }, (_, column) => column) };
  const found = await gridSearch(oneColumn, space, aimless, kFold(60, { folds: 5 }));
  const nested = await nestedCrossValidate(
    (inner, rows, work) =>
      gridSearch(oneColumn, space, inner, kFold(rows.length, { folds: 5 }), { ...work, refit: true }),
    aimless,
    kFold(60, { folds: 5 }),
  );
  expect(found.best.mean).toBeGreaterThan(0);
  expect(acrossFolds(nested.reports, ({ r2 }) => r2).mean).toBeLessThan(0);
});

test('what cannot be asked for is refused by name', async () => {
  const codeOfSearch = (call: () => Promise<unknown>) =>
    call().catch((error: unknown) =>
      codeOf(() => {
        throw error;
      }),
    );
  expect(await codeOfSearch(() => gridSearch(ridge, { l2: [] }, data, folds))).toBe('INVALID_ARGUMENT');
  expect(await codeOfSearch(() => gridSearch(ridge, [], data, folds))).toBe('INVALID_ARGUMENT');
  expect(await codeOfSearch(() => gridSearch(ridge, penalties, data, []))).toBe('DATA_INSUFFICIENT');
  expect(await codeOfSearch(() => gridSearch(ridge, penalties, data, folds, { budgetMs: 0 }))).toBe(
    'INVALID_ARGUMENT',
  );
  expect(
    await codeOfSearch(() => gridSearch(ridge, penalties, data, folds, JSON.parse('{"metrics":1}'))),
  ).toBe('INVALID_ARGUMENT');
  expect(
    await codeOfSearch(() => gridSearch(ridge, penalties, data, folds, JSON.parse('{"metric":"r2"}'))),
  ).toBe('INVALID_ARGUMENT');
  expect(await codeOfSearch(() => gridSearch(ridge, JSON.parse('{"l2":3}'), data, folds))).toBe(
    'INVALID_ARGUMENT',
  );
});

test('results never depend on the order of candidates', async () => {
  await fc.assert(
    fc.asyncProperty(fc.shuffledSubarray(penalties.l2, { minLength: 2 }), async (l2) => {
      const found = await gridSearch(ridge, { l2 }, data, folds);
      const sorted = await gridSearch(ridge, { l2: l2.toSorted((a, b) => a - b) }, data, folds);
      expect(found.best.parameters).toEqual(sorted.best.parameters);
      expect(found.best.mean).toBe(sorted.best.mean);
    }),
    { numRuns: 5 },
  );
});
