import { createRandom, TitansError } from '@titans/core';
import { integerWithin, numberBetween, oneOf } from '../estimators/parameters.js';

/** Row numbers to learn from and to test on, both ascending. */
export interface Split {
  readonly train: Uint32Array;
  readonly test: Uint32Array;
}

/** Every row once as the only test row. @throws TitansError `DATA_INSUFFICIENT` below 2 rows. */
export function leaveOneOut(rows: number): readonly Split[] {
  return foldsOf(
    Int32Array.from({ length: atLeast(rows, 2) }, (_, row) => row),
    rows,
  );
}

/**
 * `k` folds of shuffled rows; sizes differ by one at most.
 *
 * @throws TitansError `DATA_INSUFFICIENT` with fewer rows than folds.
 */
export function kFold(rows: number, k: number, options: { readonly seed?: number } = {}): readonly Split[] {
  integerWithin('k', k, 2, 1_000_000);
  const order = shuffledRows(atLeast(rows, k), options.seed, 'k-fold');
  const fold = new Int32Array(rows);
  order.forEach((row, place) => {
    fold[row] = place % k;
  });
  return foldsOf(fold, k);
}

/** What {@link stratifiedKFold} does with a class of fewer rows than folds. */
export type TinyClassPolicy = 'spread' | 'train-only' | 'refuse';

/**
 * `k` folds in which every class has its share, to within one row.
 *
 * @param options.tinyClasses A class of fewer than `k` rows is spread over as many folds as it has rows (`spread`,
 * unless told), always learned from and never tested (`train-only`), or refused (`refuse`).
 * @throws TitansError `DATA_INSUFFICIENT` with fewer rows than folds, or for a tiny class that is refused.
 */
export function stratifiedKFold(
  labels: ArrayLike<number>,
  k: number,
  options: { readonly seed?: number; readonly tinyClasses?: TinyClassPolicy } = {},
): readonly Split[] {
  integerWithin('k', k, 2, 1_000_000);
  const policy = oneOf('tinyClasses', options.tinyClasses ?? 'spread', ['spread', 'train-only', 'refuse']);
  const rowsOf = new Map<number, number[]>();
  for (const row of shuffledRows(atLeast(labels.length, k), options.seed, 'stratified-k-fold')) {
    const label = labels[row] as number;
    rowsOf.set(label, [...(rowsOf.get(label) ?? []), row]);
  }
  const fold = new Int32Array(labels.length).fill(-1);
  // Dealing goes on where the last class ended, so that the folds keep equal sizes.
  let next = 0;
  for (const label of [...rowsOf.keys()].sort((a, b) => a - b)) {
    const rows = rowsOf.get(label) ?? [];
    if (rows.length < k && policy === 'train-only') continue;
    if (rows.length < k && policy === 'refuse') {
      throw new TitansError(
        'DATA_INSUFFICIENT',
        `Class ${label} has ${rows.length} rows, fewer than ${k} folds. Use fewer folds or another tinyClasses policy.`,
      );
    }
    for (const row of rows) fold[row] = next++ % k;
  }
  return foldsOf(fold, k);
}

/**
 * `k` folds that never part a group: all rows of one payee, say, are tested together. Groups go, largest first, to
 * the fold with the fewest rows.
 *
 * @throws TitansError `DATA_INSUFFICIENT` with fewer groups than folds.
 */
export function groupedKFold(groups: ArrayLike<number | string>, k: number): readonly Split[] {
  integerWithin('k', k, 2, 1_000_000);
  const sizes = new Map<number | string, number>();
  for (let row = 0; row < groups.length; row++) {
    const group = groups[row] as number | string;
    sizes.set(group, (sizes.get(group) ?? 0) + 1);
  }
  if (sizes.size < k) {
    throw new TitansError(
      'DATA_INSUFFICIENT',
      `There are ${sizes.size} groups for ${k} folds. Use fewer folds.`,
    );
  }
  const load = new Array<number>(k).fill(0);
  const foldOf = new Map<number | string, number>();
  for (const [group, size] of [...sizes].sort(([, a], [, b]) => b - a)) {
    const lightest = load.indexOf(Math.min(...load));
    foldOf.set(group, lightest);
    load[lightest] = (load[lightest] as number) + size;
  }
  return foldsOf(
    Int32Array.from({ length: groups.length }, (_, row) => foldOf.get(groups[row] as number) ?? -1),
    k,
  );
}

/**
 * The latest rows as test, the earlier as training. Rows of one moment stay on one side, so that the test share is
 * at most that asked for unless the last moment alone is larger.
 *
 * @param times Any number that grows with time, for example epoch days.
 * @throws TitansError `DATA_INSUFFICIENT` if all rows are of one moment.
 */
export function timeOrderedSplit(
  times: ArrayLike<number>,
  options: { readonly testFraction?: number } = {},
): Split {
  const share = numberBetween('testFraction', options.testFraction ?? 0.2, 0, 1);
  const sorted = Float64Array.from(times).sort();
  const last = sorted[sorted.length - 1];
  if (last === undefined || sorted[0] === last) {
    throw new TitansError('DATA_INSUFFICIENT', 'A split by time needs rows of at least two moments.');
  }
  const boundary = sorted[Math.min(sorted.length - 1, Math.round(sorted.length * (1 - share)))] as number;
  // Moments equal to the boundary are test rows, unless that takes all.
  const firstTest =
    boundary > (sorted[0] as number) ? boundary : (sorted.find((time) => time > boundary) as number);
  const rows = Array.from({ length: times.length }, (_, row) => row);
  return {
    train: Uint32Array.from(rows.filter((row) => (times[row] as number) < firstTest)),
    test: Uint32Array.from(rows.filter((row) => (times[row] as number) >= firstTest)),
  };
}

/** How {@link rollingOrigin} moves. */
export interface RollingOriginOptions {
  /** Values to learn from before the first test. */
  readonly initial: number;
  /** Values forecast from each origin. */
  readonly horizon: number;
  /** Values by which the origin moves; the horizon unless told. */
  readonly step?: number;
  /** Learns from the last so many values only; all unless told. */
  readonly window?: number;
}

/**
 * Origins that move through a series: learn from what came before, test on what follows (Tashman 2000).
 *
 * @throws TitansError `DATA_INSUFFICIENT` if the series has no room for one origin.
 */
export function rollingOrigin(length: number, options: RollingOriginOptions): readonly Split[] {
  const initial = integerWithin('initial', options.initial, 1, 1e9);
  const horizon = integerWithin('horizon', options.horizon, 1, 1e9);
  const step = integerWithin('step', options.step ?? horizon, 1, 1e9);
  const window = integerWithin('window', options.window ?? 1e9, 1, 1e9);
  if (length < initial + horizon) {
    throw new TitansError(
      'DATA_INSUFFICIENT',
      `A series of ${length} values has no room for ${initial} to learn from and ${horizon} to forecast.`,
    );
  }
  const splits: Split[] = [];
  for (let origin = initial; origin + horizon <= length; origin += step) {
    const from = Math.max(0, origin - window);
    splits.push({
      train: Uint32Array.from({ length: origin - from }, (_, i) => from + i),
      test: Uint32Array.from({ length: horizon }, (_, i) => origin + i),
    });
  }
  return splits;
}

/** Rows drawn at random for the test. It flatters where rows of one payee are on both sides: see {@link groupedKFold}. */
export function randomSplit(
  rows: number,
  options: { readonly testFraction?: number; readonly seed?: number } = {},
): Split {
  const share = numberBetween('testFraction', options.testFraction ?? 0.2, 0, 1);
  const order = shuffledRows(atLeast(rows, 2), options.seed, 'random-split');
  const tested = Math.min(rows - 1, Math.max(1, Math.round(rows * share)));
  return { train: order.slice(tested).sort(), test: order.slice(0, tested).sort() };
}

function foldsOf(fold: Int32Array, k: number): Split[] {
  const rows = Uint32Array.from(fold.keys());
  return Array.from({ length: k }, (_, i) => ({
    train: rows.filter((row) => fold[row] !== i),
    test: rows.filter((row) => fold[row] === i),
  })).filter(({ test }) => test.length > 0);
}

function shuffledRows(rows: number, seed: number | undefined, stream: string): Uint32Array {
  return createRandom(seed ?? 0, stream).shuffle(Uint32Array.from({ length: rows }, (_, row) => row));
}

function atLeast(rows: number, needed: number): number {
  if (Number.isInteger(rows) && rows >= needed) return rows;
  throw new TitansError('DATA_INSUFFICIENT', `There are ${rows} rows; at least ${needed} are needed.`);
}
