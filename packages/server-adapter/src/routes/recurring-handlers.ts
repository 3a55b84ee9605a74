import { defaultAccountId, type PlainDate } from '@titans/core';
import { requestError } from '../http/problem.js';
import type { WorkThread } from '../work-thread/work-thread.js';
import type { RouteHandlers } from './handlers.js';
import { trainedRecurringAnswer } from './recurring-answer.js';
import { secondsSince } from './stopwatch.js';
import type { ReadStored } from './stored-transactions.js';

/** What the routes about recurring payments need. */
export interface RecurringParts {
  readonly thread: WorkThread;
  readonly readStored: ReadStored;
}

/**
 * Handlers of recurring payments: in what is stored of an account, where there is a source, or else as the cash-flow model
 * knows them; and in transactions that are sent.
 */
export function recurringHandlers({
  thread,
  readStored,
}: RecurringParts): Pick<RouteHandlers, 'recurring' | 'recurringOf'> {
  return {
    async recurring({ tenant, query, signal }) {
      const started = performance.now();
      const { account_id: accountId = defaultAccountId, as_of: asOf } = query;
      if (tenant.source === null) {
        if (asOf !== undefined) {
          const message = 'No transactions are kept here: the model knows its own last day alone.';
          throw requestError('REQUEST_INVALID', message, { issues: [{ pointer: '?as_of', message }] });
        }
        const { cashflow } = tenant.models.current.suite;
        const answer = trainedRecurringAnswer(cashflow.recurring(query.account_id), cashflow.lastDate);
        return { ...answer, processing_time: secondsSince(started) };
      }
      const to = asOf === undefined ? {} : { to: asOf as PlainDate };
      const table = await readStored(tenant.source, { accountId, ...to }, signal);
      const transactions = { columns: table.columns };
      const answer = await thread.ask('recurring', { transactions, asOf }, signal);
      return { ...answer, processing_time: secondsSince(started) };
    },

    async recurringOf({ body, signal }) {
      const started = performance.now();
      const { transactions: requests, as_of: asOf } = body;
      const transactions = { requests, pointer: '/transactions' };
      const answer = await thread.ask('recurring', { transactions, asOf }, signal);
      return { ...answer, processing_time: secondsSince(started) };
    },
  };
}
