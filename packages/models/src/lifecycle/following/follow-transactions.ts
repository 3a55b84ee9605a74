import {
  addDays,
  fromEpochDay,
  type PlainDate,
  type TransactionSource,
  toEpochDay,
  type WorkOptions,
} from '@titans/core';
import { withModels } from '../../suite/trained-suite.js';
import type { TrainedSuite } from '../../tasks/models.js';
import { followedModel } from './followed-model.js';
import { beginAfter, type FollowedPlace, isStillKnown, takeIn } from './followed-place.js';
import { wholeDays } from './whole-days.js';

/** When to follow. */
export interface FollowTransactionsOptions {
  /** Milliseconds since 1970, the system's clock unless told: of days after tomorrow nothing is followed before they come. */
  readonly now?: () => number;
}

/** What was stored, if it is known. */
export interface RefreshFollowedOptions extends Pick<WorkOptions, 'signal'> {
  /** First and last day of it. */
  readonly stored?: { readonly from: PlainDate; readonly to: PlainDate };
}

/** A suite that answers with what is stored of all accounts. */
export interface FollowedSuite {
  /** The suite; its anomaly model knows each transaction once {@link FollowedSuite.refresh} has read it. */
  readonly suite: TrainedSuite;
  /** Transactions that were taken in since the end of training. */
  readonly transactions: number;
  /**
   * Reads what was stored since, from the last day on that was followed. Where that day has other transactions by now than
   * those that were taken in, or `stored` says that earlier ones came, all since the end of training are read again. Answers
   * go on meanwhile. Calls while one is under way wait for it and then read once more.
   *
   * @returns Whether there was anything.
   * @throws TitansError what the source throws, `ABORTED`; what was read before answers on.
   */
  refresh(options?: RefreshFollowedOptions): Promise<boolean>;
}

/**
 * Lets a suite judge anomalies by what happened across accounts: its anomaly model follows the transactions of a source,
 * from the end of its training on. What it knows depends on what is stored alone: not on who asks what, how often or in
 * which order, nor on when it was read, so that servers with one source answer alike once they have read as far. A question
 * is answered by what is strictly before it, whether it is stored itself or not, as far back as
 * `LiveAnomalyModel` says; as with any model, only with a history of the account. The threshold does not move. Of a day that
 * is later than the one after the last that something is stored of, the model itself answers, as it does before the first
 * `refresh`: that nothing is stored does not say that nothing happened.
 *
 * The suite itself stays as it is; one whose anomaly model does not compare accounts, or without one, is given back, and
 * nothing is read for it.
 *
 * @param source Read by days, 1,000 transactions at once or those of a day.
 * @example
 * ```ts
 * import { createTransaction, tableFromRows, tableSource } from '@titans/core';
 * import type { TrainedSuite } from '@titans/models';
 * import { followTransactions } from '@titans/models/lifecycle';
 *
 * export async function judge(suite: TrainedSuite): Promise<void> {
 *   const history = tableFromRows([createTransaction({ date: '2024-12-03', description: 'Fuel', amount: -89.45 })]);
 *   const followed = followTransactions(suite, tableSource(history));
 *   await followed.refresh();
 *   const query = { date: '2024-12-04', description: 'Fuel', amount: -900 } as const;
 *   console.log(followed.suite.anomaly.predict(query, { history }).score);
 * }
 * ```
 */
export function followTransactions(
  suite: TrainedSuite,
  source: TransactionSource,
  { now = Date.now }: FollowTransactionsOptions = {},
): FollowedSuite {
  const model = suite.tasks.includes('anomaly') ? suite.anomaly : null;
  if (model === null || !model.comparesAccounts) {
    return { suite, transactions: 0, refresh: async () => false };
  }
  const compared = model;
  let place = beginAfter(compared.online());
  const trained = place.live.latest;
  let isRead = false;
  let turn: Promise<unknown> = Promise.resolve();

  /** @returns Whether the rows of the last day are still those that were taken in. */
  async function readOn(from: FollowedPlace, signal: AbortSignal | undefined): Promise<boolean> {
    const first = from.day === null ? undefined : fromEpochDay(from.day);
    let isFirst = true;
    for await (const days of wholeDays(source, { from: first, to: tomorrow(now()), signal })) {
      if (isFirst && !(await isStillKnown(from, days, signal))) return false;
      isFirst = false;
      await takeIn(from, days, signal);
    }
    return true;
  }

  /** Whether what was stored may lie between the end of training and the last day that was followed. */
  function isBehind(stored: RefreshFollowedOptions['stored']): boolean {
    if (stored === undefined || place.day === null || toEpochDay(stored.from) >= place.day) return false;
    return trained === null || stored.to >= trained.date;
  }

  async function readNew({ stored, signal }: RefreshFollowedOptions): Promise<boolean> {
    const before = place.transactions;
    if (!isBehind(stored) && (await readOn(place, signal))) {
      isRead = true;
      return place.transactions > before;
    }
    const anew = beginAfter(compared.online());
    // What comes late while it is read is found by the next look.
    await readOn(anew, signal);
    place = anew;
    isRead = true;
    return true;
  }

  return {
    suite: withModels(suite, { anomaly: followedModel(model, () => (isRead ? place.live : null)) }),
    get transactions() {
      return place.transactions;
    },
    refresh(options = {}) {
      const result = turn.then(() => readNew(options));
      turn = result.catch(() => {});
      return result;
    },
  };
}

function tomorrow(milliseconds: number): PlainDate {
  return addDays(fromEpochDay(Math.floor(milliseconds / 86_400_000)), 1);
}
