import {
  type Decay,
  type DecayedCounts,
  emptyCounts,
  type RememberedRow,
  rowCounter,
} from './decayed-counts.js';
import { nameIndex } from './name-index.js';
import type { PayeeSignature } from './payee-signature.js';
import { type RowHeap, rowHeap } from './row-heap.js';

/** One payee: the rows that had its name. */
export interface Payee {
  readonly key: number;
  /** Of its name in the index. */
  readonly slot: number;
  /** In the order in which they were learned. */
  readonly rows: RememberedRow[];
  counts: DecayedCounts;
}

/** A payee of a similar name. */
export interface SimilarPayee {
  readonly payee: Payee;
  /** Cosine of the n-grams of the names, above 0 to 1. */
  readonly similarity: number;
}

/** Remembered rows by payee, and payees by their names. */
export interface PayeeStore {
  readonly payees: ReadonlyMap<number, Payee>;
  readonly rows: number;
  /** The id of the next row. */
  readonly nextId: number;
  /** The latest day of the rows; −∞ without one. */
  readonly lastDay: number;
  /** How many payees have a row of each label. */
  readonly payeesOfLabel: readonly number[];
  /** Remembers a row, and forgets the one that counts least if there are more than `capacity`. */
  learn(signature: PayeeSignature, row: Omit<RememberedRow, 'id'>, id?: number): number;
  /** The payees of the most similar names, as {@link NameIndex} finds them; the name itself may be among them. */
  similar(columns: Int32Array, most: number, least: number): readonly SimilarPayee[];
  /** The n-grams of a payee's name. */
  columnsOf(payee: Payee): Int32Array;
  /** Whether there was such a row. */
  forget(id: number): boolean;
}

/** An empty store. */
export function payeeStore(decay: Decay, capacity: number, firstId = 0): PayeeStore {
  const payees = new Map<number, Payee>();
  const payeeAt: (Payee | null)[] = [];
  const names = nameIndex();
  const payeeOfRow = new Map<number, Payee>();
  const payeesOfLabel: number[] = [];
  const count = rowCounter(decay);
  const rowsOfDay = new Map<number, number>();
  const faintest: RowHeap = rowHeap(decay.halfLifeDays, (id) => payeeOfRow.has(id));
  let nextId = firstId;
  let lastDay = Number.NEGATIVE_INFINITY;

  function added({ key, columns: read }: PayeeSignature): Payee {
    const slot = names.add({ key, columns: read() });
    const payee: Payee = { key, slot, rows: [], counts: emptyCounts() };
    payees.set(payee.key, payee);
    payeeAt[payee.slot] = payee;
    return payee;
  }

  function removed({ key, slot }: Payee): void {
    payees.delete(key);
    names.remove(slot);
    payeeAt[slot] = null;
  }

  function countLabels(payee: Payee, change: 1 | -1): void {
    for (const label of payee.counts.labels) payeesOfLabel[label] = (payeesOfLabel[label] ?? 0) + change;
  }

  function takeOffDay(day: number): void {
    const left = (rowsOfDay.get(day) ?? 0) - 1;
    if (left > 0) {
      rowsOfDay.set(day, left);
      return;
    }
    rowsOfDay.delete(day);
    if (day !== lastDay) return;
    lastDay = Number.NEGATIVE_INFINITY;
    for (const other of rowsOfDay.keys()) lastDay = Math.max(lastDay, other);
  }

  function forget(id: number): boolean {
    const payee = payeeOfRow.get(id);
    if (payee === undefined) return false;
    payeeOfRow.delete(id);
    const at = placeOf(payee.rows, id);
    const { day } = payee.rows[at] as RememberedRow;
    payee.rows.splice(at, 1);
    countLabels(payee, -1);
    // Counted anew instead of taken off, so that forgetting leaves no trace of rounding.
    payee.counts = emptyCounts();
    for (const row of payee.rows) count(payee.counts, row);
    countLabels(payee, 1);
    if (payee.rows.length === 0) removed(payee);
    takeOffDay(day);
    return true;
  }

  return {
    payees,
    payeesOfLabel,
    forget,
    columnsOf: ({ slot }) => names.columnsOf(slot),
    similar: (columns, most, least) =>
      names
        .similar(columns, most, least)
        .map(({ slot, similarity }) => ({ payee: payeeAt[slot] as Payee, similarity })),
    get rows() {
      return payeeOfRow.size;
    },
    get nextId() {
      return nextId;
    },
    get lastDay() {
      return lastDay;
    },
    learn(signature, given, id = nextId) {
      const row: RememberedRow = { id, ...given };
      nextId = Math.max(nextId, id + 1);
      const payee = payees.get(signature.key) ?? added(signature);
      const before = payee.counts.labels.length;
      payee.rows.push(row);
      count(payee.counts, row);
      if (payee.counts.labels.length > before) {
        payeesOfLabel[row.label] = (payeesOfLabel[row.label] ?? 0) + 1;
      }
      payeeOfRow.set(id, payee);
      rowsOfDay.set(row.day, (rowsOfDay.get(row.day) ?? 0) + 1);
      lastDay = Math.max(lastDay, row.day);
      faintest.push(row);
      while (payeeOfRow.size > capacity) forget(faintest.pop());
      return id;
    },
  };
}

/** Where the row of the id is among rows of ascending ids, one of which has it. */
function placeOf(rows: readonly RememberedRow[], id: number): number {
  let [from, to] = [0, rows.length - 1];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if ((rows[middle] as RememberedRow).id < id) from = middle + 1;
    else to = middle;
  }
  return from;
}
