import { isTitansError, throwIfAborted, type WorkOptions } from '@titans/core';
import { readCorrection, type TrainingCorrection } from '../../corrections/training-correction.js';
import type { LabelledTransaction } from './anomaly-labels.js';
import type { FeedbackLog, RecordedCorrection } from './feedback-log.js';
import { readEvents } from './read-events.js';

/** Which corrections are taken. */
export interface AppliedOptions extends Pick<WorkOptions, 'signal'> {
  readonly scope: string;
}

/** What a training learns of a log. */
export interface AppliedCorrections {
  /** Categories that are neither held nor undone, in the order in which they came to apply. */
  readonly corrections: readonly TrainingCorrection[];
  /** Labels of anomalies likewise, of transactions that are named: `anomalyLabels` finds their rows. */
  readonly anomalies: readonly LabelledTransaction[];
  /** Sequence of the last event that was read: what `correctionsTag` of the registered version says. */
  readonly position: number;
  /** Those left out, as this release cannot learn from them: another may have recorded them. */
  readonly refused: number;
}

/** Corrections read at once. */
const correctionsAtOnce = 1_000;

/**
 * Reads the corrections of a log that the next training learns from. A version that is registered with the tag says up to
 * where it knows them, so that {@link followCorrections} applies only what came later.
 *
 * @throws TitansError what the log throws.
 * @example
 * ```ts
 * import type { TransactionTable } from '@titans/core';
 * import { train } from '@titans/models';
 * import {
 *   anomalyLabels, appliedCorrections, correctionsTag, type FeedbackLog, type ModelRegistry,
 * } from '@titans/models/lifecycle';
 *
 * export async function retrain(table: TransactionTable, log: FeedbackLog, registry: ModelRegistry): Promise<void> {
 *   const { corrections, anomalies, position } = await appliedCorrections(log, { scope: 'tenant-1' });
 *   const suite = await train(table, { corrections, anomaly: { labels: anomalyLabels(table, anomalies) } });
 *   const tags = { [correctionsTag]: String(position) };
 *   await registry.register('transactions', suite, { by: 'nightly', tags });
 * }
 * ```
 */
export async function appliedCorrections(
  log: FeedbackLog,
  { scope, signal }: AppliedOptions,
): Promise<AppliedCorrections> {
  /** Sequence at which each came to apply, which is not that of its making where it was held. */
  const applied = new Map<string, number>();
  let position = 0;
  for await (const { type, correctionId, sequence } of readEvents(log, { scope, after: 0, signal })) {
    if (type === 'undone') applied.delete(correctionId);
    else if (type !== 'held' && !applied.has(correctionId)) applied.set(correctionId, sequence);
    position = sequence;
  }
  const found: { readonly since: number; readonly correction: TrainingCorrection }[] = [];
  const labelled: { readonly since: number; readonly label: LabelledTransaction }[] = [];
  let refused = 0;
  for await (const one of recorded(log, scope, signal)) {
    const since = applied.get(one.id);
    if (since === undefined) continue;
    const { transaction, category, isAnomaly, transactionId, accountId } = one;
    if (isAnomaly !== null && transactionId !== null) {
      labelled.push({ since, label: { transactionId, accountId, isAnomaly } });
    }
    if (category === null) continue;
    const correction = { transaction, category, transactionId };
    if (isLearnable(correction)) found.push({ since, correction });
    else refused++;
  }
  found.sort((a, b) => a.since - b.since);
  labelled.sort((a, b) => a.since - b.since);
  return Object.freeze({
    corrections: Object.freeze(found.map(({ correction }) => Object.freeze(correction))),
    anomalies: Object.freeze(labelled.map(({ label }) => Object.freeze(label))),
    position,
    refused,
  });
}

async function* recorded(
  log: FeedbackLog,
  scope: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<RecordedCorrection> {
  let after = 0;
  for (;;) {
    throwIfAborted(signal, 'reading corrections');
    const page = await log.list(scope, { after, limit: correctionsAtOnce, ...(signal && { signal }) });
    yield* page;
    if (page.length < correctionsAtOnce) return;
    after = (page.at(-1) as RecordedCorrection).sequence;
  }
}

/** One that cannot be learned would otherwise keep every training from ending. */
function isLearnable(correction: TrainingCorrection): boolean {
  try {
    readCorrection(correction);
    return true;
  } catch (error) {
    if (isTitansError(error)) return false;
    throw error;
  }
}
