import {
  isTitansError,
  TitansError,
  type TransactionTable,
  throwIfAborted,
  type WorkOptions,
} from '@titans/core';
import { integerWithin, requireFunction } from '../../estimators/parameters.js';
import { checkText } from '../registry/checked-names.js';
import { type Advanced, advance, beginRun } from './advance.js';
import { pastRuns, recordRun } from './archive-run.js';
import { championOf, trainedThroughTag } from './champion.js';
import { deliverNotices } from './notification/deliver-notices.js';
import { pause } from './pause.js';
import { rehearse } from './rehearse.js';
import type { RetrainingOptions, RetrainingSettings } from './retraining-options.js';
import type { RetrainingRun } from './retraining-run.js';
import { retrainingSettings } from './retraining-settings.js';
import type { RetrainingCheck, RetrainingState, RetrainingTick } from './retraining-tick.js';
import { firstRowAfter, readRows } from './rows.js';
import { isStillAhead } from './stored-moment.js';
import type { StoredState, WatchedPromotion } from './stored-state.js';
import { longestBackoffMs } from './transitions.js';
import { checkTriggers, reasonOf } from './triggers/check-triggers.js';
import type { DataAmount, LastTraining } from './triggers/trigger.js';
import { isHeld, storedState, type Turn, takeTurn } from './turn.js';
import { type WatchFinding, watchChampion } from './watch-champion.js';

const longestCooldownMs = 7 * 86_400_000;

/** How a retraining is asked for. */
export interface RunOptions extends WorkOptions {
  /** Why, 1 to 500 characters; `asked for` unless told. */
  readonly reason?: string;
  /**
   * Validates, trains and evaluates, and keeps, registers, promotes and tells nothing. `false` unless told.
   */
  readonly dryRun?: boolean;
}

/** How often is looked. */
export interface RetrainingSchedule {
  /** Milliseconds between two looks; at least 1. */
  readonly everyMs: number;
  /** Is told of every look that came to nothing because something was not there, such as the store. */
  readonly onError: (error: unknown) => void;
  /** Is told what every other look did: also which triggers failed. */
  readonly onTick?: (tick: RetrainingTick) => void;
  readonly onProgress?: WorkOptions['onProgress'];
}

/** The retraining of one model. Any number of processes may have one of the same store; they take turns. */
export interface Retraining {
  /** Asks the triggers, and does nothing. */
  check(options?: Pick<WorkOptions, 'signal'>): Promise<RetrainingCheck>;
  /**
   * Retrains now, whatever the triggers say. A run that was interrupted is taken up where it was, instead of a new one.
   *
   * @returns The run; without an outcome where it waits for live traffic.
   * @throws TitansError `CONFLICT` while another process is at it, `ABORTED`, and what failed in a step, which is kept.
   */
  run(options?: RunOptions): Promise<RetrainingRun>;
  /**
   * Does whatever is to be done now: takes a bad champion back, goes on with a run, begins one if a trigger is due, tells what
   * was not told. For a timer or a queue; a step that fails is reported, not thrown.
   *
   * @throws TitansError `ABORTED`, and what the store throws.
   */
  tick(options?: WorkOptions): Promise<RetrainingTick>;
  /** Calls `tick` again and again, at once for the first time. @throws TitansError `CONFLICT` if it was started. */
  start(schedule: RetrainingSchedule): void;
  /** Cancels what `start` does and waits for its end. The run under way can be taken up again. */
  stop(): Promise<void>;
  state(): Promise<RetrainingState>;
  /** Runs of the past that are kept, newest first; 20 unless told, `before` the one of that number. */
  history(options?: { readonly limit?: number; readonly before?: number }): Promise<readonly RetrainingRun[]>;
}

/**
 * Retrains a model when that is due, and replaces the champion by what was trained only where that is better on rows that
 * neither has seen. Each step is kept before the next begins: a process may be killed at any time, and another goes on from
 * there. Nothing is ever promoted twice, and nothing but what was compared with the present champion.
 *
 * @throws TitansError `INVALID_ARGUMENT` naming the option.
 * @example
 * ```ts
 * import { memoryKeyValueStore } from '@titans/core';
 * import { openWarehouse } from '@titans/etl';
 * import { fileRegistry, newDataTrigger, retraining, scheduleTrigger, webhook } from '@titans/models/lifecycle';
 *
 * const nightly = retraining({
 *   registry: fileRegistry('./registry'),
 *   model: 'transactions',
 *   store: memoryKeyValueStore(), // of @titans/core/redis or a database where it must outlive the process
 *   transactions: await openWarehouse('./titans-data'),
 *   triggers: [scheduleTrigger({ every: 'month' }), newDataTrigger({ rows: 2_000 })],
 *   canaries: [{ name: 'rent', query: { description: 'RENT FLAT 4', amount: -900 }, expect: { category: 'housing' } }],
 *   notify: webhook({ url: 'https://example.com/hooks', secret: process.env.WEBHOOK_SECRET ?? '' }),
 * });
 * const { did, run } = await nightly.tick();
 * console.log(did, run?.outcome, run?.outcomeReason);
 * ```
 */
export function retraining(options: RetrainingOptions): Retraining {
  const settings = retrainingSettings(options);
  const { registry, model, now } = settings;
  let started: { readonly controller: AbortController; readonly ended: Promise<void> } | null = null;

  /** Until when triggers are not acted on; `null` if they are. */
  function heldUntilOf(state: StoredState): string | null {
    if (state.lastEndedAt === null) return null;
    const waitedMs = cooldownMs(state, settings);
    const until = state.lastEndedAt + waitedMs;
    return isStillAhead(until, now(), 2 * waitedMs) ? new Date(until).toISOString() : null;
  }

  async function checkIn(state: StoredState, signal: AbortSignal | undefined): Promise<RetrainingCheck> {
    const champion = await championOf(registry, model, signal);
    const lastTraining = state.lastTraining ?? trainingOf(champion);
    const work = { ...(signal && { signal }) };
    const rows = once(async () => (await readRows(settings.transactions, now(), signal)).table);
    const findings = await checkTriggers(settings.triggers, {
      ...{ model, champion, lastTraining, now: now(), ...work, rows },
      amount: once(async () => amountOf(await rows(), lastTraining)),
      suite: once(() => registry.load(model, '@champion', work)),
    });
    const reason = reasonOf(findings);
    const heldUntil = heldUntilOf(state);
    return { due: reason !== null && heldUntil === null, reason, findings, heldUntil };
  }

  /** Does something while nobody else does; `null` where another has the turn. */
  async function inTurn<Result>(
    signal: AbortSignal | undefined,
    work: (turn: Turn) => Promise<Result>,
  ): Promise<Result | null> {
    throwIfAborted(signal, 'retraining');
    const turn = await takeTurn(settings, signal);
    if (turn === null) return null;
    let result: Result;
    try {
      result = await work(turn);
    } catch (error) {
      // What went wrong is told; a turn that cannot be given back ends by itself.
      await turn.end().catch(() => {});
      throw error;
    }
    await turn.end();
    return result;
  }

  async function goOn(turn: Turn, work: WorkOptions): Promise<Advanced> {
    const advanced = await advance(turn, settings, work);
    await deliverNotices(turn, settings);
    return advanced;
  }

  async function tickIn(turn: Turn, work: WorkOptions): Promise<RetrainingTick> {
    // What a run was before its champion is taken back must be among those of the past by then.
    if (turn.state.run?.outcome) await recordRun(turn.state.run, settings);
    let watch: WatchFinding | null;
    try {
      // Before anybody is told anything, which may take long.
      watch = await watchChampion(turn, settings);
    } finally {
      await deliverNotices(turn, settings);
    }
    if (watch?.state === 'rolled-back' || watch?.state === 'degraded') {
      return { did: watch.state, run: null, check: null, watch };
    }
    let check: RetrainingCheck | null = null;
    const { run, retryAt } = turn.state;
    if (run !== null && retryAt !== null && isStillAhead(retryAt, now(), 2 * longestBackoffMs)) {
      return { did: 'waiting', run, check, watch };
    }
    if (run === null) {
      const heldUntil = heldUntilOf(turn.state);
      // Whatever they said, nothing would follow; and to ask them may mean to read all rows.
      if (heldUntil !== null) {
        const held = { due: false, reason: null, findings: [], heldUntil };
        return { did: 'idle', run, check: held, watch };
      }
      check = await checkIn(turn.state, turn.signal);
      if (!check.due) return { did: 'idle', run, check, watch };
      await beginRun(turn, settings, { reason: check.reason ?? '', findings: check.findings });
    }
    const advanced = await goOn(turn, work);
    const did = advanced.error !== null ? 'failed' : advanced.run.outcome === null ? 'waiting' : 'ran';
    return { did, run: advanced.run, check, watch };
  }

  async function tick(work: WorkOptions = {}): Promise<RetrainingTick> {
    const done = await inTurn(work.signal, (turn) => tickIn(turn, work));
    return done ?? { did: 'busy', run: null, check: null, watch: null };
  }

  return {
    check: async ({ signal } = {}) => checkIn(await storedState(settings), signal),
    tick,

    async run({ reason = 'asked for', dryRun = false, ...work } = {}) {
      checkText('reason', reason, 500);
      if (dryRun) return rehearse(settings, await storedState(settings), reason, work);
      const advanced = await inTurn(work.signal, async (turn) => {
        if (turn.state.run === null) await beginRun(turn, settings, { reason, findings: [] });
        return goOn(turn, work);
      });
      if (advanced === null) {
        throw new TitansError('CONFLICT', `Another process is retraining "${model}": wait for its end.`, {
          details: { model },
        });
      }
      if (advanced.error !== null) throw advanced.error;
      return advanced.run;
    },

    start({ everyMs, onError, onTick, onProgress }) {
      requireFunction('onError', onError);
      if (onTick !== undefined) requireFunction('onTick', onTick);
      integerWithin('everyMs', everyMs, 1, 2 ** 31 - 1);
      if (started !== null) throw new TitansError('CONFLICT', 'It was started: stop it first.');
      const controller = new AbortController();
      const { signal } = controller;
      const look = async (): Promise<void> => {
        while (!signal.aborted) {
          try {
            const done = await tick({ signal, ...(onProgress && { onProgress }) });
            onTick?.(done);
          } catch (error) {
            if (!(signal.aborted && isTitansError(error, 'ABORTED'))) told(onError, error);
          }
          await pause(everyMs, signal);
        }
      };
      started = { controller, ended: look() };
    },

    async stop() {
      if (started === null) return;
      const { controller, ended } = started;
      controller.abort();
      await ended;
      started = null;
    },

    async state() {
      const state = await storedState(settings);
      const { runs, run, lastTraining, watch, notices, undelivered } = state;
      return {
        busy: isHeld(state, settings),
        ...{ runs, run, lastTraining },
        lastEndedAt: momentOf(state.lastEndedAt),
        retryAt: momentOf(state.retryAt),
        watch: watch && pick(watch),
        notices: { pending: notices.length, undelivered },
      };
    },

    async history({ limit = 20, before } = {}) {
      integerWithin('limit', limit, 1, 1_000);
      if (before !== undefined) integerWithin('before', before, 1, Number.MAX_SAFE_INTEGER);
      const { runs } = await storedState(settings);
      return pastRuns(settings, runs, { before: before ?? Number.POSITIVE_INFINITY, limit });
    },
  };
}

function pick({
  run,
  version,
  before,
  since,
  problem,
}: WatchedPromotion): NonNullable<RetrainingState['watch']> {
  return { run, version, before, since, problem };
}

/** What a champion tells of its training, where nothing else is known: its registration. */
function trainingOf(champion: Awaited<ReturnType<typeof championOf>>): LastTraining | null {
  if (champion === null) return null;
  const trainedThrough = champion.tags[trainedThroughTag] ?? null;
  return { at: champion.createdAt, rows: null, trainedThrough, labelledShare: null };
}

/** Rows that were refused are refused again: each time without a training in between, twice as long is waited. */
function cooldownMs({ untrained }: StoredState, settings: RetrainingSettings): number {
  const waited = settings.cooldownMs * 2 ** Math.max(0, untrained - 1);
  return Math.max(settings.cooldownMs, Math.min(waited, longestCooldownMs));
}

function amountOf(table: TransactionTable, lastTraining: LastTraining | null): DataAmount {
  const rows = table.length;
  if (lastTraining === null) return { rows, newRows: rows };
  if (lastTraining.rows !== null) return { rows, newRows: Math.max(0, rows - lastTraining.rows) };
  const trainedThrough = lastTraining.trainedThrough ?? lastTraining.at.slice(0, 10);
  return { rows, newRows: rows - firstRowAfter(table, trainedThrough) };
}

/** A listener that fails ends nothing: there is nobody else to be told. */
function told(onError: RetrainingSchedule['onError'], error: unknown): void {
  try {
    onError(error);
  } catch {
    // What it was to be told stands in the state, and comes again at the next look.
  }
}

function once<Value>(read: () => Promise<Value>): () => Promise<Value> {
  let value: Promise<Value> | null = null;
  return () => {
    value ??= read();
    return value;
  };
}

function momentOf(milliseconds: number | null): string | null {
  return milliseconds === null ? null : new Date(milliseconds).toISOString();
}
