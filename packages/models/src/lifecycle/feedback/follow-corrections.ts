import { isTitansError, type WorkOptions } from '@titans/core';
import { withModels } from '../../suite/trained-suite.js';
import type { CategoryModel, LiveCategoryModel, TrainedSuite } from '../../tasks/models.js';
import type { FeedbackEvent, FeedbackLog } from './feedback-log.js';
import { readEvents } from './read-events.js';

/**
 * Tag of a registered version: the sequence of the last event that it was trained with. Who serves it applies what came later.
 */
export const correctionsTag = 'titans.corrections-through';

/** Which corrections a suite follows. */
export interface FollowOptions extends Pick<WorkOptions, 'signal'> {
  readonly scope: string;
  /**
   * Sequence of the last event that the model was trained with; all that came after it are applied to it. 0 unless told, and
   * where the log has no event of that sequence: then it is not the log that the model was trained with. What was learned in
   * training can be undone by training only.
   */
  readonly after?: number;
}

/** A suite that answers with the corrections of a log. */
export interface CorrectedSuite {
  /** The suite; its category model knows each correction as soon as {@link CorrectedSuite.refresh} has read it. */
  readonly suite: TrainedSuite;
  /** Categories of the model itself, without those of the log: what a correction may name at no cost. */
  readonly knownCategories: readonly string[];
  /** Sequence of the last event that was read. */
  readonly position: number;
  /** Corrections that the answers rest on, beside those that the model was trained with. */
  readonly corrections: number;
  /** Corrections that the model objected to, and that are left out: another release may have recorded them. */
  readonly refused: number;
  /**
   * Reads what came since. Calls while one is under way wait for it and then read once more.
   *
   * @returns Whether there was anything.
   */
  refresh(options?: Pick<WorkOptions, 'signal'>): Promise<boolean>;
}

/**
 * Lets a suite answer with the corrections that its users make: those of the log are replayed in their order on a copy of
 * its category model, and those that come later whenever `refresh` is called. Held ones wait for their release; undone ones
 * are taken back as if they had never been made. Servers that follow one log answer alike once they have read as far. The
 * suite itself stays as it is; one without a category model is given back.
 *
 * @throws TitansError what the log throws.
 * @example
 * ```ts
 * import type { TrainedSuite } from '@titans/models';
 * import { followCorrections, memoryFeedbackLog } from '@titans/models/lifecycle';
 *
 * export async function correct(suite: TrainedSuite): Promise<void> {
 *   const log = memoryFeedbackLog();
 *   const served = await followCorrections(suite, log, { scope: 'tenant-1' });
 *   const transaction = { description: 'CORNER SHOP 12' };
 *   await log.append('tenant-1', { transaction, category: 'groceries', by: 'ana' });
 *   await served.refresh();
 *   console.log(served.suite.category.predict(transaction).category); // 'groceries'
 * }
 * ```
 */
export async function followCorrections(
  suite: TrainedSuite,
  log: FeedbackLog,
  { scope, after = 0, signal }: FollowOptions,
): Promise<CorrectedSuite> {
  const live = suite.tasks.includes('category') ? suite.category.online() : null;
  const corrected =
    live === null ? suite : withModels(suite, { category: correctedModel(suite.category, live) });
  /** What the live model calls each correction. */
  const applied = new Map<string, number>();
  let position = await knownPosition(log, scope, after, signal);
  let refused = 0;
  let turn: Promise<unknown> = Promise.resolve();

  function apply(
    model: LiveCategoryModel,
    { type, correctionId, transaction, category }: FeedbackEvent,
  ): void {
    // A label of an anomaly is learned by training.
    if (category === null) return;
    const known = applied.get(correctionId);
    if (type === 'undone') {
      if (known !== undefined) model.undo(known);
      applied.delete(correctionId);
    } else if (type !== 'held' && known === undefined) {
      const id = learned(model, transaction, category);
      if (id === null) refused++;
      else applied.set(correctionId, id);
    }
  }

  async function readNew(readSignal: AbortSignal | undefined): Promise<boolean> {
    const begun = position;
    for await (const event of readEvents(log, { scope, after: position, signal: readSignal })) {
      if (live !== null) apply(live, event);
      position = event.sequence;
    }
    return position > begun;
  }

  function refresh({ signal: readSignal }: Pick<WorkOptions, 'signal'> = {}): Promise<boolean> {
    const result = turn.then(() => readNew(readSignal));
    turn = result.catch(() => {});
    return result;
  }

  await refresh({ ...(signal && { signal }) });
  return {
    suite: corrected,
    knownCategories: live === null ? [] : suite.category.categories,
    get position() {
      return position;
    },
    get corrections() {
      return applied.size;
    },
    get refused() {
      return refused;
    },
    refresh,
  };
}

/**
 * A log that begins anew, as one in memory does with its process, counts from 1 again: read on from where another ended,
 * everything would be passed over until it has grown as long.
 */
async function knownPosition(
  log: FeedbackLog,
  scope: string,
  after: number,
  signal: AbortSignal | undefined,
): Promise<number> {
  if (after === 0) return 0;
  const [last] = await log.events(scope, { after: after - 1, limit: 1, ...(signal && { signal }) });
  return last === undefined ? 0 : after;
}

/** The id of a correction, or `null` where the model objects: one such would otherwise keep all later ones away for good. */
function learned(
  model: LiveCategoryModel,
  transaction: FeedbackEvent['transaction'],
  category: string,
): number | null {
  try {
    return model.correct(transaction, category);
  } catch (error) {
    if (isTitansError(error)) return null;
    throw error;
  }
}

/** The model with the answers of its live copy. What it is saved as is the model without the corrections. */
function correctedModel(model: CategoryModel, live: LiveCategoryModel): CategoryModel {
  return Object.freeze({
    ...model,
    get categories() {
      return live.categories;
    },
    predict: live.predict,
    predictBatch: live.predictBatch,
  });
}
