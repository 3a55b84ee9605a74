import { type CurrencyCode, type TransactionTable, valueAt } from '@titans/core';
import { joinNames, recurringPayee } from './payee-name.js';

/** Payments of one payee in one direction, account and currency, by day. */
export interface PayeePayments {
  readonly accountId: string;
  readonly currency: CurrencyCode;
  readonly direction: 'income' | 'expense';
  readonly payee: string | null;
  /** Row in the table, epoch day and signed minor units of each. */
  readonly rows: readonly number[];
  readonly days: readonly number[];
  readonly amounts: readonly number[];
  /** Rows paid once more on the same day, by the row that was kept. */
  readonly duplicates: ReadonlyMap<number, readonly number[]>;
}

/** Payees with their payments up to a day, and how many rows were left aside. */
export interface GroupedPayments {
  readonly groups: readonly PayeePayments[];
  readonly afterAsOf: number;
  readonly zeroAmount: number;
}

interface Gathered {
  readonly accountId: string;
  readonly currency: CurrencyCode;
  readonly direction: 'income' | 'expense';
  readonly rowsByName: Map<string, number[]>;
}

/** Groups the rows of a table by account, currency, direction and payee. Takes time in proportion to the rows. */
export function groupPayments(
  table: TransactionTable,
  asOf: number,
  nameOf: (row: number) => string = nameReader(table),
): GroupedPayments {
  const { columns } = table;
  const gathered = new Map<string, Gathered>();
  let afterAsOf = 0;
  let zeroAmount = 0;
  for (let row = 0; row < table.length; row++) {
    const amount = columns.amountMinor[row] as number;
    if ((columns.date[row] as number) > asOf) afterAsOf++;
    else if (amount === 0) zeroAmount++;
    else {
      const key = `${columns.accountId.codes[row]} ${columns.currency.codes[row]} ${amount < 0 ? '-' : '+'}`;
      let part = gathered.get(key);
      if (part === undefined) {
        part = {
          accountId: valueAt(columns.accountId, row) as string,
          currency: valueAt(columns.currency, row) as CurrencyCode,
          direction: amount < 0 ? 'expense' : 'income',
          rowsByName: new Map(),
        };
        gathered.set(key, part);
      }
      const name = nameOf(row);
      const rows = part.rowsByName.get(name);
      if (rows === undefined) part.rowsByName.set(name, [row]);
      else rows.push(row);
    }
  }
  return { groups: [...gathered.values()].flatMap((part) => payeesOf(table, part)), afterAsOf, zeroAmount };
}

/** Reads the payee of a row. Names are made once per pair of texts: a column has far fewer of them than rows. */
export function nameReader({ columns }: TransactionTable): (row: number) => string {
  const known = new Map<number, string>();
  const width = columns.description.values.length + 1;
  return (row) => {
    const merchant = columns.merchantName.codes[row] as number;
    const key = (merchant + 1) * width + (columns.description.codes[row] as number) + 1;
    let name = known.get(key);
    if (name === undefined) {
      name = recurringPayee(valueAt(columns.merchantName, row), valueAt(columns.description, row)) ?? '';
      known.set(key, name);
    }
    return name;
  };
}

function payeesOf(table: TransactionTable, part: Gathered): readonly PayeePayments[] {
  const joined = joinNames(part.rowsByName.keys());
  const rowsByPayee = new Map<string, number[]>();
  for (const [name, rows] of part.rowsByName) {
    const payee = joined.get(name) ?? name;
    const known = rowsByPayee.get(payee);
    if (known === undefined) rowsByPayee.set(payee, [...rows]);
    else known.push(...rows);
  }
  const { accountId, currency, direction } = part;
  return [...rowsByPayee].map(([payee, rows]) => ({
    accountId,
    currency,
    direction,
    payee: payee === '' ? null : payee,
    ...inOrder(table, rows),
  }));
}

function inOrder(
  { columns }: TransactionTable,
  unordered: number[],
): Pick<PayeePayments, 'rows' | 'days' | 'amounts' | 'duplicates'> {
  const dayOf = (row: number): number => columns.date[row] as number;
  unordered.sort((a, b) => dayOf(a) - dayOf(b) || a - b);
  const rows: number[] = [];
  const duplicates = new Map<number, number[]>();
  const keptOfDay = new Map<number, number>();
  let today = Number.NaN;
  for (const row of unordered) {
    const amount = columns.amountMinor[row] as number;
    if (dayOf(row) !== today) {
      keptOfDay.clear();
      today = dayOf(row);
    }
    const kept = keptOfDay.get(amount);
    if (kept === undefined) {
      keptOfDay.set(amount, row);
      rows.push(row);
    } else {
      const more = duplicates.get(kept);
      if (more === undefined) duplicates.set(kept, [row]);
      else more.push(row);
    }
  }
  return {
    rows,
    days: rows.map(dayOf),
    amounts: rows.map((row) => columns.amountMinor[row] as number),
    duplicates,
  };
}
