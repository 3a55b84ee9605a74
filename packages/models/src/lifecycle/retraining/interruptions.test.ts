import { type KeyValueStore, memoryKeyValueStore } from '@titans/core';
import { describe, expect, test } from 'vitest';
import type { ModelRegistry } from '../registry/registry.js';
import { memoryRegistry } from '../registry/stores.js';
import type { RetrainingNotice } from './notification/notice.js';
import { type Retraining, retraining } from './retraining.js';
import type { RetrainingOptions } from './retraining-options.js';
import { all, learn, model } from './testing/bench.js';
import { upTo } from './testing/payments.js';

const leaseMs = 60_000;
const candidate = await learn(upTo(all, 140));
const champion = await learn(upTo(all, 60));
const refitted = await learn(all);

/** What stands between a process and everything that it asks or changes; a notice is the method `notify`. */
type Passage = (operation: () => Promise<unknown>, method: string) => Promise<unknown>;

const reads: ReadonlySet<string> = new Set(['get', 'resolve', 'load', 'model', 'versions', 'history']);

/** The same object with every method behind a passage. */
function behind<Target extends object>(target: Target, passage: Passage): Target {
  return new Proxy(target, {
    get(of, name) {
      const method: unknown = Reflect.get(of, name);
      if (typeof method !== 'function') return method;
      return (...given: unknown[]) =>
        passage(() => Reflect.apply(method, of, given) as Promise<unknown>, String(name));
    },
  });
}

/** A place with a champion, that any number of processes work at. */
class Place {
  readonly registry: ModelRegistry = memoryRegistry();
  readonly store: KeyValueStore = memoryKeyValueStore();
  readonly notices: RetrainingNotice[] = [];
  now = Date.UTC(2024, 11, 31);

  /** @param refit Whether the promoted model is trained once more. */
  private constructor(readonly refit: boolean) {}

  static async withChampion(refit = false): Promise<Place> {
    const place = new Place(refit);
    const tags = { 'titans.trained-through': '2024-02-24' };
    const { id } = await place.registry.register(model, champion, { by: 'ana', tags });
    await place.registry.promote(model, id, { by: 'ana', reason: 'first' });
    return place;
  }

  process(passage: Passage, watch?: RetrainingOptions['watch']): Retraining {
    return retraining({
      ...{ model, leaseMs, cooldownMs: 0, backoffMs: 1 },
      registry: behind(this.registry, passage),
      store: behind(this.store, passage),
      transactions: () => Promise.resolve(all),
      train: (rows) => Promise.resolve(rows.length === all.length ? refitted : candidate),
      refit: this.refit,
      triggers: [{ name: 'old', check: ({ champion: of }) => ({ due: of?.number === 1, reason: 'due' }) }],
      // What is measured is measured elsewhere.
      gate: { guards: [] },
      data: { holdoutShare: 0.1, leastHoldoutRows: 20 },
      notify: async (notice) => void (await passage(async () => this.notices.push(notice), 'notify')),
      now: () => this.now,
      ...(watch && { watch }),
    });
  }

  async moves(): Promise<readonly string[]> {
    const { items } = await this.registry.history(model, { alias: 'champion' });
    return items.map(({ action, to }) => `${action} ${to === null ? 'none' : to}`).reverse();
  }
}

const freely: Passage = (operation) => operation();

/** Methods that a process asks for which is not disturbed, one after the other. */
async function operationsOf(
  work: (process: Retraining) => Promise<unknown>,
  place: Place,
  watch?: RetrainingOptions['watch'],
): Promise<readonly string[]> {
  const methods: string[] = [];
  const noting: Passage = (operation, method) => {
    methods.push(method);
    return operation();
  };
  await work(place.process(noting, watch));
  return methods;
}

/** Places of the operations but those that read the state to write it: whoever has lost the turn goes the same way from each. */
function placesOf(methods: readonly string[]): readonly number[] {
  return methods.flatMap((method, at) => (method === 'get' && at > 0 ? [] : [at + 1]));
}

/** Places of those that change something. Killed before one that reads, a process leaves what it does before the next change. */
function changesOf(methods: readonly string[]): readonly number[] {
  return methods.flatMap((method, at) => (reads.has(method) ? [] : [at + 1]));
}

/** Of a run with a refit, those from its training to the promotion: what is before is as without. */
function duringRefit(methods: readonly string[], places: readonly number[]): readonly number[] {
  const [first, last] = [methods.lastIndexOf('register') - 1, methods.indexOf('promote') + 1];
  return places.filter((at) => at >= first && at <= last);
}

/**
 * A process that is killed before one of its operations, and does nothing from then on. Killed after it, it would leave the same
 * as before the next.
 */
function killedAt(at: number): Passage {
  let count = 0;
  return (operation) => (++count >= at ? Promise.reject(new Error('killed')) : operation());
}

/** A process that stops before one of its operations, until it is woken. */
function suspendedAt(at: number, fallAsleep: () => void, woken: Promise<void>): Passage {
  let count = 0;
  return async (operation) => {
    if (++count === at) {
      fallAsleep();
      await woken;
    }
    return operation();
  };
}

/** What must hold once a run was ended by whomever. */
async function expectOnePromotion(place: Place, what: string): Promise<void> {
  const process = place.process(freely);
  const [run, ...others] = await process.history();
  expect(others, what).toEqual([]);
  expect(run, what).toMatchObject({ outcome: 'promoted', number: 1 });
  if (place.refit) expect(run?.refit, what).toMatchObject({ passed: true, trainingRows: all.length });
  const promoted = place.refit ? run?.refit?.candidate?.version : run?.candidate?.version;
  // A process that vanished in a heavy step is one that failed.
  expect(run?.failures.length, what).toBeLessThanOrEqual(1);
  expect(await place.moves(), what).toEqual([expect.anything(), `promote ${promoted}`]);
  expect(await process.state(), what).toMatchObject({ run: null, busy: false, notices: { pending: 0 } });
  expect((await place.registry.resolve(model, '@champion')).id, what).toBe(promoted);
  expect((await place.registry.versions(model)).items, what).toHaveLength(place.refit ? 3 : 2);
  const ids = place.notices.map(({ id }) => id);
  expect(new Set(ids), what).toEqual(new Set([`${model}:${run?.id}:promoted`]));
}

describe('a process that is killed', () => {
  test.each([
    ['a run', false, 15],
    ['a refit', true, 4],
  ])(
    'at any operation of %s leaves what another ends, with one promotion',
    async (_what, refit, least) => {
      const methods = await operationsOf((process) => process.tick(), await Place.withChampion(refit));
      const changes = refit ? duringRefit(methods, changesOf(methods)) : changesOf(methods);
      expect(changes.length).toBeGreaterThan(least);
      for (const at of changes) {
        const place = await Place.withChampion(refit);
        await place
          .process(killedAt(at))
          .tick()
          .catch((error: unknown) => expect(String(error)).toContain('killed'));
        place.now += leaseMs;
        await place.process(freely).tick();
        // What could not be told waits for a minute.
        place.now += leaseMs;
        await place.process(freely).tick();
        await expectOnePromotion(place, `operation ${at}`);
      }
    },
    60_000,
  );

  test('at any operation of taking a champion back leaves what another ends, with one rollback', async () => {
    const watch = { degradation: () => ({ degraded: true, reason: 'worse' }) };
    const promoted = async (): Promise<Place> => {
      const place = await Place.withChampion();
      await place.process(freely, watch).run();
      return place;
    };
    const changes = await changesOf(await operationsOf((process) => process.tick(), await promoted(), watch));
    expect(changes.length).toBeGreaterThan(5);
    for (const at of changes) {
      const place = await promoted();
      await place
        .process(killedAt(at), watch)
        .tick()
        .catch((error: unknown) => expect(String(error)).toContain('killed'));
      place.now += leaseMs;
      const next = retraining({
        ...{ model, leaseMs, registry: place.registry, store: place.store, now: () => place.now, watch },
        ...{
          transactions: () => Promise.resolve(all),
          train: () => Promise.resolve(candidate),
          triggers: [],
        },
        notify: (notice) => void place.notices.push(notice),
      });
      await next.tick();
      place.now += leaseMs;
      await next.tick();
      const what = `operation ${at}`;
      expect(
        (await place.moves()).map((move) => move.split(' ')[0]),
        what,
      ).toEqual(['promote', 'promote', 'rollback']);
      expect((await next.history())[0], what).toMatchObject({ rolledBack: { reason: 'worse' } });
      expect(await next.state(), what).toMatchObject({ watch: null, notices: { pending: 0 } });
      expect(new Set(place.notices.map(({ event }) => event)), what).toEqual(
        new Set(['promoted', 'rolled-back']),
      );
    }
  }, 60_000);
});

/** A process that sleeps at an operation while another goes on with its run when the lease has ended. */
async function overtaken(
  place: Place,
  at: number,
): Promise<{ readonly wake: () => void; readonly suspended: Promise<unknown> }> {
  let wake: () => void = () => {};
  const woken = new Promise<void>((resolve) => {
    wake = resolve;
  });
  let fallAsleep: () => void = () => {};
  const asleep = new Promise<void>((resolve) => {
    fallAsleep = resolve;
  });
  const suspended = place
    .process(suspendedAt(at, fallAsleep, woken))
    .tick()
    .catch((error: unknown) => expect(error).toMatchObject({ code: 'CONFLICT' }));
  await asleep;
  place.now += leaseMs;
  await place.process(freely).tick();
  return { wake, suspended };
}

test.each([
  ['a run', false, 25],
  ['a refit', true, 6],
])(
  'a process that is suspended at any operation of %s finds that another has ended it, and changes nothing',
  async (_what, refit, least) => {
    const methods = await operationsOf((process) => process.tick(), await Place.withChampion(refit));
    const places = refit ? duringRefit(methods, placesOf(methods)) : placesOf(methods);
    expect(places.length).toBeGreaterThan(least);
    for (const at of places) {
      const place = await Place.withChampion(refit);
      const { wake, suspended } = await overtaken(place, at);
      wake();
      await suspended;
      place.now += leaseMs;
      await place.process(freely).tick();
      await expectOnePromotion(place, `operation ${at}`);
    }
  },
  60_000,
);

test('nor does it promote once more what somebody has taken back meanwhile', async () => {
  const methods = await operationsOf((process) => process.tick(), await Place.withChampion());
  const promotion = methods.indexOf('promote');
  expect(promotion).toBeGreaterThan(20);
  for (const at of placesOf(methods.slice(promotion - 6)).map((place) => place + promotion - 6)) {
    const place = await Place.withChampion();
    const { wake, suspended } = await overtaken(place, at);
    await place.registry.rollback(model, { by: 'ana', reason: 'by hand' });
    wake();
    await suspended;
    const { items } = await place.registry.history(model, { alias: 'champion' });
    const runs = items.flatMap(({ action, reason }) => (action === 'promote' ? [reason?.split(':')[0]] : []));
    expect(new Set(runs).size, `operation ${at}`).toBe(runs.length);
  }
}, 60_000);
