import { isTitansError, TitansError } from '@titans/core';
import { withNotice } from './notification/deliver-notices.js';
import type { RetrainingEvent, RetrainingNotice } from './notification/notice.js';
import type { RetrainingSettings } from './retraining-options.js';
import {
  type RetrainingFailure,
  type RetrainingRun,
  type RetrainingStep,
  retrainingSteps,
} from './retraining-run.js';
import { promotedVersionOf } from './run-versions.js';
import type { StepResult } from './steps/step.js';
import type { StoredState } from './stored-state.js';
import { messageOf } from './stored-text.js';
import type { TriggerFinding } from './triggers/trigger.js';

export const longestBackoffMs: number = 86_400_000;

/** A run of which nothing is done yet. */
export function newRun(
  id: string,
  number: number,
  at: number,
  { reason, findings }: { readonly reason: string; readonly findings: readonly TriggerFinding[] },
): RetrainingRun {
  const startedAt = new Date(at).toISOString();
  return {
    ...{ id, number, reason, findings, startedAt, endedAt: null, attempts: 0, step: 'validate' },
    ...{
      outcome: null,
      outcomeReason: null,
      champion: null,
      championMove: 0,
      data: null,
      candidate: null,
      evaluation: null,
    },
    ...{
      shadowSince: null,
      shadow: null,
      refit: null,
      promotedAt: null,
      promotedMove: null,
      rolledBack: null,
      failures: [],
    },
  };
}

/** The run under way. @throws TitansError `CONFLICT` if there is none. */
export function runOf({ run }: StoredState): RetrainingRun {
  if (run !== null) return run;
  throw new TitansError('CONFLICT', 'The run was ended by another process.');
}

/** The state with changes of the run under way. */
function withRun(state: StoredState, changes: Partial<RetrainingRun>): StoredState {
  return { ...state, run: { ...runOf(state), ...changes } };
}

/** Steps that may end the process that does them, such as by the memory that they take. */
const heavySteps: readonly RetrainingStep[] = ['validate', 'train', 'evaluate', 'refit'];

/**
 * The state when a run is begun, or taken up again. A process that vanished in a heavy step counts as a failure of it: a run
 * that ends whoever does it must end, too.
 */
export function takenUp(
  state: StoredState,
  settings: RetrainingSettings,
  fromVanished: boolean,
): StoredState {
  const { outcome, attempts, step } = runOf(state);
  if (outcome !== null) return state;
  const known = withRun({ ...state, retryAt: null }, { attempts: attempts + 1 });
  return fromVanished && attempts > 0 && heavySteps.includes(step)
    ? failedOnce(known, settings, new TitansError('WORKER_LOST', 'the process that did it has vanished.'))
        .state
    : known;
}

/** The state after a step. */
export function afterStep(
  state: StoredState,
  settings: RetrainingSettings,
  step: RetrainingStep,
  result: StepResult,
): StoredState {
  switch (result.state) {
    case 'done': {
      const next = retrainingSteps[retrainingSteps.indexOf(step) + 1] ?? step;
      return withRun(state, { ...result.changes, step: next });
    }
    case 'waiting':
      return withRun(state, result.changes);
    case 'again':
      return withRun(state, { step: 'validate', data: null, candidate: null, evaluation: null });
    case 'ended':
      return ended(withRun(state, result.changes ?? {}), settings, result);
  }
}

/** The state after a step that failed: it is tried again later, as often as it may. */
export function afterFailure(state: StoredState, settings: RetrainingSettings, error: unknown): StoredState {
  const { state: known, count, reason } = failedOnce(state, settings, error);
  if (known.run?.outcome != null) return known;
  const retryAt = settings.now() + Math.min(longestBackoffMs, settings.backoffMs * 2 ** (count - 1));
  return noticed({ ...known, retryAt }, settings, 'step-failed', reason, count);
}

/** The state with one failure more, ended where it is the last that may be. */
function failedOnce(
  state: StoredState,
  settings: RetrainingSettings,
  error: unknown,
): { readonly state: StoredState; readonly count: number; readonly reason: string } {
  const run = runOf(state);
  const now = settings.now();
  const failure: RetrainingFailure = {
    at: new Date(now).toISOString(),
    step: run.step,
    code: isTitansError(error) ? error.code : null,
    message: messageOf(error),
  };
  const failures = [...run.failures, failure];
  const count = failures.length;
  const known = withRun(state, { failures });
  const reason = `the step ${run.step} failed: ${failure.message}`;
  const isLast = count >= settings.mostAttempts;
  return { state: isLast ? ended(known, settings, { outcome: 'failed', reason }) : known, count, reason };
}

/** The state after a run. What follows from its end outside of the state is done once this is kept. */
function ended(
  state: StoredState,
  settings: RetrainingSettings,
  { outcome, reason }: Pick<Extract<StepResult, { readonly state: 'ended' }>, 'outcome' | 'reason'>,
): StoredState {
  const now = settings.now();
  const at = new Date(now).toISOString();
  const run = { ...runOf(state), outcome, outcomeReason: reason, endedAt: at };
  const { data, candidate } = run;
  const isTrained = data !== null && candidate !== null;
  const next: StoredState = {
    ...state,
    run,
    lastEndedAt: now,
    retryAt: null,
    untrained: isTrained ? 0 : state.untrained + 1,
    ...(isTrained && {
      lastTraining: {
        at,
        rows: data.rows,
        trainedThrough: learnedThrough(run),
        labelledShare: data.labelledShare,
      },
    }),
    ...(outcome === 'promoted' && { watch: watchOf(run, settings) }),
  };
  return noticed(next, settings, outcome, reason);
}

/** Last day that what was trained last has learned from. */
function learnedThrough({ outcome, data, refit }: RetrainingRun): string | null {
  return outcome === 'promoted' && refit?.passed ? refit.trainedThrough : (data?.trainedThrough ?? null);
}

function watchOf(run: RetrainingRun, { watch, now }: RetrainingSettings): StoredState['watch'] {
  if (watch === null || run.candidate === null) return null;
  const { id, number, champion, promotedAt, promotedMove } = run;
  const since = promotedAt ?? new Date(now()).toISOString();
  const until = Date.parse(since) + watch.forMs;
  const named = { run: id, number, version: promotedVersionOf(run), before: champion };
  return { ...named, move: promotedMove ?? 0, since, until, degraded: null, outages: 0, problem: null };
}

function noticed(
  state: StoredState,
  settings: RetrainingSettings,
  event: RetrainingEvent,
  reason: string,
  attempt = 0,
): StoredState {
  const run = runOf(state);
  const notice: Omit<RetrainingNotice, 'id'> = {
    event,
    model: settings.model,
    run: run.id,
    at: new Date(settings.now()).toISOString(),
    reason,
    from: run.champion,
    to: event === 'promoted' ? promotedVersionOf(run) : run.champion,
  };
  return withNotice(state, notice, settings, attempt);
}
