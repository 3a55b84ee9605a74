import { isTitansError, memoryKeyValueStore } from '@titans/core';
import { describe, expect, test } from 'vitest';
import { type AssignmentOptions, assignVariant } from './assign-variant.js';
import type { NewExperiment, Observations } from './experiment.js';
import {
  type ConcludeOptions,
  type OnlineExperiments,
  type OnlineExperimentsOptions,
  onlineExperiments,
} from './online-experiments.js';
import { type ShadowQuestionsOptions, shadowQuestions } from './shadow-questions.js';

const reasons = { by: 'tester', reason: 'a test' };
const planned = {
  id: 'one',
  model: 'transactions',
  champion: { version: 'v1', weight: 1 },
  challenger: { version: 'v2', weight: 1 },
  metric: { name: 'accuracy', direction: 'higher', range: [0, 1] },
} as const;

async function running(): Promise<OnlineExperiments> {
  const experiments = onlineExperiments({ store: memoryKeyValueStore() });
  await experiments.create(planned, reasons);
  await experiments.start('one', reasons);
  return experiments;
}

/** What plain JavaScript may give instead of a `T`. */
function given<T>(json: string): T {
  return JSON.parse(json) as T;
}

async function codeOf(work: () => unknown): Promise<string> {
  try {
    await work();
    return 'none';
  } catch (error) {
    return isTitansError(error) ? error.code : String(error);
  }
}

describe('what is no argument is refused, by name', () => {
  test.each([
    ...[
      'null',
      '1',
      '{"store":null}',
      '{"store":{},"now":5}',
      '{"store":{},"scope":5}',
      '{"store":{},"scop":"a"}',
    ],
  ])('where experiments are kept: %s', async (json) => {
    expect(await codeOf(() => onlineExperiments(given<OnlineExperimentsOptions>(json)))).toBe(
      'INVALID_ARGUMENT',
    );
  });

  test.each([
    ...[
      '{"champion":null}',
      '{"challenger":"x"}',
      '{"metric":null}',
      '{"guards":"abc"}',
      '{"guards":[null]}',
    ],
    ...[
      '{"guards":[{"name":"g","direction":"lower"}]}',
      '{"stopOn":null}',
      '{"stopOn":"better"}',
      '{"mode":{}}',
    ],
    ...['{"alpha":"0.05"}', '{"id":5}', '{"minimumrows":20}'],
    '{"metric":{"name":"a","direction":"higher","range":null}}',
  ])('an experiment: %s', async (json) => {
    const experiments = onlineExperiments({ store: memoryKeyValueStore() });
    const wrong = { ...planned, ...given<Partial<NewExperiment>>(json) };
    expect(await codeOf(() => experiments.create(wrong, reasons))).toBe('INVALID_ARGUMENT');
  });

  test.each([
    ...['null', '5', '{"outcomes":null}', '{"outcomes":"abc"}', '{"outcomes":[null]}', '{"outcomes":[{}]}'],
    ...['{"outcomes":[{"unit":5}]}', '{"outcomes":[{"unit":"u","id":5}]}', '{"newUnits":{"champion":"1"}}'],
    ...['{"outcomes":[{"unit":"u","champion":null}]}', '{"newUnits":null}', '{"newUnits":{"champion":-1}}'],
    ...[
      '{"outcomes":[{"unit":"u","champion":{"accuracy":"1"}}]}',
      '{"outcomes":[{"unit":"u","champion":[null]}]}',
    ],
    // Squares of it have no room, and what has a range cannot be beyond it.
    '{"outcomes":[{"unit":"u","champion":{"latency":1e200}}]}',
    '{"outcomes":[{"unit":"u","challenger":{"accuracy":7}}]}',
  ])('observations: %s', async (json) => {
    const experiments = await running();
    expect(await codeOf(() => experiments.record('one', given<Observations>(json)))).toBe('INVALID_ARGUMENT');
    expect((await experiments.get('one')).metric.champion.rows).toBe(0);
  });

  test.each([
    ...['null', '{}', '{"winner":"challenger"}'],
    ...['{"winner":"challengr","by":"a","reason":"b"}', '{"winner":"toString","by":"a","reason":"b"}'],
    '{"winner":"challenger","by":"a","reason":"b","promote":5}',
  ])('a conclusion: %s', async (json) => {
    const experiments = await running();
    expect(await codeOf(() => experiments.conclude('one', given<ConcludeOptions>(json)))).toBe(
      'INVALID_ARGUMENT',
    );
    expect((await experiments.get('one')).state).toBe('running');
  });

  test.each([
    ...[
      'null',
      '{"experiment":"x","variants":null,"unit":"u"}',
      '{"experiment":"x","variants":[null],"unit":"u"}',
    ],
    '{"experiment":"x","variants":[{"name":"a","weight":1}],"unit":5}',
    '{"experiment":"x","variants":[{"name":"a","weight":"1"}],"unit":"u"}',
  ])('an assignment: %s', async (json) => {
    expect(await codeOf(() => assignVariant(given<AssignmentOptions>(json)))).toBe('INVALID_ARGUMENT');
  });

  test.each(['null', '{}', '{"ask":5}'])('questions asked once more: %s', async (json) => {
    const options = given<ShadowQuestionsOptions<string>>(json);
    expect(await codeOf(() => shadowQuestions(options))).toBe('INVALID_ARGUMENT');
  });
});

test('names of prototypes name nothing else', async () => {
  const experiments = onlineExperiments({ store: memoryKeyValueStore() });
  const metric = { name: 'constructor', direction: 'higher' } as const;
  await experiments.create({ ...planned, id: 'toString', metric }, reasons);
  await experiments.start('toString', reasons);
  await experiments.record('toString', { outcomes: [{ unit: '__proto__', champion: {}, challenger: {} }] });
  const { metric: found } = await experiments.get('toString');
  expect([found.champion.rows, found.challenger.rows]).toEqual([0, 0]);
  expect(await codeOf(() => experiments.get('valueOf'))).toBe('NOT_FOUND');
});

test('nothing ends before it began, though the clock is put back', async () => {
  let time = Date.UTC(2026, 5, 1);
  const experiments = onlineExperiments({ store: memoryKeyValueStore(), now: () => time });
  await experiments.create(planned, reasons);
  await experiments.start('one', reasons);
  time = Date.UTC(2026, 0, 1);
  const { startedAt, endedAt } = await experiments.stop('one', reasons);
  expect([startedAt, endedAt]).toEqual(['2026-06-01T00:00:00.000Z', '2026-06-01T00:00:00.000Z']);
});
