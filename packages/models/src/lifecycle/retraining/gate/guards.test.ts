import { describe, expect, test } from 'vitest';
import type { TrainedSuite } from '../../../tasks/models.js';
import { memoryRegistry } from '../../registry/stores.js';
import { all, learn, model } from '../testing/bench.js';
import { upTo } from '../testing/payments.js';
import { askCanaries, checkCanaries } from './canary.js';
import { classGuard } from './class-guard.js';
import { latencyGuard, sizeGuard } from './cost-guards.js';
import type { Contender, Guard, GuardContext } from './guard.js';
import { metricGuard } from './metric-guard.js';

const registry = memoryRegistry();
const rows = all;
const history = upTo(all, 1);

async function contender(suite: TrainedSuite, accuracy: number): Promise<Contender> {
  const version = await registry.register(model, suite, { by: 'ana' });
  const figures = [{ task: 'category', metric: 'accuracy', value: accuracy, method: 'told', n: 10 } as const];
  return { version, suite, figures };
}

const early = await contender(await learn(upTo(all, 60)), 0.7);
const late = await contender(await learn(upTo(all, 140)), 0.8);
const context: GuardContext = { candidate: late, champion: early, rows, history };
const reversed: GuardContext = { ...context, candidate: early, champion: late };

async function passes(guard: Guard, given: GuardContext): Promise<boolean> {
  return (await guard.check(given)).passed;
}

describe('a figure', () => {
  const accuracy = { task: 'category', metric: 'accuracy' } as const;

  test.each([
    [{ atLeast: 0.8 }, true],
    [{ atLeast: 0.81 }, false],
    [{ atMost: 0.8 }, true],
    [{ atMost: 0.79 }, false],
    [{ mostIncrease: 0.11 }, true],
    [{ mostIncrease: 0.09 }, false],
    [{ mostDecrease: 0 }, true],
  ])('within %j: %s', async (bounds, passed) => {
    expect(await passes(metricGuard({ ...accuracy, ...bounds }), context)).toBe(passed);
  });

  test('that fell too far, and one that there is not', async () => {
    expect(await passes(metricGuard({ ...accuracy, mostDecrease: 0.09 }), reversed)).toBe(false);
    expect(await passes(metricGuard({ ...accuracy, metric: 'ece', atMost: 0 }), context)).toBe(true);
    expect(await passes(metricGuard({ ...accuracy, mostDecrease: 0 }), { ...reversed, champion: null })).toBe(
      true,
    );
  });

  test('without a bound is no guard', () => {
    expect(() => metricGuard(accuracy)).toThrow('atLeast');
    expect(() => metricGuard({ ...accuracy, atMost: Number.NaN })).toThrow('atLeast');
  });
});

describe('a category', () => {
  test('may be found more often, and not be given up', async () => {
    expect(await passes(classGuard(), context)).toBe(true);
    const verdict = await classGuard().check(reversed);
    expect(verdict).toMatchObject({ passed: false });
    // The first champion knows no payee of the category that came later.
    expect(verdict.reason).toMatch(
      /^F1 of ".+" is \d\.\d\d, the champion's \d\.\d\d; ".+" is found in \d+ of \d+ rows$/,
    );
    expect(await passes(classGuard({ mostF1Decrease: 1 }), reversed)).toBe(true);
  });

  test('that the champion took too many rows for may be found less often', async () => {
    const { values } = rows.columns.category;
    const [wide = ''] = values;
    const answer = { ...late.suite.category.predict({ description: 'Corner bakery' }), category: wide };
    /** Says the first category of all that it is given. */
    const category = {
      ...late.suite.category,
      predictBatch: (asked: readonly object[]) => asked.map(() => answer),
    };
    const suite: TrainedSuite = Object.create(late.suite, { category: { value: category } });
    expect(await passes(classGuard(), { ...context, champion: { ...early, suite } })).toBe(true);
    expect(await passes(classGuard(), { ...context, candidate: { ...early, suite }, champion: late })).toBe(
      false,
    );
  });

  test('may surely lie below no floor', async () => {
    const alone = { ...reversed, champion: null };
    expect(await passes(classGuard(), alone)).toBe(true);
    expect((await classGuard({ recallFloor: 0.9 }).check(alone)).reason).toContain('below 0.9');
    expect(await passes(classGuard({ recallFloor: 0.9, leastRows: 1_000 }), alone)).toBe(true);
  });
});

test('bytes may be so many times those of the champion, or so many', async () => {
  expect(late.version.bytes).toBeGreaterThan(early.version.bytes);
  expect(await passes(sizeGuard(), context)).toBe(true);
  expect(await passes(sizeGuard({ mostTimes: 1 }), context)).toBe(false);
  expect(await passes(sizeGuard({ mostTimes: 1 }), reversed)).toBe(true);
  expect(await passes(sizeGuard({ mostBytes: late.version.bytes - 1 }), { ...context, champion: null })).toBe(
    false,
  );
});

test('an answer may take so many times as long as one of the champion', async () => {
  const predict: TrainedSuite['predict'] = (...asked) => {
    const until = performance.now() + 4;
    while (performance.now() < until);
    return late.suite.predict(...asked);
  };
  const suite: TrainedSuite = Object.create(late.suite, { predict: { value: predict } });
  const slow = { ...late, suite };
  const few = { ...context, rows: upTo(all, 3) };
  expect(await passes(latencyGuard({ mostTimes: 1.5 }), { ...few, candidate: slow })).toBe(false);
  expect(await passes(latencyGuard({ mostTimes: 1e6 }), { ...few, candidate: slow })).toBe(true);
  expect(await passes(latencyGuard({ mostTimes: 1e-6 }), { ...few, candidate: slow, champion: null })).toBe(
    true,
  );
});

describe('a canary', () => {
  const query = { description: 'Corner bakery 2', amount: -7 };

  test('tells every answer that is wrong, and what is not answered at all', () => {
    const expected = { category: 'fuel', isAnomaly: true, amount: { min: -8, max: -5 } };
    expect(askCanaries(late.suite, [{ name: 'bakery', query, expect: expected }])).toEqual([
      {
        kind: 'canary',
        name: 'bakery',
        passed: false,
        reason:
          'category is food, not fuel; isAnomaly is not answered, not true; amount is not answered, not -8 to -5',
      },
    ]);
    const right = { name: 'bakery', query, expect: { category: 'food' } };
    expect(askCanaries(late.suite, [right])).toMatchObject([{ passed: true }]);
  });

  test('needs a name and an expectation', () => {
    expect(() => checkCanaries([{ name: '', query, expect: { category: 'food' } }])).toThrow('Canary 1');
    expect(() => checkCanaries([{ name: 'nothing', query, expect: {} }])).toThrow('Canary 1');
  });
});
