import {
  addDays,
  createRandom,
  createTransaction,
  type PlainDate,
  selectRows,
  type Transaction,
  type TransactionTable,
  tableFromColumns,
  tableFromRows,
} from '@titans/core';

const old = [
  ['Corner bakery', 'food'],
  ['Green grocer', 'food'],
  ['Shell station', 'fuel'],
  ['City trams', 'transport'],
] as const;
/** Names that say nothing of their categories. */
const later = [
  ['Abraxas', 'food'],
  ['Bontempi', 'fuel'],
  ['Cadmium', 'transport'],
  ['Delorme', 'leisure'],
  ['Esperanza', 'leisure'],
  ['Fandango', 'fuel'],
] as const;

const firstDay = '2024-01-01' as PlainDate;
/** From this day on, most payments are to payees that there were none to before. */
const changeDay = 60;

/** Two payments a day. */
export function payments(days: number, from = 0): TransactionTable {
  const random = createRandom(1, 'payments');
  const rows: Transaction[] = [];
  for (let at = 0; at < 2 * days; at++) {
    const day = Math.floor(at / 2);
    const known = day < changeDay || at % 3 === 0 ? old : later;
    const [payee, category] = known[random.integer(known.length)] as (typeof known)[number];
    rows.push(
      createTransaction({
        id: `payment-${at}`,
        date: addDays(firstDay, day),
        description: `${payee} ${at % 4}`,
        amount: -5 - (at % 9),
        category,
      }),
    );
  }
  return tableFromRows(rows.slice(2 * from));
}

/** The same payments with each category on another's row. */
export function shuffledLabels(table: TransactionTable): TransactionTable {
  const { codes, values } = table.columns.category;
  const shuffled = codes.slice();
  const random = createRandom(2, 'labels');
  for (let at = shuffled.length - 1; at > 0; at--) {
    const other = random.integer(at + 1);
    [shuffled[at], shuffled[other]] = [shuffled[other] as number, shuffled[at] as number];
  }
  return tableFromColumns({ ...table.columns, category: { codes: shuffled, values } });
}

/** The rows up to a day, counted from the first. */
export function upTo(table: TransactionTable, days: number): TransactionTable {
  const first = table.columns.date[0] ?? 0;
  const rows = [...table.columns.date.keys()].filter(
    (row) => (table.columns.date[row] as number) < first + days,
  );
  return selectRows(table, rows);
}
