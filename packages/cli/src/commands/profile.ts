import { writeFile } from 'node:fs/promises';
import type { PlainDate } from '@titans/core';
import { type ProfileData, profile } from '@titans/etl';
import type { CommandContext } from '../command-line/command-context.js';
import { type LoadedCommand, loadedCommand, type Outcome } from '../command-line/command-definition.js';
import type { View } from '../command-line/view.js';
import { withState } from '../state/state.js';
import { pathFrom, readTransactions } from '../state/transactions.js';
import { count, counted, percent, plain } from '../terminal/format.js';
import { textFacts, textTable } from '../terminal/text-table.js';

/** What `titans profile` takes. */
export interface ProfileOptions {
  readonly files?: readonly string[];
  readonly from?: PlainDate;
  readonly to?: PlainDate;
  readonly account?: string;
  readonly html?: string;
}

/** Describes the transactions of files, or of the warehouse. */
export async function profileTransactions(
  options: ProfileOptions,
  context: CommandContext,
): Promise<Outcome<ProfileData>> {
  return withState(context, async (state) => {
    const described = profile(await readTransactions(options, context, state));
    if (options.html !== undefined) {
      await writeFile(pathFrom(context.cwd, options.html), described.toHtml());
      context.note(`Written to ${options.html}.`);
    }
    const { rows, fields, dates, accounts, currencies, missing } = described;
    return { document: { rows, fields, dates, accounts, currencies, missing } };
  });
}

const shownCategories = 10;

/** The profile at a glance. */
export function profileText({ rows, dates, accounts, currencies, missing }: ProfileData, view: View): string {
  const { colours } = view;
  const head = textFacts(
    [
      ['rows', `${count(rows)} of ${counted(accounts, 'account')}`],
      ...(dates === null
        ? []
        : [
            [
              'days',
              `${dates.first} to ${dates.last}, ${count(dates.activeDays)} of ${count(dates.days)} with a transaction`,
            ] as const,
          ]),
      ...missing
        .filter(({ fraction }) => fraction > 0 && fraction < 1)
        .map(({ field, fraction }): [string, string] => [
          'missing',
          `${field}: ${percent(fraction)} of the rows`,
        ]),
    ],
    colours,
  );
  return [head, ...currencies.map((currency) => currencyText(currency, view))].join('\n\n');
}

function currencyText(
  { currency, income, expense, categories, outliers }: ProfileData['currencies'][number],
  { colours, width }: View,
): string {
  const sums = textTable(
    {
      header: [currency, 'rows', 'sum', 'mean', 'lowest', 'highest'],
      rows: (
        [
          ['in', income],
          ['out', expense],
        ] as const
      ).map(([name, { count: rows, sum, mean, min, max }]) => [
        name,
        count(rows),
        sum,
        mean,
        min ?? '',
        max ?? '',
      ]),
      right: [1, 2, 3, 4, 5],
      width,
    },
    colours,
  );
  const shown = categories.slice(0, shownCategories);
  const table = textTable(
    {
      header: ['category', 'rows', 'sum', 'mean'],
      rows: shown.map(({ value, count: rows, sum, mean }) => [plain(value ?? '–'), count(rows), sum, mean]),
      right: [1, 2, 3],
      width,
    },
    colours,
  );
  const more = categories.length - shown.length;
  const far = (outliers.income?.count ?? 0) + (outliers.expense?.count ?? 0);
  return [
    sums,
    '',
    table,
    ...(more > 0 ? [colours.faint(`and ${count(more)} more`)] : []),
    colours.faint(`${counted(far, 'amount')} far from the usual`),
  ].join('\n');
}

/** `titans profile`. */
export const profileCommand: LoadedCommand = loadedCommand(profileTransactions, profileText);
