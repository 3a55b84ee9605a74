import {
  requireFinite,
  requireLength,
  requireObject,
  requireOutcomes,
  requireValues,
} from './checked-values.js';

/** The two isotonic calibrations of a score, as steps at the scores that were learned from. */
export interface VennAbers {
  /** Strictly ascending. */
  readonly x: readonly number[];
  /** Probability at each x if the new row is no event; of a score between, that of the x below it, or 0. */
  readonly lower: readonly number[];
  /** Probability at each x if the new row is an event; of a score between, that of the x above it, or 1. */
  readonly upper: readonly number[];
}

/** Probabilities of rows. */
export interface VennAbersProbabilities {
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  /** upper ÷ (1 − lower + upper), the one between them of least regret in log-loss. */
  readonly probability: Float64Array;
}

/**
 * Learns a pair of probabilities for scores (inductive Venn–Abers; Vovk and Petej 2014): isotonic calibration with the
 * new row once as no event, once as an event. One of the two is perfectly calibrated, whatever the distribution of the
 * rows, if they are exchangeable with the new one and the scoring model has not seen them; how far they are apart says
 * how little is known. Both are found for all scores at once, by the greatest convex minorant that follows the new
 * row (Vovk, Petej and Fedorova 2015), in O(n log n).
 *
 * @param outcomes 1 for the event, 0 for its absence, one per score.
 * @throws TitansError `DATA_INSUFFICIENT` without a row, `SHAPE_MISMATCH`, `DATA_NOT_FINITE`, `INVALID_ARGUMENT` for an
 * outcome other than 0 and 1.
 * @example
 * ```ts
 * import { applyVennAbers, fitVennAbers } from '@titans/models/evaluation';
 *
 * const vennAbers = fitVennAbers([-2, -1, 0.5, 3], [0, 0, 1, 1]);
 * const { lower, upper, probability } = applyVennAbers(vennAbers, [1.2]); // 0.5, 1, 0.667
 * ```
 */
export function fitVennAbers(scores: ArrayLike<number>, outcomes: ArrayLike<number>): VennAbers {
  requireValues('scores', scores);
  requireLength('outcomes', outcomes, scores.length);
  requireFinite('scores', scores);
  requireOutcomes('outcomes', outcomes);
  const order = Uint32Array.from({ length: scores.length }, (_, row) => row).sort(
    (a, b) => (scores[a] as number) - (scores[b] as number),
  );
  const x: number[] = [];
  const rows: number[] = [];
  const events: number[] = [];
  for (const row of order) {
    const score = scores[row] as number;
    if (x.length === 0 || x[x.length - 1] !== score) {
      x.push(score);
      rows.push(0);
      events.push(0);
    }
    rows[x.length - 1] = (rows[x.length - 1] as number) + 1;
    events[x.length - 1] = (events[x.length - 1] as number) + (outcomes[row] as number);
  }
  const upper = withOneEventMore(rows, events);
  // No event more is an event more of the mirrored problem.
  const others = events.map((count, i) => (rows[i] as number) - count);
  const lower = withOneEventMore(rows.toReversed(), others.toReversed())
    .reverse()
    .map((share) => 1 - share);
  const kept = [...x.keys()].filter(
    (i) => lower[i] !== (lower[i - 1] ?? 0) || upper[i] !== (upper[i + 1] ?? 1),
  );
  return Object.freeze({
    x: Object.freeze(kept.map((i) => x[i] as number)),
    lower: Object.freeze(kept.map((i) => lower[i] as number)),
    upper: Object.freeze(kept.map((i) => upper[i] as number)),
  });
}

/**
 * Probabilities of scores.
 *
 * @throws TitansError `DATA_NOT_FINITE` for NaN or an infinite score.
 */
export function applyVennAbers(fitted: VennAbers, scores: ArrayLike<number>): VennAbersProbabilities {
  requireObject('fitted', fitted);
  const { x, lower, upper } = fitted;
  requireValues('fitted.x', x, 0);
  requireLength('fitted.lower', lower, x.length);
  requireLength('fitted.upper', upper, x.length);
  requireFinite('scores', scores);
  const found = {
    lower: new Float64Array(scores.length),
    upper: new Float64Array(scores.length),
    probability: new Float64Array(scores.length),
  };
  for (let row = 0; row < scores.length; row++) {
    const score = scores[row] as number;
    let [from, to] = [0, x.length];
    while (from < to) {
      const middle = (from + to) >>> 1;
      if ((x[middle] as number) < score) from = middle + 1;
      else to = middle;
    }
    // `from` is the first x that is not below the score.
    const p0 = lower[x[from] === score ? from : from - 1] ?? 0;
    const p1 = upper[from] ?? 1;
    found.lower[row] = p0;
    found.upper[row] = p1;
    found.probability[row] = p1 / (1 - p0 + p1);
  }
  return found;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/**
 * The isotonic share of events at each place if one event were added there. Points are counts of rows and events up to
 * a place, those before the added row moved back by it; the share is the slope of their convex minorant where the
 * added row is, whose corner at the left and those to its right are on the stack.
 */
function withOneEventMore(rows: readonly number[], events: readonly number[]): number[] {
  const counts: Point[] = [];
  let [x, y] = [0, 0];
  for (let i = 0; i < rows.length; i++) {
    x += rows[i] as number;
    y += events[i] as number;
    counts.push({ x, y });
  }
  const corners: Point[] = [];
  for (const point of counts.toReversed()) pushCorner(corners, point);
  pushCorner(corners, { x: -1, y: -1 });
  return counts.map((point, i) => {
    const [left, right] = [corners.at(-1) as Point, corners.at(-2) as Point];
    const slope = (right.y - left.y) / (right.x - left.x);
    // The next added row comes after this point, which moves back by it and may be the corner then.
    const moved = { x: point.x - 1, y: point.y - 1 };
    if (i + 1 < counts.length && turn(left, right, moved) < 0) {
      corners.pop();
      pushCorner(corners, moved);
    }
    return slope;
  });
}

/** Pushes a point to the left of all, after taking away those that are no corner any more. */
function pushCorner(corners: Point[], point: Point): void {
  while (corners.length > 1 && turn(point, corners.at(-2) as Point, corners.at(-1) as Point) >= 0)
    corners.pop();
  corners.push(point);
}

/** Above 0 where the point is above the line from left to right. Counts are whole, so it is exact. */
function turn(left: Point, right: Point, point: Point): number {
  return (right.x - left.x) * (point.y - left.y) - (right.y - left.y) * (point.x - left.x);
}
