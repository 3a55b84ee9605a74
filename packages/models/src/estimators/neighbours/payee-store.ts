import { count, type Decay, type DecayedCounts, emptyCounts, type RememberedRow } from './decayed-counts.js';
import type { PayeeSignature } from './payee-signature.js';
import { type RowHeap, rowHeap } from './row-heap.js';

/** One payee: the rows that had its name. */
export interface Payee {
  readonly key: number;
  readonly columns: Uint32Array;
  /** The n-grams, one per column. */
  readonly ngrams: readonly PayeeNgram[];
  /** In the order in which they were learned. */
  readonly rows: RememberedRow[];
  counts: DecayedCounts;
  /** Scratch of a search: what it has in common with the name looked for. */
  overlap: number;
}

/** One n-gram of names, with the payees that have it. */
export interface PayeeNgram {
  readonly payees: Payee[];
  /** Scratch of a search: the last one whose name had it. */
  search: number;
}

/** Remembered rows by payee, and payees by their n-grams. */
export interface PayeeStore {
  readonly payees: ReadonlyMap<number, Payee>;
  readonly ngrams: ReadonlyMap<number, PayeeNgram>;
  readonly rows: number;
  /** The id of the next row. */
  readonly nextId: number;
  /** The latest day of the rows; −∞ without one. */
  readonly lastDay: number;
  /** How many payees have a row of each label. */
  readonly payeesOfLabel: readonly number[];
  /** Remembers a row, and forgets the one that counts least if there are more than `capacity`. */
  learn(signature: PayeeSignature, row: Omit<RememberedRow, 'id'>, id?: number): number;
  /** Whether there was such a row. */
  forget(id: number): boolean;
}

/** An empty store. */
export function payeeStore(decay: Decay, capacity: number, firstId = 0): PayeeStore {
  const payees = new Map<number, Payee>();
  const ngrams = new Map<number, PayeeNgram>();
  const payeeOfRow = new Map<number, Payee>();
  const payeesOfLabel: number[] = [];
  const faintest: RowHeap = rowHeap(decay.halfLifeDays, (id) => payeeOfRow.has(id));
  let nextId = firstId;
  let lastDay = Number.NEGATIVE_INFINITY;

  function added({ key, columns }: PayeeSignature): Payee {
    const own: PayeeNgram[] = [];
    const payee: Payee = { key, columns, ngrams: own, rows: [], counts: emptyCounts(), overlap: 0 };
    for (const column of columns) {
      let ngram = ngrams.get(column);
      if (ngram === undefined) {
        ngram = { payees: [], search: -1 };
        ngrams.set(column, ngram);
      }
      ngram.payees.push(payee);
      own.push(ngram);
    }
    payees.set(key, payee);
    return payee;
  }

  function removed(payee: Payee): void {
    payees.delete(payee.key);
    payee.ngrams.forEach(({ payees: having }, at) => {
      having.splice(having.indexOf(payee), 1);
      if (having.length === 0) ngrams.delete(payee.columns[at] as number);
    });
  }

  function countLabels(payee: Payee, change: 1 | -1): void {
    for (const label of payee.counts.labels) payeesOfLabel[label] = (payeesOfLabel[label] ?? 0) + change;
  }

  function forget(id: number): boolean {
    const payee = payeeOfRow.get(id);
    if (payee === undefined) return false;
    payeeOfRow.delete(id);
    const at = payee.rows.findIndex((row) => row.id === id);
    const day = payee.rows[at]?.day;
    payee.rows.splice(at, 1);
    countLabels(payee, -1);
    // Counted anew instead of taken off, so that forgetting leaves no trace of rounding.
    payee.counts = emptyCounts();
    for (const row of payee.rows) count(payee.counts, row, decay);
    countLabels(payee, 1);
    if (payee.rows.length === 0) removed(payee);
    if (day === lastDay) {
      lastDay = Number.NEGATIVE_INFINITY;
      for (const { counts } of payees.values()) lastDay = Math.max(lastDay, counts.day);
    }
    return true;
  }

  return {
    payees,
    ngrams,
    payeesOfLabel,
    forget,
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
      count(payee.counts, row, decay);
      if (payee.counts.labels.length > before) {
        payeesOfLabel[row.label] = (payeesOfLabel[row.label] ?? 0) + 1;
      }
      payeeOfRow.set(id, payee);
      lastDay = Math.max(lastDay, row.day);
      faintest.push(row);
      while (payeeOfRow.size > capacity) forget(faintest.pop());
      return id;
    },
  };
}
