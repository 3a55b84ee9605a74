import { createTransaction, TitansError, type Transaction, tableFromRows } from '@titans/core';
import { describe, expect, test } from 'vitest';
import type { ModelVersion } from '../../registry/registry.js';
import { memoryRegistry } from '../../registry/stores.js';
import { all, learn, model } from '../testing/bench.js';
import { upTo } from '../testing/payments.js';
import { degradationTrigger } from './degradation-trigger.js';
import { type DriftTriggerOptions, driftTrigger } from './drift-trigger.js';
import { newDataTrigger } from './new-data-trigger.js';
import type { LastTraining, TriggerContext, TriggerVerdict } from './trigger.js';

const suite = await learn(upTo(all, 60));
const champion: ModelVersion = await memoryRegistry().register(model, suite, { by: 'ana' });
const lastTraining: LastTraining = {
  at: '2024-03-01T00:00:00Z',
  rows: 120,
  trainedThrough: null,
  labelledShare: 1,
};

function context(changes: Partial<TriggerContext> = {}): TriggerContext {
  return {
    ...{ model, now: 0, champion, lastTraining },
    rows: () => Promise.resolve(all),
    amount: () => Promise.resolve({ rows: 300, newRows: 180 }),
    suite: () => Promise.resolve(suite),
    ...changes,
  };
}

describe('new data', () => {
  test.each([
    [{}, false],
    [{ rows: 180 }, true],
    [{ rows: 181 }, false],
    [{ rows: 10, share: 1.5 }, true],
    [{ rows: 10, share: 1.51 }, false],
  ])('%j of 180 rows after 120: %s', async (options, due) => {
    expect(await newDataTrigger(options).check(context())).toMatchObject({ due });
  });
});

describe('drift', () => {
  const check = async (
    options?: DriftTriggerOptions,
    changes?: Partial<TriggerContext>,
  ): Promise<TriggerVerdict> => driftTrigger(options).check(context(changes));

  test('is found against the reference of the champion', async () => {
    expect(await check()).toMatchObject({
      due: true,
      reason: expect.stringMatching(/^drift of .*description/),
    });
  });

  test('is none where the newest rows are like those learned from', async () => {
    // The same payments, a hundred days later.
    const rows = [...upTo(all, 60).rows()].map((row, at) =>
      createTransaction({
        date: new Date(Date.UTC(2024, 3, 1 + Math.floor(at / 2)))
          .toISOString()
          .slice(0, 10) as Transaction['date'],
        description: row.description,
        amount: row.amountMinor / 100,
        category: row.category,
      }),
    );
    const verdict = await check({ days: 60 }, { rows: () => Promise.resolve(tableFromRows(rows)) });
    expect(verdict).toEqual({ due: false, reason: expect.stringMatching(/^no drift found/) });
  });

  test('cannot be told without new rows, of few rows, or without a champion', async () => {
    const old = { rows: () => Promise.resolve(upTo(all, 60)) };
    expect((await check({}, old)).reason).toContain('nothing to compare');
    expect((await check({ days: 3 })).reason).toBe('there are too few rows to tell');
    expect((await check({}, { champion: null })).reason).toContain('no champion');
  });

  test('is what one’s own comparison says', async () => {
    const found = { state: 'drift', pValue: 0.001, level: 0.05, features: [] } as const;
    const own = { detect: () => Promise.resolve(found) };
    expect(await check(own)).toEqual({ due: true, reason: 'drift of the schema (p 0.0010, level 0.05)' });
  });
});

describe('degradation', () => {
  const tests = [
    { metric: 'accuracy', state: 'degraded', pValue: 0.004 },
    { metric: 'calibration', state: 'as-expected', pValue: 0.4 },
  ];

  test('is what the monitor says of the versions of the champion', async () => {
    const asked: unknown[] = [];
    const monitor = {
      summary: async (task: string, version?: string) => {
        asked.push([task, version]);
        return { state: 'degraded', tests };
      },
    };
    const { version } = suite.category;
    expect(await degradationTrigger(monitor).check(context())).toEqual({
      due: true,
      reason: `${version} does worse than in training: accuracy (p 0.0040)`,
    });
    expect(asked).toEqual([['category', version]]);
  });

  test('is not claimed of what is not watched', async () => {
    const unwatched = { summary: () => Promise.reject(new TitansError('NOT_FOUND', 'not watched')) };
    const verdict = { due: false, reason: 'the champion is not monitored' };
    expect(await degradationTrigger(unwatched).check(context())).toEqual(verdict);
    const away = { summary: () => Promise.reject(new TitansError('STORE_UNAVAILABLE', 'away')) };
    await expect(degradationTrigger(away).check(context())).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
    });
  });

  test('is what one’s own function says, and nothing without a champion', async () => {
    const own = degradationTrigger(() => ({ degraded: true, reason: 'complaints' }));
    expect(await own.check(context())).toEqual({ due: true, reason: 'complaints' });
    expect(await own.check(context({ champion: null }))).toMatchObject({ due: false });
  });
});
