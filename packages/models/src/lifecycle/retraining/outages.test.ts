import { describe, expect, test } from 'vitest';
import type { RetrainingOptions } from './retraining-options.js';
import type { RetrainingTick } from './retraining-tick.js';
import { runKey, type StoredState, stateKey } from './stored-state.js';
import { all, type Bench, bench, dayMs, model, withChampion } from './testing/bench.js';
import { upTo } from './testing/payments.js';

const always = { name: 'always', check: () => ({ due: true, reason: 'always' }) };
const tenYearsMs = 3_650 * dayMs;

describe('whoever watches a new champion and cannot tell', () => {
  test('holds nothing up, and is told of once until they can again', async () => {
    const made = await withChampion();
    let isAway = true;
    const changes: Partial<RetrainingOptions> = {
      ...{ triggers: [always], cooldownMs: 0 },
      watch: {
        degradation: () => {
          if (isAway) throw new Error('the monitor is away');
          return { degraded: false, reason: 'well' };
        },
      },
    };
    await made.open(changes).run();
    const tick = await made.open(changes).tick();
    expect(tick).toMatchObject({ did: 'ran', run: { number: 3 } });
    expect(tick.watch).toEqual({ state: 'failed', reason: 'the monitor is away' });
    expect((await made.open().state()).watch).toMatchObject({ problem: 'the monitor is away' });
    await made.open(changes).tick();
    isAway = false;
    expect((await made.open(changes).tick()).watch).toEqual({ state: 'as-expected', reason: 'well' });
    expect((await made.open().state()).watch).toMatchObject({ problem: null });
    isAway = true;
    await made.open(changes).tick();
    const told = made.notices.filter(({ event }) => event === 'watch-failed');
    expect(told.map(({ reason }) => reason)).toEqual(['the monitor is away', 'the monitor is away']);
    expect(new Set(told.map(({ id }) => id)).size).toBe(2);
  });
});

test('live traffic that cannot be ended does not keep a new champion from being taken back', async () => {
  const made = await withChampion();
  const before = await made.registry.resolve(model, '@champion');
  let isAway = true;
  const traffic = { requests: 10, failed: 0, compared: 10, agreed: 10 };
  const server = {
    begin: async () => {},
    traffic: async () => traffic,
    end: () => (isAway ? Promise.reject(new Error('away')) : Promise.resolve()),
  };
  const changes: Partial<RetrainingOptions> = {
    shadow: { server, requests: 10 },
    watch: { degradation: () => ({ degraded: true, reason: 'worse' }) },
    triggers: [],
  };
  await expect(made.open(changes).run()).rejects.toThrow('away');
  expect(await made.open(changes).tick()).toMatchObject({ did: 'rolled-back' });
  expect((await made.registry.resolve(model, '@champion')).id).toBe(before.id);
  await expect(made.open(changes).tick()).rejects.toThrow('away');
  isAway = false;
  await made.open(changes).tick();
  expect(await made.open(changes).state()).toMatchObject({ run: null });
  expect((await made.open().history())[0]).toMatchObject({
    outcome: 'promoted',
    rolledBack: { reason: 'worse' },
  });
});

describe('a clock that is put back', () => {
  async function stored(made: Bench, changes: (state: StoredState) => Partial<StoredState>): Promise<void> {
    const state = JSON.parse((await made.store.get(stateKey(model)))?.value ?? '') as StoredState;
    await made.store.set(stateKey(model), JSON.stringify({ ...state, ...changes(state) }));
  }

  test('holds neither triggers, turn nor schedule until it has come there again', async () => {
    const made = bench();
    made.now += tenYearsMs;
    await made.open().run();
    await stored(made, () => ({ holder: { id: 'killed', until: made.now + 60_000 } }));
    expect(await made.open().tick()).toMatchObject({ did: 'busy' });
    made.now -= tenYearsMs - dayMs;
    expect(await made.open().state()).toMatchObject({ busy: false });
    const { did, run } = await made.open().tick();
    expect(did).toBe('ran');
    expect(run?.reason).toBe(
      'schedule: the last training is dated 2034-12-29T12:00:00.000Z, which is still to come',
    );
  });

  test('by seconds changes nothing', async () => {
    const made = bench();
    await made.open({ triggers: [always] }).run();
    made.now -= 5_000;
    expect(await made.open({ triggers: [always] }).tick()).toMatchObject({ did: 'idle' });
  });

  test('keeps neither the next attempt nor live traffic waiting', async () => {
    const made = await withChampion();
    made.now += tenYearsMs;
    const broken = made.open({ train: () => Promise.reject(new Error('no memory')) });
    await expect(broken.run()).rejects.toThrow('no memory');
    made.now -= tenYearsMs;
    const server = {
      begin: async () => {},
      traffic: async () => ({ requests: 5, failed: 0, compared: 5, agreed: 5 }),
      end: async () => {},
    };
    const shadow = { server, requests: 10, forMs: dayMs };
    expect(await made.open({ shadow }).tick()).toMatchObject({ did: 'waiting', run: { step: 'shadow' } });
    const later = new Date(made.now + tenYearsMs).toISOString();
    await stored(made, ({ run }) => ({ run: run && { ...run, shadowSince: later } }));
    await made.open({ shadow }).tick();
    made.now += dayMs;
    expect(await made.open({ shadow }).tick()).toMatchObject({ did: 'ran', run: { outcome: 'promoted' } });
  });
});

describe('processes that vanish in training', () => {
  test('end the run as failed after as many as it may be tried', async () => {
    const made = await withChampion();
    const controller = new AbortController();
    let begun: () => void = () => {};
    const ended: Promise<unknown>[] = [];
    const vanish = async (): Promise<void> => {
      const training = new Promise<void>((resolve) => {
        begun = resolve;
      });
      // Never heard of again, as far as the others can tell.
      const lost = made.open({
        train: (_rows, { signal }) =>
          new Promise((_, reject) => {
            begun();
            signal?.addEventListener('abort', () => reject(signal.reason));
          }),
      });
      ended.push(lost.run({ signal: controller.signal }).catch((error: unknown) => error));
      await training;
      made.now += 60_000;
    };
    await vanish();
    await vanish();
    await vanish();
    expect(await made.open().tick()).toMatchObject({
      did: 'failed',
      run: { outcome: 'failed', step: 'train' },
    });
    const [run] = await made.open().history();
    expect(run?.failures.map(({ step, code }) => [step, code])).toEqual(
      Array.from({ length: 3 }, () => ['train', 'WORKER_LOST']),
    );
    controller.abort();
    expect(await Promise.all(ended)).toEqual(
      Array.from({ length: 3 }, () => expect.objectContaining({ name: 'TitansError' })),
    );
  });
});

test('of the past as many runs are kept as are asked for', async () => {
  const made = bench();
  made.rows = upTo(all, 20);
  const open = () => made.open({ keepRuns: 2 });
  for (let run = 0; run < 4; run++) await open().run();
  expect((await open().history()).map(({ number }) => number)).toEqual([4, 3]);
  expect(await made.store.get(runKey(model, 2))).toBeNull();
  expect((await open().history({ before: 4 })).map(({ number }) => number)).toEqual([3]);
  await expect(open().history({ before: Number.NaN })).rejects.toThrow('before');
});

test('what is said at length is kept in short', async () => {
  const made = bench();
  made.rows = upTo(all, 20);
  const talkative = { name: 'talkative', check: () => ({ due: true, reason: 'x'.repeat(1e6) }) };
  const { run } = await made.open({ triggers: [talkative] }).tick();
  expect(run?.findings[0]?.reason).toHaveLength(500);
  expect(run?.reason).toHaveLength(500 + 'talkative: '.length);
});

test('what is said in a way that no store keeps holds up neither a training nor a rollback', async () => {
  const made = await withChampion();
  const before = await made.registry.resolve(model, '@champion');
  const reason = `\0 x${'💥'.repeat(600)}`;
  const changes: Partial<RetrainingOptions> = {
    triggers: ['1', '2', '3', '4'].map((name) => ({ name, check: () => ({ due: true, reason }) })),
    watch: { degradation: () => ({ degraded: true, reason }) },
  };
  expect(await made.open(changes).tick()).toMatchObject({ did: 'ran', run: { outcome: 'promoted' } });
  expect(await made.open(changes).tick()).toMatchObject({ did: 'rolled-back' });
  expect((await made.registry.resolve(model, '@champion')).id).toBe(before.id);
  expect(made.notices.at(-1)?.reason).toMatch(/^\uFFFD x💥+\uFFFD$/u);
});

test('what is started tells which triggers fail, and goes on though a listener does', async () => {
  const made = bench();
  const broken = { name: 'broken', check: () => Promise.reject(new Error('no answer')) };
  const ticks: RetrainingTick[] = [];
  let errors = 0;
  const started = made.open({ triggers: [broken] });
  const looks = new Promise<void>((resolve) => {
    started.start({
      everyMs: 1,
      onTick: (tick) => {
        ticks.push(tick);
        throw new Error('of the listener');
      },
      onError: () => {
        if (++errors === 3) resolve();
        throw new Error('of the other listener');
      },
    });
  });
  await looks;
  await started.stop();
  expect(ticks[0]?.check?.findings).toEqual([{ trigger: 'broken', state: 'failed', reason: 'no answer' }]);
});
