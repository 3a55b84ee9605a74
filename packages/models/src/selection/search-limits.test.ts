import { describe, expect, test } from 'vitest';
import type { Regressor } from '../estimators/estimator.js';
import { ridge } from '../estimators/linear/ridge.js';
import { gradientBoosting } from '../estimators/trees/gradient-boosting.js';
import { leaveOneOut } from '../evaluation/index.js';
import { gridSearch, regressionMetrics, type SearchProgress } from './index.js';
import { biased, data, folds, handClock, n, penalties } from './testing/example-search.js';

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
