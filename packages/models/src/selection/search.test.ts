import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Classifier } from '../estimators/estimator.js';
import { ridge } from '../estimators/linear/ridge.js';
import { classificationReport, crossValidate, stratifiedKFold } from '../evaluation/index.js';
import { codeOf } from '../evaluation/testing/code-of.js';
import { classificationMetrics, gridSearch, randomSearch, regressionMetrics } from './index.js';
import { biased, data, folds, penalties, target } from './testing/example-search.js';

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
    fc.asyncProperty(fc.shuffledSubarray([...penalties.l2], { minLength: 2 }), async (l2) => {
      const found = await gridSearch(ridge, { l2 }, data, folds);
      const sorted = await gridSearch(ridge, { l2: l2.toSorted((a, b) => a - b) }, data, folds);
      expect(found.best.parameters).toEqual(sorted.best.parameters);
      expect(found.best.mean).toBe(sorted.best.mean);
    }),
    { numRuns: 5 },
  );
});
