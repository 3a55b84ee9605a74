import { formatMinor, type PlainDate } from '@titans/core';
import { findRecurring, type RecurringReport, type RecurringStream } from '@titans/models/recurring';
import type { CommandContext } from '../command-line/command-context.js';
import { type LoadedCommand, loadedCommand, type Outcome } from '../command-line/command-definition.js';
import type { View } from '../command-line/view.js';
import { withState } from '../state/state.js';
import { readTransactions } from '../state/transactions.js';
import { counted, percent, plain } from '../terminal/format.js';
import { textTable } from '../terminal/text-table.js';

/** What `titans recurring` takes. */
export interface RecurringCommandOptions {
  readonly files?: readonly string[];
  readonly account?: string;
  readonly asOf?: PlainDate;
  readonly all?: boolean;
}

/** Finds payments that recur. Unless `all` is asked for, those that have ended are left out. */
export async function findRecurringPayments(
  { asOf, all = false, ...question }: RecurringCommandOptions,
  context: CommandContext,
): Promise<Outcome<RecurringReport>> {
  return withState(context, async (state) => {
    const report = findRecurring(
      await readTransactions(question, context, state),
      asOf === undefined ? {} : { asOf },
    );
    const streams = all ? report.streams : report.streams.filter(({ status }) => status !== 'ended');
    return { document: { ...report, streams } };
  });
}

/** The streams, what is due first in front. */
export function recurringText({ streams, asOf }: RecurringReport, { colours, width }: View): string {
  if (streams.length === 0) return `Nothing recurs${asOf === null ? '' : ` as of ${asOf}`}.`;
  const dueOf = ({ next }: RecurringStream): string => next?.date ?? '9999';
  const table = textTable(
    {
      header: ['payee', 'how often', 'amount', '', 'next', 'sure', 'status'],
      rows: [...streams]
        .sort((a, b) => (dueOf(a) < dueOf(b) ? -1 : 1))
        .map(({ payee, schedule, amount, currency, next, confidence, status }) => [
          plain(payee ?? '–'),
          schedule.intervalDays === undefined
            ? schedule.frequency
            : `every ${counted(schedule.intervalDays, 'day')}`,
          formatMinor(amount.expectedMinor, currency),
          currency,
          next === null ? '–' : `${next.date}${next.overdue ? colours.warning(' overdue') : ''}`,
          percent(confidence),
          status,
        ]),
      right: [2, 5],
      width,
    },
    colours,
  );
  return `${table}\n\n${colours.faint(`${counted(streams.length, 'stream')} as of ${asOf}`)}`;
}

/** `titans recurring`. */
export const recurringCommand: LoadedCommand = loadedCommand(findRecurringPayments, recurringText);
