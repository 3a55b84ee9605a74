import {
  fromEpochDay,
  type PlainDate,
  selectRows,
  TitansError,
  type TransactionTable,
  timeOrder,
  toEpochDay,
} from '@titans/core';
import { dataFingerprint } from '../../suite/fingerprint.js';
import type { RetrainingRows, RetrainingSettings } from './retraining-options.js';
import type { RetrainingData } from './retraining-run.js';

const dayMs = 86_400_000;

/** All rows, oldest first, and how many are dated later than tomorrow and left out. */
export interface ReadRows {
  readonly table: TransactionTable;
  readonly futureRows: number;
}

/** Rows divided by time. */
export interface DividedRows {
  /** Both, oldest first. */
  readonly all: TransactionTable;
  readonly training: TransactionTable;
  /** Later than all of them, and than all that the champion learned from. */
  readonly holdout: TransactionTable;
  readonly report: RetrainingData;
}

/** Reads the rows, whoever holds them. @throws TitansError what the source throws; `INVALID_ARGUMENT` for what is no table. */
export async function readRows(
  transactions: RetrainingRows,
  now: number,
  signal: AbortSignal | undefined,
): Promise<ReadRows> {
  const work = { ...(signal && { signal }) };
  const given =
    typeof transactions === 'function' ? await transactions(work) : await transactions.transactions(work);
  if (typeof given !== 'object' || given === null || !('columns' in given)) {
    throw new TitansError(
      'INVALID_ARGUMENT',
      'What is given as transactions must resolve to a table of them.',
      {
        details: { field: 'transactions' },
      },
    );
  }
  const tomorrow = Math.floor(now / dayMs) + 1;
  const { date } = given.columns;
  const past = timeOrder(given).filter((row) => (date[row] as number) <= tomorrow);
  return { table: selectRows(given, past), futureRows: given.length - past.length };
}

/** The first row dated later than a day; the number of rows where there is none. */
export function firstRowAfter({ columns, length }: TransactionTable, day: string): number {
  const after = toEpochDay(day as PlainDate);
  const first = columns.date.findIndex((date) => date > after);
  return first === -1 ? length : first;
}

/** Where to divide; or, as a text, why that is not possible. */
export type Division = { readonly trainedThrough: string; readonly trainingRows: number } | string;

/**
 * The last day to learn from, such that enough rows are left of those that the champion has not seen. All rows of a day are on
 * one side.
 */
export function divide(
  table: TransactionTable,
  championThrough: string | null,
  { holdoutShare, leastHoldoutRows, leastRows }: RetrainingSettings['data'],
): Division {
  const { length } = table;
  const { date } = table.columns;
  const unseen = length - (championThrough === null ? 0 : firstRowAfter(table, championThrough));
  const wanted = Math.max(leastHoldoutRows, Math.round(unseen * holdoutShare));
  if (unseen < wanted) {
    return `${unseen} rows are later than ${championThrough ?? 'the beginning'}, up to which the champion learned; ${wanted} are needed to compare`;
  }
  const cutDay = date[length - wanted] as number;
  const trainingRows = date.findIndex((day) => day >= cutDay);
  if (trainingRows < leastRows) {
    return `${trainingRows} rows are left to learn from; ${leastRows} are needed`;
  }
  return { trainedThrough: fromEpochDay(date[trainingRows - 1] as number), trainingRows };
}

/** The rows of a run, divided as it was decided. */
export function dividedRows(
  { table, futureRows }: ReadRows,
  division: Exclude<Division, string>,
  championThrough: string | null,
): DividedRows {
  const { trainingRows, trainedThrough } = division;
  const rows = Int32Array.from({ length: table.length }, (_, row) => row);
  const training = selectRows(table, rows.subarray(0, trainingRows));
  const holdout = selectRows(table, rows.subarray(trainingRows));
  const { date } = table.columns;
  return {
    all: table,
    training,
    holdout,
    report: {
      rows: table.length,
      futureRows,
      from: fromEpochDay(date[0] as number),
      through: fromEpochDay(date[table.length - 1] as number),
      labelledShare: labelledShare(table),
      championThrough,
      trainedThrough,
      trainingRows,
      holdoutRows: holdout.length,
      fingerprint: dataFingerprint(training),
    },
  };
}

/** The rows dated up to a day. */
export function rowsThrough({ table }: ReadRows, day: string): TransactionTable {
  return selectRows(
    table,
    Int32Array.from({ length: firstRowAfter(table, day) }, (_, row) => row),
  );
}

/** The rows of a run that was begun before, or `null` where those to learn from are no longer what they were. */
export function sameRows(read: ReadRows, data: RetrainingData): DividedRows | null {
  const known = { ...read, table: rowsThrough(read, data.through) };
  const trainingRows = firstRowAfter(known.table, data.trainedThrough);
  if (trainingRows !== data.trainingRows || known.table.length === trainingRows) return null;
  const divided = dividedRows(
    known,
    { trainedThrough: data.trainedThrough, trainingRows },
    data.championThrough,
  );
  return divided.report.fingerprint === data.fingerprint ? divided : null;
}

/** Share of rows with a category; 0 of none. */
export function labelledShare({ columns, length }: TransactionTable): number {
  if (length === 0) return 0;
  const { codes, values } = columns.category;
  return codes.filter((code) => code >= 0 && (values[code] ?? '').trim() !== '').length / length;
}

/** Share of rows whose id a row before has. */
export function duplicateShare({ columns, length }: TransactionTable): number {
  const seen = new Uint8Array(columns.id.values.length);
  let duplicates = 0;
  for (const code of columns.id.codes) {
    if (code < 0) continue;
    if (seen[code] === 1) duplicates++;
    seen[code] = 1;
  }
  return length === 0 ? 0 : duplicates / length;
}
