import type { KeyValueStore, VersionedValue } from '@titans/core';
import { TitansError } from '@titans/core';
import { requireObject } from '../../calibration/checked-values.js';
import { oneOf, refuseUnknownParameters, requireFunction } from '../../estimators/parameters.js';
import { checkText, invalid } from '../registry/checked-names.js';
import { checkExperimentId, checkedPlan } from './checked-plan.js';
import {
  type ExperimentReport,
  type ExperimentVariant,
  experimentVariants,
  type NewExperiment,
  type ObservationCount,
  type Observations,
} from './experiment.js';
import { changeOf, type ExperimentRecord, newRecord, readRecord } from './experiment-record.js';
import { look, reportOf, ruleThatStops } from './look.js';
import { checkObservations, checkRanges, recordObservations } from './record-observations.js';

/** Who changes an experiment, and why. */
export interface ExperimentChangeOptions {
  /** 1 to 200 characters. */
  readonly by: string;
  /** 1 to 500 characters. */
  readonly reason: string;
}

/** How an experiment is decided. */
export interface ConcludeOptions extends ExperimentChangeOptions {
  readonly winner: ExperimentVariant;
  /**
   * Makes the challenger the champion: called where it has won, with its version and that of the champion it was compared with.
   * It must do nothing where that is done, since it is called again by who concludes after a crash.
   */
  readonly promote?: (version: string, champion: string) => Promise<void>;
}

/** Where experiments are kept. */
export interface OnlineExperimentsOptions {
  /** Shared by the processes that take part. It is not closed. */
  readonly store: KeyValueStore;
  /** Whose experiments: those of other scopes are not seen. One runs at a time in each. `default` unless told. */
  readonly scope?: string;
  /** Milliseconds since 1970; the clock of the machine unless told. */
  readonly now?: () => number;
}

/**
 * Experiments with what answers users: champion and challenger side by side, compared at every look by statistics that remain
 * valid however often one looks. Several processes may use one store; every change is a compare-and-set.
 *
 * Methods throw `TitansError`: `NOT_FOUND` for an experiment that there is not, `INVALID_ARGUMENT` for what cannot be,
 * `CONFLICT` for a change that its state does not permit, and what the store throws.
 */
export interface OnlineExperiments {
  /** Describes an experiment, which then is a draft. @throws TitansError `CONFLICT` if there is one of that id. */
  create(experiment: NewExperiment, options: { readonly by: string }): Promise<ExperimentReport>;
  /** Forgets a draft. @throws TitansError `CONFLICT` for one that was started. */
  discard(id: string): Promise<void>;
  /** @throws TitansError `CONFLICT` unless it is a draft and no other runs. */
  start(id: string, options: ExperimentChangeOptions): Promise<ExperimentReport>;
  get(id: string): Promise<ExperimentReport>;
  /** The newest 200, newest first. */
  list(): Promise<readonly ExperimentReport[]>;
  /** The one that runs, or `null`. */
  running(): Promise<ExperimentReport | null>;
  /**
   * Adds what was observed, looks at it, and stops the experiment where a rule says so. What has a name is counted once, also
   * when several processes give it or one of them dies meanwhile.
   */
  record(id: string, observations: Observations): Promise<ObservationCount>;
  /** Stops the experiment where a rule says so by now, as `record` does; otherwise time alone would stop none. */
  review(id: string): Promise<ExperimentReport>;
  /** @throws TitansError `CONFLICT` unless it runs. */
  stop(id: string, options: ExperimentChangeOptions): Promise<ExperimentReport>;
  /**
   * Decides, and promotes the challenger where it has won. One that runs is stopped by it. Concluding again in the same way is
   * no error.
   *
   * @throws TitansError `CONFLICT` for a draft, where it was decided otherwise, and what `promote` throws: then nothing is decided.
   */
  conclude(id: string, options: ConcludeOptions): Promise<ExperimentReport>;
}

const mostListed = 200;
/** Stands for a moment where a draft was. */
const discarded = 'discarded';

/**
 * Keeps experiments in a key-value store.
 *
 * @throws TitansError `INVALID_ARGUMENT` for options that are none, and a scope that is no name.
 * @example
 * ```ts
 * import { memoryKeyValueStore } from '@titans/core';
 * import { assignVariant, onlineExperiments } from '@titans/models/lifecycle';
 *
 * const experiments = onlineExperiments({ store: memoryKeyValueStore() });
 * const { plan } = await experiments.create(
 *   {
 *     id: 'new-categories',
 *     model: 'transactions',
 *     champion: { version: '1', weight: 1 },
 *     challenger: { version: '2', weight: 1 },
 *     metric: { name: 'accuracy', direction: 'higher', range: [0, 1] },
 *   },
 *   { by: 'ana' },
 * );
 * await experiments.start(plan.id, { by: 'ana', reason: 'better on unseen rows' });
 * const variants = (['champion', 'challenger'] as const).map((name) => ({ name, weight: plan[name].weight }));
 * const variant = assignVariant({ experiment: plan.id, variants, unit: 'account-17' });
 * await experiments.record(plan.id, {
 *   outcomes: [{ id: 'prediction-1', unit: 'account-17', [variant]: { accuracy: 1 } }],
 * });
 * console.log((await experiments.get(plan.id)).metric.pValue);
 * ```
 */
export function onlineExperiments(options: OnlineExperimentsOptions): OnlineExperiments {
  refuseUnknownParameters('onlineExperiments', options, ['store', 'scope', 'now']);
  const { store, scope = 'default', now = Date.now } = options;
  requireObject('store', store);
  requireFunction('now', now);
  if (typeof scope !== 'string' || !/^[\w.-]{1,100}$/.test(scope)) {
    throw invalid('scope', 'A scope has 1 to 100 letters, digits and . _ -.');
  }
  const prefix = `titans:experiments:${scope}`;
  const runningKey = `${prefix}:running`;
  const listKey = `${prefix}:list`;
  const keyOf = (id: string): string => `${prefix}:of:${id}`;

  async function find(
    id: string,
  ): Promise<{ readonly record: ExperimentRecord; readonly version: string } | null> {
    checkExperimentId('id', id);
    const found = await store.get(keyOf(id));
    if (found === null || found.value === discarded) return null;
    return { record: readRecord(found.value), version: found.version };
  }

  async function read(id: string): Promise<{ readonly record: ExperimentRecord; readonly version: string }> {
    const found = await find(id);
    if (found === null) throw new TitansError('NOT_FOUND', 'There is no experiment of that id.');
    return found;
  }

  /** Changes a record as one step. `work` gets a record of its own, and may be called again; `false` changes nothing. */
  async function change(id: string, work: (record: ExperimentRecord) => boolean): Promise<ExperimentRecord> {
    for (;;) {
      const { record, version } = await read(id);
      if (!work(record) || (await store.compareAndSet(keyOf(id), version, JSON.stringify(record))))
        return record;
    }
  }

  function move(
    record: ExperimentRecord,
    to: 'running' | 'stopped' | 'concluded',
    { by, reason }: ExperimentChangeOptions,
  ): void {
    // Nothing ends before it began, also where the clock was put back.
    const at = Math.max(now(), record.startedAt ?? record.createdAt);
    if (to === 'running') record.startedAt = at;
    else record.endedAt ??= at;
    record.state = to;
    record.changes = [...record.changes, changeOf(to, by, reason, at)];
  }

  /** Looks at what is known, and stops where a rule says so. */
  function lookAt(record: ExperimentRecord): void {
    look(record);
    const found = ruleThatStops(record, now());
    if (found !== null) move(record, 'stopped', { by: 'titans', reason: found.reason });
  }

  async function changeList(work: (ids: readonly string[]) => readonly string[]): Promise<void> {
    for (;;) {
      const found = await store.get(listKey);
      const kept = work(listedIn(found)).slice(0, mostListed);
      if (await store.compareAndSet(listKey, found?.version ?? null, JSON.stringify(kept))) return;
    }
  }

  async function runningRecord(): Promise<ExperimentRecord | null> {
    const slot = await store.get(runningKey);
    const found = slot && (await find(slot.value));
    return found?.record.state === 'running' ? found.record : null;
  }

  return {
    async create(experiment, options) {
      requireObject('options', options);
      const { by } = options;
      checkText('by', by, 200);
      const plan = checkedPlan(experiment);
      const record = newRecord(plan, by, now());
      if (!(await store.compareAndSet(keyOf(plan.id), null, JSON.stringify(record)))) {
        throw conflict(`There is an experiment "${plan.id}" already.`);
      }
      await changeList((ids) => [plan.id, ...ids.filter((id) => id !== plan.id)]);
      return reportOf(record);
    },

    async discard(id) {
      for (;;) {
        const { record, version } = await read(id);
        if (record.state !== 'draft') throw conflict(`Only a draft can be discarded; it is ${record.state}.`);
        // Stores have no deletion of what was seen: what nobody can read takes its place, and is gone at once.
        if (await store.compareAndSet(keyOf(id), version, discarded, { ttlMs: 1 })) break;
      }
      await changeList((ids) => ids.filter((one) => one !== id));
    },

    async start(id, reasons) {
      checkReasons(reasons);
      const { record: draft } = await read(id);
      if (draft.state !== 'draft') throw conflict(`Only a draft can be started; it is ${draft.state}.`);
      for (;;) {
        const slot = await store.get(runningKey);
        const other = slot && slot.value !== id ? await find(slot.value) : null;
        if (other?.record.state === 'running') {
          throw conflict(`The experiment "${other.record.plan.id}" runs. Stop it first.`);
        }
        if (await store.compareAndSet(runningKey, slot?.version ?? null, id)) break;
      }
      const started = await change(id, (record) => {
        if (record.state !== 'draft') throw conflict(`Only a draft can be started; it is ${record.state}.`);
        move(record, 'running', reasons);
        return true;
      });
      // Another one may have been started between the two steps: the last that came to the place has it.
      if ((await store.get(runningKey))?.value === id) return reportOf(started);
      await change(id, (record) => {
        if (record.state === 'running')
          move(record, 'stopped', { by: 'titans', reason: 'another was started' });
        return true;
      });
      throw conflict('Another experiment was started at the same time.');
    },

    get: async (id) => reportOf((await read(id)).record),

    async list() {
      const ids = listedIn(await store.get(listKey));
      const found = await Promise.all(ids.map(find));
      return found.flatMap((one) => (one === null ? [] : [reportOf(one.record)]));
    },

    async running() {
      const record = await runningRecord();
      return record && reportOf(record);
    },

    async record(id, observations) {
      checkObservations(observations);
      const { record } = await read(id);
      checkRanges(record.plan, observations);
      if (record.state !== 'running') return { counted: 0, repeated: 0, isRunning: false };
      const parts = {
        store,
        markKeyOf: (shortId: string) => `${keyOf(id)}:${shortId}`,
        ttlMs: record.plan.maximumMs,
        change: (work: (current: ExperimentRecord) => boolean) => change(id, work),
        lookAt,
      };
      return recordObservations(parts, observations);
    },

    async review(id) {
      return reportOf(
        await change(id, (record) => {
          if (record.state !== 'running') return false;
          const before = JSON.stringify(record);
          lookAt(record);
          return JSON.stringify(record) !== before;
        }),
      );
    },

    async stop(id, reasons) {
      checkReasons(reasons);
      return reportOf(
        await change(id, (record) => {
          if (record.state !== 'running') throw conflict(`It does not run; it is ${record.state}.`);
          move(record, 'stopped', reasons);
          return true;
        }),
      );
    },

    async conclude(id, options) {
      checkReasons(options);
      const { winner, promote, ...reasons } = options;
      oneOf('winner', winner, experimentVariants);
      if (promote !== undefined) requireFunction('promote', promote);
      const intended = await change(id, (record) => {
        if (record.state === 'draft') throw conflict('It was never started.');
        if (record.winner === winner) return false;
        if (record.winner !== null)
          throw conflict(`It is being concluded with the ${record.winner} as winner.`);
        if (record.state === 'running') move(record, 'stopped', reasons);
        record.winner = winner;
        return true;
      });
      if (intended.state === 'concluded') return reportOf(intended);
      const { champion, challenger } = intended.plan;
      try {
        if (winner === 'challenger') await promote?.(challenger.version, champion.version);
      } catch (error) {
        await change(id, (record) => {
          const isMine = record.state === 'stopped' && record.winner === winner;
          if (isMine) record.winner = null;
          return isMine;
        });
        throw error;
      }
      return reportOf(
        await change(id, (record) => {
          if (record.state === 'concluded') return false;
          record.winner = winner;
          move(record, 'concluded', reasons);
          return true;
        }),
      );
    },
  };
}

function listedIn(found: VersionedValue | null): readonly string[] {
  return found === null ? [] : (JSON.parse(found.value) as readonly string[]);
}

function checkReasons(options: ExperimentChangeOptions): void {
  requireObject('options', options);
  const { by, reason } = options;
  checkText('by', by, 200);
  checkText('reason', reason, 500);
}

function conflict(message: string): TitansError {
  return new TitansError('CONFLICT', message);
}
