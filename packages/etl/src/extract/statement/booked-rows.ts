import { type Decimal, decimalText, parseMoney } from './decimal.js';
import type { RecordCollector, RecordProblem, RecordStart } from './record-collector.js';

/** Rows that move the balance of an account, in the order of its statement. */
export interface BookedRows {
  /**
   * A statement begins.
   *
   * @param opening Balance before its first row, `null` where it states none.
   * @param currency That of the account.
   */
  open(opening: string | null, currency: string): void;
  /** Adds a row with the balance after it, where that is known. @param texts With the cell of the balance empty. */
  book(texts: string[], amount: string, start: RecordStart): void;
  /** Adds a row that does not move the balance, such as one that is pending. */
  pass(texts: readonly string[], start: RecordStart): void;
  /** Rejects what did not move the balance. */
  refuse(problem: RecordProblem, start: RecordStart): void;
  /** Rejects a row; what it did to the balance is not known. */
  reject(problem: RecordProblem, start: RecordStart): void;
  /** Whether the rows add up to a balance. */
  addUpTo(balance: string): boolean;
  /**
   * The statement ends.
   *
   * @param closing Balance after its last row as it states it, `null` where it states none.
   */
  close(closing: string | null): void;
}

type HeldRow = () => void;

/** Most rows that wait for the closing balance. */
const mostHeld = 1_024;

/**
 * Adds rows to a collector with the balance after each, counted exactly from the opening balance. The last booked
 * row is given the closing balance that the statement states, whether or not the rows add up to it: so a statement
 * that contradicts itself is seen by whoever checks that each balance follows from the one before.
 *
 * @param balanceColumn Number of the cell that takes the balance.
 */
export function bookedRows(records: RecordCollector, balanceColumn: number): BookedRows {
  let balance: Decimal | null = null;
  let currency = '';
  /** The last booked row and what came after it. */
  let held: HeldRow[] = [];
  let lastBooked: string[] | null = null;

  function release(): void {
    for (const add of held) add();
    held = [];
    lastBooked = null;
  }

  function hold(row: HeldRow): void {
    if (held.length >= mostHeld) release();
    held.push(row);
  }

  return {
    open(opening, accountCurrency) {
      release();
      currency = accountCurrency;
      balance = opening === null ? null : parseMoney(opening, currency);
    },
    book(texts, amount, start) {
      release();
      const moved = parseMoney(amount, currency);
      balance = balance === null || moved === null ? null : balance + moved;
      if (balance !== null) texts[balanceColumn] = decimalText(balance);
      lastBooked = texts;
      hold(() => records.add(texts, start));
    },
    pass(texts, start) {
      hold(() => records.add(texts, start));
    },
    refuse(problem, start) {
      hold(() => records.reject(problem, start));
    },
    reject(problem, start) {
      balance = null;
      lastBooked = null;
      hold(() => records.reject(problem, start));
    },
    addUpTo: (closing) => balance !== null && balance === parseMoney(closing, currency),
    close(closing) {
      if (lastBooked !== null && closing !== null) lastBooked[balanceColumn] = closing;
      release();
      balance = null;
    },
  };
}
