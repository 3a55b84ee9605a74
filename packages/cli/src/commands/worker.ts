import { databaseKeyValueStore, isTitansError } from '@titans/core';
import {
  databaseFeedbackLog,
  driftTrigger,
  newDataTrigger,
  type Retraining,
  type RetrainingRun,
  retraining,
  scheduleTrigger,
} from '@titans/models/lifecycle';
import type { CommandContext } from '../command-line/command-context.js';
import { type LoadedCommand, loadedCommand, type Outcome } from '../command-line/command-definition.js';
import type { View } from '../command-line/view.js';
import { type State, withState } from '../state/state.js';
import { userName } from '../state/user-name.js';
import { plain } from '../terminal/format.js';
import { textFacts } from '../terminal/text-table.js';
import { triggerProblems } from './trigger-problems.js';

/** What `titans worker` takes. */
export interface WorkerOptions {
  readonly every?: number;
  readonly newRows?: number;
  readonly once?: boolean;
  readonly now?: boolean;
  readonly dryRun?: boolean;
}

/** What `titans worker --json` prints: one document for each look that did something, a line each. */
export interface WorkerDocument {
  /** As `RetrainingTick` of `@titans/models/lifecycle` says it; `ran` and `rehearsed` with `--now`. */
  readonly did: string;
  /** What set it off, or why nothing was due. */
  readonly reason: string | null;
  readonly run: RetrainingRun | null;
}

const defaultEveryMinutes = 5;
const minuteMs = 60_000;

/**
 * Looks after the models: retrains them when that is due, and replaces the champion where the candidate is better on rows that
 * neither has seen. Where a PostgreSQL server keeps the data, several may run beside servers, and take turns.
 */
export async function work(
  options: WorkerOptions,
  context: CommandContext,
): Promise<Outcome<WorkerDocument>> {
  return withState(context, async (state) => {
    const job = await openRetraining(options, context, state);
    if (options.now === true || options.dryRun === true) return retrainNow(job, options, context);
    const { signal } = context;
    if (options.once === true) {
      const document = await look(job, context, new Set());
      return { document, exitCode: document.did === 'failed' ? 1 : 0 };
    }
    const told = new Set<string>();
    let last: WorkerDocument = { did: 'idle', reason: null, run: null };
    context.note('Looking after the models. Ctrl-C stops.');
    do {
      last = await lookAgain(job, context, last, told);
      await pause((options.every ?? defaultEveryMinutes) * minuteMs, signal);
    } while (!signal.aborted);
    return { document: last, isPrinted: true };
  });
}

async function openRetraining(
  { newRows }: WorkerOptions,
  { settings, now }: CommandContext,
  state: State,
): Promise<Retraining> {
  const warehouse = await state.warehouse();
  const { database } = warehouse;
  const { tasks, seed = 42 } = settings.file.train ?? {};
  return retraining({
    registry: await state.registry(),
    tracker: await state.tracker(),
    model: settings.model,
    store: databaseKeyValueStore(database),
    transactions: warehouse,
    train: { seed, ...(tasks === undefined ? {} : { tasks }) },
    corrections: { log: databaseFeedbackLog(database), scope: 'default' },
    triggers: [
      scheduleTrigger({ every: 'month' }),
      newDataTrigger(newRows === undefined ? {} : { rows: newRows }),
      driftTrigger(),
    ],
    by: `titans worker (${userName()})`,
    now,
    ...settings.file.retraining,
  });
}

async function retrainNow(
  job: Retraining,
  { dryRun = false }: WorkerOptions,
  { signal, onProgress }: CommandContext,
): Promise<Outcome<WorkerDocument>> {
  const run = await job.run({ reason: 'titans worker --now', dryRun, signal, onProgress });
  return { document: { did: dryRun ? 'rehearsed' : 'ran', reason: run.reason, run } };
}

async function look(
  job: Retraining,
  { signal, onProgress, note }: CommandContext,
  told: Set<string>,
): Promise<WorkerDocument> {
  const { did, run, check } = await job.tick({ signal, onProgress });
  for (const problem of triggerProblems(check, told)) note(problem);
  return { did, reason: run?.reason ?? check?.reason ?? null, run };
}

/** One look of many. What it did is printed at once; that a store is away for a while ends nothing. */
async function lookAgain(
  job: Retraining,
  context: CommandContext,
  last: WorkerDocument,
  told: Set<string>,
): Promise<WorkerDocument> {
  const { signal } = context;
  try {
    const document = await look(job, context, told);
    const { did } = document;
    const isNews = did !== 'idle' && did !== 'busy' && did !== last.did;
    if (isNews) context.print(document, workerText(document, context.view));
    return document;
  } catch (error) {
    if (signal.aborted && isTitansError(error, 'ABORTED')) return last;
    context.note(error instanceof Error ? error.message : String(error));
    return last;
  }
}

async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(end, milliseconds);
    signal.addEventListener('abort', end, { once: true });
    function end(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    }
  });
}

/** What was done, and why. */
export function workerText({ did, reason, run }: WorkerDocument, { colours }: View): string {
  const facts: [string, string][] = [['did', did === 'failed' ? colours.bad(did) : did]];
  if (reason !== null) facts.push(['because', plain(reason)]);
  if (run !== null) {
    facts.push(['run', `${run.id}, ${run.outcome ?? `waits at ${run.step}`}`]);
    if (run.outcomeReason !== null) facts.push(['outcome', plain(run.outcomeReason)]);
  }
  return textFacts(facts, colours);
}

/** `titans worker`. */
export const workerCommand: LoadedCommand = loadedCommand(work, workerText);
