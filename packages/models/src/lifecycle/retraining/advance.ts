import { TitansError, throwIfAborted, type WorkOptions } from '@titans/core';
import { archiveRun } from './archive-run.js';
import type { RetrainingSettings } from './retraining-options.js';
import { type RetrainingRun, type RetrainingStep, retrainingSteps } from './retraining-run.js';
import { evaluateCandidate } from './steps/evaluate-candidate.js';
import { promoteCandidate } from './steps/promote-candidate.js';
import { refitCandidate } from './steps/refit-candidate.js';
import { shadowCandidate } from './steps/shadow-candidate.js';
import type { Step, StepContext, StepResult } from './steps/step.js';
import { trainCandidate } from './steps/train-candidate.js';
import { validateRows } from './steps/validate-rows.js';
import { afterFailure, afterStep, newRun, runOf, takenUp } from './transitions.js';
import type { TriggerFinding } from './triggers/trigger.js';
import type { Turn } from './turn.js';

const steps: Readonly<Record<RetrainingStep, Step>> = {
  validate: validateRows,
  train: trainCandidate,
  evaluate: evaluateCandidate,
  shadow: shadowCandidate,
  refit: refitCandidate,
  promote: promoteCandidate,
};

/** Times that the rows may change between being read and being learned from. */
const mostRestarts = 5;

/** A run, and what went wrong in this attempt; `null` where nothing did. */
export interface Advanced {
  readonly run: RetrainingRun;
  readonly error: unknown;
}

/** Begins a run. */
export async function beginRun(
  turn: Turn,
  { now }: Pick<RetrainingSettings, 'now'>,
  why: { readonly reason: string; readonly findings: readonly TriggerFinding[] },
): Promise<void> {
  const random = globalThis.crypto.randomUUID().slice(0, 8);
  await turn.update((state) => {
    const number = state.runs + 1;
    return { ...state, runs: number, run: newRun(`${number}-${random}`, number, now(), why) };
  });
}

/**
 * Does the steps that are left of the run under way, each kept before the next begins, until it ends, waits, or a step fails.
 *
 * @throws TitansError `ABORTED` where the caller cancels, `CONFLICT` where another process has taken over, and what the store
 * throws. The run can be taken up again after each of them.
 */
export async function advance(
  turn: Turn,
  settings: RetrainingSettings,
  work: WorkOptions,
): Promise<Advanced> {
  let rows: StepContext['rows'] = null;
  let restarts = 0;
  const isOver = runOf(turn.state).outcome !== null;
  let run = runOf(await turn.update((state) => takenUp(state, settings, turn.fromVanished)));
  if (!isOver && run.outcome !== null) {
    await archiveRun(turn, settings);
    return { run, error: new TitansError('WORKER_LOST', `Retraining was given up: ${run.outcomeReason}`) };
  }
  while (run.outcome === null) {
    const { step } = run;
    requireTurn(turn, work, step);
    tell(work, step);
    const context: StepContext = {
      ...{ settings, state: turn.state, run, rows, signal: turn.signal },
      ...(work.onProgress && { onProgress: work.onProgress }),
      confirm: async () => void (await turn.update((state) => state)),
    };
    let result: StepResult;
    try {
      result = await steps[step](context);
      if (result.state === 'again' && ++restarts > mostRestarts) throw changedTooOften();
    } catch (error) {
      // Neither is a failure of the step.
      requireTurn(turn, work, step);
      run = runOf(await turn.update((state) => afterFailure(state, settings, error)));
      if (run.outcome !== null) await archiveRun(turn, settings);
      return { run, error };
    }
    rows = result.state === 'again' ? null : context.rows;
    run = runOf(await turn.update((state) => afterStep(state, settings, step, result)));
    if (result.state === 'waiting') return { run, error: null };
  }
  await archiveRun(turn, settings);
  tell(work, null);
  return { run, error: null };
}

/** @throws TitansError `ABORTED` if the caller cancelled, `CONFLICT` if another process has taken over. */
function requireTurn({ signal }: Turn, work: WorkOptions, step: RetrainingStep): void {
  throwIfAborted(work.signal, `retraining: ${step}`);
  if (signal.aborted) throw signal.reason;
}

function tell({ onProgress }: WorkOptions, step: RetrainingStep | null): void {
  const done = step === null ? retrainingSteps.length : retrainingSteps.indexOf(step);
  onProgress?.({
    stage: `retraining: ${step ?? 'done'}`,
    done,
    total: retrainingSteps.length,
    unit: 'steps',
  });
}

function changedTooOften(): TitansError {
  return new TitansError(
    'SOURCE_CHANGED',
    `The rows changed ${mostRestarts} times between being checked and being learned from: give a snapshot of them.`,
  );
}
