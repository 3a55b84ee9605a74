import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { createTransaction, paymentMethods, type Transaction } from '@titans/core';
import { bankMerchants } from '../cold-start/calderdale.js';

/** Payments with categories, oldest first, with the department that paid as the account; the first four fifths are learned from. */
export interface CategoryData {
  readonly name: string;
  readonly rows: readonly Transaction[];
  readonly training: number;
  /** Tested rows whose payee, in lower case, no row to learn from has. */
  readonly unseen: ReadonlySet<number>;
  /** Those of them whose merchant nobody looked at who made the lexicon; `null` where it was made without the file. */
  readonly unlooked: ReadonlySet<number> | null;
  /** Names, as the data have them, of the merchants nobody looked at; `null` where nobody looked at any. */
  readonly namesNotLookedAt: ReadonlySet<string> | null;
}

const folder = new URL('../../../../shared/data/', import.meta.url);
const cards = new URL('pcard-calderdale/transactions.csv.gz', folder);
const spending = new URL('spending-oxford/', folder);
const leeds = new URL('messy-open-spending/leeds-clean/', folder);

/** Names in the half of the merchants that is kept from the makers of the lexicon. */
function namesNotLookedAt(): ReadonlySet<string> {
  return new Set(bankMerchants().unseen.map(({ name }) => name.trim()));
}

/** The data that are beside the repository. */
export function categoryData(): readonly CategoryData[] {
  return [
    ...(existsSync(cards) ? [split('pcard-calderdale', cardRows(), namesNotLookedAt())] : []),
    ...(existsSync(spending) ? [split('spending-oxford', spendingRows())] : []),
    ...(existsSync(leeds)
      ? [
          split('spending-leeds', leedsRows('expenditurecategory')),
          split('spending-leeds-types', leedsRows('detailedexpendituretype', 'detailedexpensestype')),
        ]
      : []),
  ];
}

/** The transactions of the original file, or `null` where it is not beside the repository. */
export function originalRows(): readonly Transaction[] | null {
  const file = new URL('titans-finance/all_transactions.csv', folder);
  if (!existsSync(file)) return null;
  const { at, lines } = table(readFileSync(file, 'utf8'));
  const [date, description, amount, category, reference, method] = [
    'Date',
    'Description',
    'Amount',
    'Category',
    'Reference',
    'Payment Method',
  ].map(at) as [number, number, number, number, number, number];
  return lines.map((line) =>
    createTransaction({
      date: line[date] as string,
      description: line[description] as string,
      amount: Number(line[amount]),
      category: line[category] || null,
      reference: line[reference] || null,
      // One is misspelt.
      paymentMethod:
        paymentMethods.find((known) => line[method]?.startsWith(known.slice(0, 10))) ?? 'unknown',
    }),
  );
}

function split(
  name: string,
  unordered: readonly Transaction[],
  notLookedAt: ReadonlySet<string> | null = null,
): CategoryData {
  const rows = [...unordered.keys()]
    .sort((a, b) => {
      const [first, second] = [unordered[a]?.date ?? '', unordered[b]?.date ?? ''];
      return first < second ? -1 : first > second ? 1 : a - b;
    })
    .map((row) => unordered[row] as Transaction);
  const training = Math.floor(rows.length * 0.8);
  const seen = new Set(rows.slice(0, training).map(({ description }) => description.toLowerCase()));
  const tested = [...rows.keys()].slice(training);
  const unseen = tested.filter((row) => !seen.has((rows[row] as Transaction).description.toLowerCase()));
  const unlooked =
    notLookedAt === null
      ? null
      : new Set(
          unseen.filter((row) => notLookedAt.has((rows[row] as Transaction).originalDescription.trim())),
        );
  return { name, rows, training, unseen: new Set(unseen), unlooked, namesNotLookedAt: notLookedAt };
}

function cardRows(): readonly Transaction[] {
  const { at, lines } = table(gunzipSync(readFileSync(cards)).toString('utf8'));
  const [date, supplier, amount, group, area] = [
    'date',
    'supplier_name',
    'net_amount',
    'merchant_category_group',
    'expense_area',
  ].map(at) as [number, number, number, number, number];
  return lines.flatMap((line) => payment(line[date], line[supplier], line[amount], line[group], line[area]));
}

/** Four months, from December 2010 to April 2012; their spelling of categories is not one. */
function leedsRows(...starts: string[]): readonly Transaction[] {
  return readdirSync(leeds)
    .sort()
    .flatMap((file) => {
      const text = gunzipSync(readFileSync(new URL(file, leeds))).toString('utf8');
      const { lines, find } = table(text);
      const [date, supplier, amount] = [find('datepaid'), find('suppliername'), find('netamount')];
      const [category, service] = [find(...starts), find('servicelabel')];
      return lines.flatMap((line) =>
        payment(line[date], line[supplier], line[amount], line[category]?.toLowerCase(), line[service]),
      );
    });
}

/** The header of each file is another; two have no category and one no date. */
function spendingRows(): readonly Transaction[] {
  return readdirSync(spending)
    .filter((file) => file.endsWith('.csv'))
    .sort()
    .flatMap((file) => {
      const { lines, find } = table(readFileSync(new URL(file, spending), 'latin1'));
      const category = find('expenditurecat', 'expenditureunit');
      if (category < 0) return [];
      const [date, supplier, amount] = [find('paiddate', 'date'), find('suppliername'), find('amount')];
      const unit = find('organisationalunit', 'organisatonalunit', 'servicearea');
      return lines.flatMap((line) => {
        const [day, month, year] = (line[date] ?? '').split('/');
        const iso = year === undefined ? undefined : `${year}-${month}-${day}`;
        return payment(iso, line[supplier], line[amount], line[category], line[unit]);
      });
    });
}

/** Spending is positive in the files. */
function payment(
  date: string | undefined,
  description: string | undefined,
  amount: string | undefined,
  category: string | undefined,
  department: string | undefined,
): readonly Transaction[] {
  const pounds = Math.round(Number((amount ?? '').replaceAll(',', '')) * 100) / 100;
  const name = description?.trim() ?? '';
  const label = category?.trim() ?? '';
  if (!/^\d{4}-\d\d-\d\d$/.test(date ?? '') || name === '' || label === '' || !Number.isFinite(pounds))
    return [];
  return [
    createTransaction({
      date: date as string,
      description: name,
      amount: -pounds,
      currency: 'GBP',
      category: label,
      ...(department?.trim() ? { accountId: department.trim() } : {}),
    }),
  ];
}

function table(text: string): {
  readonly lines: readonly (readonly string[])[];
  readonly at: (name: string) => number;
  /** The first column whose letters, in lower case, start so; -1 where none does. */
  readonly find: (...starts: readonly string[]) => number;
} {
  const [header = [], ...lines] = text.trim().split(/\r?\n/).map(fields);
  const letters = header.map((name) => name.replace(/[^a-z]/gi, '').toLowerCase());
  return {
    lines,
    find: (...starts) => letters.findIndex((name) => starts.some((start) => name.startsWith(start))),
    at(name) {
      const place = header.indexOf(name);
      if (place < 0) throw new Error(`There is no column ${name}.`);
      return place;
    },
  };
}

function fields(line: string): string[] {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '',
  );
}
