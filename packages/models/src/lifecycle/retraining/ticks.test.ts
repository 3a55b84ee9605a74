import { concatTables, memoryKeyValueStore, tableSource } from '@titans/core';
import { describe, expect, test } from 'vitest';
import type { RetrainingNotice } from './notification/notice.js';
import { type Retraining, retraining } from './retraining.js';
import type { RetrainingOptions } from './retraining-options.js';
import type { ShadowTraffic } from './shadow.js';
import { all, bench, dayMs, learn, model, withChampion } from './testing/bench.js';
import { payments, upTo } from './testing/payments.js';
import { newDataTrigger } from './triggers/new-data-trigger.js';
import { scheduleTrigger } from './triggers/schedule-trigger.js';

describe('a look', () => {
  test('trains when a trigger is due, after a restart no sooner, and holds still a while afterwards', async () => {
    const made = bench();
    const changes = { triggers: [scheduleTrigger({ every: 'month' }), newDataTrigger({ rows: 130 })] };
    expect(await made.open(changes).tick()).toMatchObject({ did: 'ran', run: { outcome: 'promoted' } });
    made.now += 60_000;
    const unread = made.open({ ...changes, transactions: () => Promise.reject(new Error('read')) });
    const early = await unread.tick();
    expect(early).toMatchObject({
      did: 'idle',
      check: { due: false, findings: [], heldUntil: expect.any(String) },
    });
    made.rows = all;
    const held = await made.open(changes).check();
    expect(held).toMatchObject({ due: false, heldUntil: expect.any(String) });
    expect(held.reason).toBe('new data: 140 rows since the training of 2024-12-31, of 130 that are enough');
    made.now += 13 * 3_600_000;
    const second = await made.open(changes).tick();
    expect(second).toMatchObject({ did: 'ran', run: { number: 2, outcome: 'promoted' } });
    expect(second.run?.findings.map(({ trigger, state }) => [trigger, state])).toEqual([
      ['schedule', 'due'],
      ['new data', 'due'],
    ]);
  });

  test('knows from the registry when the champion was trained where the state was lost', async () => {
    const made = await withChampion();
    const lost = retraining({
      ...{ registry: made.registry, model, store: memoryKeyValueStore(), transactions: tableSource(all) },
      triggers: [scheduleTrigger({ everyMs: dayMs }), newDataTrigger({ rows: 190 })],
    });
    // The registry has a clock of its own, and the champion was registered just now.
    const { findings } = await lost.check();
    expect(findings.map(({ state }) => state)).toEqual(['not due', 'due']);
  });

  test('reports a trigger that fails, and asks the others', async () => {
    const made = bench();
    const broken = { name: 'broken', check: () => Promise.reject(new Error('no answer')) };
    const due = { name: 'due', check: () => ({ due: true, reason: 'always' }) };
    const { findings, due: isDue } = await made.open({ triggers: [broken, due] }).check();
    expect(findings[0]).toEqual({ trigger: 'broken', state: 'failed', reason: 'no answer' });
    expect(isDue).toBe(true);
  });
});

test('one at a time: others are told so, and a cancelled run is taken up', async () => {
  const made = await withChampion();
  const controller = new AbortController();
  let trained: () => void = () => {};
  const training = new Promise<void>((resolve) => {
    trained = resolve;
  });
  let isWaiting = true;
  const changes: Partial<RetrainingOptions> = {
    train: async (rows, { signal }) => {
      const suite = await learn(rows);
      if (!isWaiting) return suite;
      trained();
      return new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));
    },
  };
  const first = made.open(changes).run({ signal: controller.signal, reason: 'first' });
  await training;
  await expect(made.open(changes).run()).rejects.toMatchObject({ code: 'CONFLICT' });
  expect(await made.open(changes).tick()).toMatchObject({ did: 'busy' });
  expect(await made.open(changes).state()).toMatchObject({
    busy: true,
    run: { step: 'train', reason: 'first' },
  });
  controller.abort();
  await expect(first).rejects.toMatchObject({ code: 'ABORTED' });
  isWaiting = false;
  const run = await made.open(changes).run({ reason: 'second' });
  expect(run).toMatchObject({ reason: 'first', outcome: 'promoted', attempts: 2, failures: [] });
});

test('a step that fails is tried again later, told each time, and given up in the end', async () => {
  const made = await withChampion();
  let failing = 2;
  const changes: Partial<RetrainingOptions> = {
    ...{ triggers: [scheduleTrigger({ everyMs: 1 })], backoffMs: 60_000 },
    train: (rows) => (failing-- > 0 ? Promise.reject(new Error('no memory')) : learn(rows)),
  };
  const open = (): Retraining => made.open(changes);
  expect(await open().tick()).toMatchObject({ did: 'failed', run: { step: 'train', outcome: null } });
  expect(await open().tick()).toMatchObject({ did: 'waiting' });
  made.now += 60_000;
  expect(await open().tick()).toMatchObject({ did: 'failed' });
  made.now += 60_000;
  expect(await open().tick()).toMatchObject({ did: 'waiting' });
  made.now += 60_000;
  const { run } = await open().tick();
  expect(run).toMatchObject({ outcome: 'promoted', attempts: 3 });
  expect(run?.failures.map(({ step, message }) => [step, message])).toEqual([
    ['train', 'no memory'],
    ['train', 'no memory'],
  ]);
  expect(made.notices.map(({ event }) => event)).toEqual([
    'promoted',
    'step-failed',
    'step-failed',
    'promoted',
  ]);

  failing = 99;
  made.now += dayMs;
  made.rows = payments(200);
  for (let attempt = 1; attempt <= 3; attempt++) {
    await expect(open().run()).rejects.toThrow('no memory');
  }
  const [given] = await open().history();
  expect(given).toMatchObject({ outcome: 'failed', outcomeReason: 'the step train failed: no memory' });
  expect(await open().state()).toMatchObject({ run: null, busy: false });
});

describe('live traffic', () => {
  function server(traffic: ShadowTraffic) {
    const calls: string[] = [];
    return {
      calls,
      begin: async () => void calls.push('begin'),
      traffic: async () => traffic,
      end: async () => void calls.push('end'),
    };
  }

  test('is compared for some time, in which nobody waits', async () => {
    const made = await withChampion();
    let traffic = { requests: 10, failed: 0, compared: 9, agreed: 8 };
    const calls: string[] = [];
    const shadow = {
      server: {
        begin: async () => void calls.push('begin'),
        traffic: async () => traffic,
        end: async () => void calls.push('end'),
      },
      ...{ requests: 100, forMs: dayMs },
    };
    const waiting = await made.open({ shadow }).run();
    expect(waiting).toMatchObject({ outcome: null, step: 'shadow', shadow: traffic });
    const champion = await made.registry.resolve(model, '@champion');
    expect(champion.id).toBe(waiting.champion);
    expect((await made.registry.resolve(model, '@challenger')).id).toBe(waiting.candidate?.version);
    traffic = { requests: 100, failed: 0, compared: 90, agreed: 80 };
    const run = await made.open({ shadow }).run();
    expect(run).toMatchObject({ id: waiting.id, outcome: 'promoted' });
    expect(calls).toEqual(['begin', 'begin', 'end']);
  });

  test.each([
    [
      'fails',
      { requests: 1_000, failed: 10, compared: 990, agreed: 990 },
      '10 of 1000 live requests were not answered',
    ],
    ['answers otherwise', { requests: 1_000, failed: 0, compared: 800, agreed: 399 }, 'only 399 of 800'],
  ])('refuses a candidate that %s', async (_what, traffic, reason) => {
    const made = await withChampion();
    const run = await made.open({ shadow: { server: server(traffic) } }).run();
    expect(run).toMatchObject({ outcome: 'refused', step: 'shadow' });
    expect(run.outcomeReason).toContain(reason);
  });

  test('that never comes refuses the candidate when the time is over', async () => {
    const made = await withChampion();
    const shadow = { server: server({ requests: 0, failed: 0, compared: 0, agreed: 0 }), forMs: 1_000 };
    await made.open({ shadow }).run();
    made.now += 1_001;
    const run = await made.open({ shadow }).run();
    expect(run.outcomeReason).toBe('only 0 live requests were compared, of at least 1');
  });
});

describe('a new champion that does worse', () => {
  test('is taken back once, for the one before, and not promoted again', async () => {
    const made = await withChampion();
    const before = await made.registry.resolve(model, '@champion');
    let degraded = false;
    const changes: Partial<RetrainingOptions> = {
      triggers: [scheduleTrigger({ everyMs: 1 })],
      watch: { degradation: () => ({ degraded, reason: 'accuracy fell' }), forMs: dayMs },
    };
    const { run } = await made.open(changes).tick();
    expect(run).toMatchObject({ outcome: 'promoted' });
    expect(await made.open(changes).tick()).toMatchObject({ did: 'idle' });
    degraded = true;
    made.now += 60_000;
    expect(await made.open(changes).tick()).toMatchObject({ did: 'rolled-back' });
    expect((await made.registry.resolve(model, '@champion')).id).toBe(before.id);
    expect(made.notices.at(-1)).toMatchObject({
      event: 'rolled-back',
      reason: 'accuracy fell',
      to: before.id,
    });
    expect((await made.open(changes).history())[0]).toMatchObject({
      rolledBack: { reason: 'accuracy fell' },
    });
    expect(await made.open(changes).tick()).toMatchObject({ did: 'idle' });
    made.now += dayMs;
    const again = await made.open(changes).tick();
    expect(again.run).toMatchObject({ outcome: 'refused' });
    expect(again.run?.outcomeReason).toContain('had to be taken back');
    const moves = (await made.registry.history(model, { alias: 'champion' })).items;
    expect(moves.map(({ action }) => action)).toEqual(['rollback', 'promote', 'promote']);
  });

  test('is left where it is after the time, and where somebody else changed the champion', async () => {
    const made = await withChampion();
    const watch = { degradation: () => ({ degraded: true, reason: 'worse' }), forMs: dayMs };
    await made.open({ watch }).run();
    made.now += dayMs + 1;
    expect(await made.open({ watch }).tick()).toMatchObject({ did: 'idle' });
    expect(await made.open({ watch }).state()).toMatchObject({ watch: null });

    const other = await withChampion();
    const first = await other.registry.resolve(model, '@champion');
    await other.open({ watch }).run();
    await other.registry.promote(model, first.id, { by: 'ana', reason: 'by hand' });
    expect(await other.open({ watch }).tick()).toMatchObject({ did: 'idle' });
    const moves = (await other.registry.history(model, { alias: 'champion' })).items;
    expect(moves.filter(({ action }) => action === 'rollback')).toEqual([]);
  });

  test('is told of where there was none before it', async () => {
    const made = bench();
    const watch = { degradation: () => ({ degraded: true, reason: 'worse' }) };
    await made.open({ watch }).run();
    expect(await made.open({ watch }).tick()).toMatchObject({ did: 'degraded' });
    expect(made.notices.map(({ event }) => event)).toEqual(['promoted', 'degraded']);
    expect(await made.open({ watch }).tick()).toMatchObject({ did: 'idle' });
  });
});

test('a notice that cannot be told waits, and does not hold up the promotion', async () => {
  const made = bench();
  let isDown = true;
  const told: string[] = [];
  const changes = {
    notify: [
      (notice: RetrainingNotice) => void told.push(`first ${notice.event}`),
      (notice: RetrainingNotice) => {
        if (isDown) throw new Error('down');
        told.push(`second ${notice.event}`);
      },
    ],
  };
  expect(await made.open(changes).run()).toMatchObject({ outcome: 'promoted' });
  expect(await made.open(changes).state()).toMatchObject({ notices: { pending: 1, undelivered: 0 } });
  isDown = false;
  await made.open(changes).tick();
  expect(told).toEqual(['first promoted']);
  made.now += 60_000;
  await made.open(changes).tick();
  expect(told).toEqual(['first promoted', 'second promoted']);
  expect(await made.open(changes).state()).toMatchObject({ notices: { pending: 0, undelivered: 0 } });
});

test('what is started looks until it is stopped', async () => {
  const made = bench();
  const errors: unknown[] = [];
  const nightly = made.open();
  nightly.start({ everyMs: 5, onError: (error) => errors.push(error) });
  expect(() => nightly.start({ everyMs: 5, onError: () => {} })).toThrow('stop it first');
  while ((await made.open().history()).length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  await nightly.stop();
  await nightly.stop();
  expect(errors).toEqual([]);
  expect(await made.open().state()).toMatchObject({ busy: false, run: null, runs: 1 });
});

test('rows that are refused again and again are asked for less and less often', async () => {
  const made = await withChampion();
  made.rows = upTo(all, 20);
  const open = (): Retraining =>
    made.open({ triggers: [scheduleTrigger({ everyMs: 1 })], cooldownMs: 3_600_000 });
  const ends: number[] = [];
  for (let hour = 0; hour < 40; hour++) {
    const { did, run } = await open().tick();
    if (did === 'ran' && run?.step === 'validate') ends.push(hour);
    made.now += 3_600_000;
  }
  expect(ends).toEqual([0, 1, 3, 7, 15, 31]);
});

test('a run that is taken up goes on with its rows where others came since, and begins anew where those changed', async () => {
  const made = await withChampion();
  let isDown = true;
  const changes: Partial<RetrainingOptions> = {
    train: (rows) => (isDown ? Promise.reject(new Error('no memory')) : learn(rows)),
  };
  await expect(made.open(changes).run()).rejects.toThrow('no memory');
  const { run: begun } = await made.open().state();
  made.rows = payments(155);
  isDown = false;
  const steps: string[] = [];
  const run = await made.open(changes).run({ onProgress: ({ stage }) => steps.push(stage.slice(12)) });
  expect(steps.slice(0, 2)).toEqual(['train', 'evaluate']);
  expect(run).toMatchObject({ outcome: 'promoted', data: begun?.data });

  const other = await withChampion();
  isDown = true;
  await expect(other.open(changes).run()).rejects.toThrow('no memory');
  const { run: first } = await other.open().state();
  other.rows = concatTables([upTo(all, 1), all]);
  isDown = false;
  steps.length = 0;
  const anew = await other.open({ ...changes, data: { mostDuplicates: 1 } }).run({
    onProgress: ({ stage }) => steps.push(stage.slice(12)),
  });
  expect(steps.slice(0, 3)).toEqual(['train', 'validate', 'train']);
  expect(anew).toMatchObject({ id: first?.id, outcome: 'promoted', data: { rows: 302 } });
});
