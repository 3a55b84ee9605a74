import { type Decimal, decimalText, parseMoney } from '../statement/decimal.js';
import type { RecordCollector, RecordProblem, RecordStart } from '../statement/record-collector.js';
import { balanceColumn } from './ofx-columns.js';
import type { OfxRow } from './ofx-transaction.js';

/** The balance that stands at the end of a statement. */
export interface LedgerBalance {
  readonly amount: string;
  /** That of the account; empty where none is stated. */
  readonly currency: string;
  /** Day on which the account had it. */
  readonly date: string;
  /** Last day of the transactions of the statement; empty where none is stated. */
  readonly lastDay: string;
}

/** The rows of one statement after the other. */
export interface StatementRows {
  add(row: OfxRow, start: RecordStart): void;
  reject(problem: RecordProblem, start: RecordStart): void;
  /** The statement ends. */
  close(balance: LedgerBalance | null): void;
}

type HeldRow =
  | { readonly row: OfxRow; readonly start: RecordStart }
  | { readonly problem: RecordProblem; readonly start: RecordStart };

/**
 * Adds rows to a collector with the balance after each. A statement of OFX has its closing balance behind its rows
 * and no opening balance, so rows are held until it ends and the balance is counted back from there.
 *
 * It is counted only where that is exact: where the rows go from old to new or from new to old, every amount is
 * known, and the balance is of a day that is neither before the last row nor after the last day of the statement. The
 * balances of a statement of more rows than can be held are left empty.
 */
export function statementRows(records: RecordCollector, mostHeld: number): StatementRows {
  let held: HeldRow[] = [];
  let isWhole = true;

  function release(): void {
    for (const entry of held) {
      if ('row' in entry) records.add(entry.row.texts, entry.start);
      else records.reject(entry.problem, entry.start);
    }
    held = [];
  }

  function hold(entry: HeldRow): void {
    if (held.length >= mostHeld) {
      isWhole = false;
      release();
    }
    held.push(entry);
  }

  return {
    add: (row, start) => hold({ row, start }),
    reject: (problem, start) => hold({ problem, start }),
    close(balance) {
      if (balance !== null && isWhole) countBack(held, balance);
      release();
      isWhole = true;
    },
  };
}

function countBack(held: readonly HeldRow[], { amount, currency, date, lastDay }: LedgerBalance): void {
  const rows = held.flatMap((entry) => ('row' in entry ? [entry.row] : []));
  const booked = rows.filter((row) => !row.isPending);
  const isComplete = rows.length === held.length && booked.every((row) => row.isInAccountCurrency);
  const closing = parseMoney(amount, currency);
  const newestFirst = newestFirstOf(booked);
  if (closing === null || newestFirst === null || !isComplete) return;
  const isAtTheEnd = date >= (newestFirst[0]?.date ?? '') && (lastDay === '' || date <= lastDay);
  if (!isAtTheEnd) return;
  let balance: Decimal = closing;
  for (const row of newestFirst) {
    row.texts[balanceColumn] = decimalText(balance);
    const moved = parseMoney(row.amount, currency);
    if (moved === null) return;
    balance -= moved;
  }
}

/**
 * The rows from new to old, `null` where they are in no order. Rows of one moment go the way of the others; where all
 * are of the same, nothing says which way that is.
 */
function newestFirstOf(rows: readonly OfxRow[]): readonly OfxRow[] | null {
  if (rows.length < 2) return rows;
  let rises = false;
  let falls = false;
  for (const [index, { moment }] of rows.entries()) {
    const before = rows[index - 1]?.moment ?? moment;
    rises ||= moment > before;
    falls ||= moment < before;
  }
  if (rises === falls) return null;
  return rises ? [...rows].reverse() : rows;
}
