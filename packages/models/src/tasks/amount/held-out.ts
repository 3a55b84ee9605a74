import { kFold, type Split } from '../../evaluation/index.js';
import { type AmountRows, type AmountTable, knownRows, takeRows } from './amount-rows.js';
import { evidenceNames } from './evidence.js';

/** How the rows to learn from are held out in turn, and what they know while they are. */
export interface HeldOut {
  readonly splits: readonly Split[];
  /** As many as are learned from. */
  readonly rows: AmountRows;
}

const folds = 5;

/** Every row once, in random folds: few rows are mostly asked about as they come. */
export function heldOutAtRandom(rows: AmountRows, seed: number): HeldOut {
  return { rows, splits: kFold(rows.target.length, { folds, seed }) };
}

/**
 * Every block of a fifth by time but the oldest, told by a model of the other blocks from what the blocks before it
 * tell: amounts drift, and neighbours of a row say more of it than what was known when its block began, which is what
 * is known of the rows to come.
 *
 * @param until Rows of the table that are learned from, the oldest.
 */
export function heldOutByTime(table: AmountTable, categories: readonly string[], until: number): HeldOut {
  const rows = Array.from({ length: until }, (_, row) => row);
  const whole = takeRows(knownRows(table, categories, until), rows);
  const evidence = { ...whole.knowledge.evidence };
  const splits: Split[] = [];
  for (let block = 1; block < folds; block++) {
    const [start, end] = [startOf(block, until), startOf(block + 1, until)];
    const then = knownRows(table, categories, start).knowledge.evidence;
    for (const name of evidenceNames) evidence[name].set(then[name].subarray(start, end), start);
    splits.push({
      train: Int32Array.from([...rows.slice(0, start), ...rows.slice(end)]),
      test: Int32Array.from(rows.slice(start, end)),
    });
  }
  return { rows: { ...whole, knowledge: { ...whole.knowledge, evidence } }, splits };
}

function startOf(block: number, rows: number): number {
  return Math.round((block * rows) / folds);
}
