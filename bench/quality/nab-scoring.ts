/**
 * The rules by which the Numenta Anomaly Benchmark scores (Lavin and Ahmad 2015, and what its programs do where the
 * paper is silent): alarms early in a window earn most, alarms outside cost, less so shortly after a window; the first
 * 15 % of a file, 750 values at most, do not count; one threshold serves all files, and is the best for them.
 */

/** What right alarms, wrong alarms and missed windows count. */
export interface Profile {
  readonly truePositive: number;
  readonly falsePositive: number;
  readonly falseNegative: number;
}

/** The three profiles of the benchmark. */
export const profiles = {
  standard: { truePositive: 1, falsePositive: 0.11, falseNegative: 1 },
  'reward low FP rate': { truePositive: 1, falsePositive: 0.22, falseNegative: 1 },
  'reward low FN rate': { truePositive: 1, falsePositive: 0.11, falseNegative: 2 },
} as const satisfies Readonly<Record<string, Profile>>;

/** One file with the windows of its anomalies. */
export interface LabelledSeries {
  readonly name: string;
  readonly times: readonly string[];
  readonly values: Float64Array;
  /** Index of the first and last value of each window, in order. */
  readonly windows: readonly (readonly [number, number])[];
}

/** What a value would earn or cost if there was an alarm at it. */
interface Point {
  readonly score: number;
  readonly worth: number;
  /** Which window of which file; `null` outside. */
  readonly window: string | null;
}

/** What a threshold earns on some files. */
export interface Earned {
  readonly threshold: number;
  readonly score: number;
}

/** How many values at the beginning of a file do not count. */
function probation(length: number): number {
  return Math.min(Math.floor(0.15 * length), 0.15 * 5_000);
}

/** From nearly 1 at the left edge of a window (-1) over 0 at its right edge to -1 well behind it. */
export function scaledSigmoid(position: number): number {
  return position >= 3 ? -1 : 2 / (1 + Math.exp(5 * position)) - 1;
}

/** What each value after probation is worth. */
export function pointsOf(series: LabelledSeries, scores: Float64Array, profile: Profile): readonly Point[] {
  const points: Point[] = [];
  let next = 0;
  let last: readonly [number, number] | null = null;
  const start = probation(scores.length);
  for (let i = 0; i < scores.length; i++) {
    const window = series.windows[next];
    const isInside = window !== undefined && i >= window[0];
    let worth: number;
    if (isInside) {
      const position = -(window[1] - i + 1) / (window[1] - window[0] + 1);
      worth = (scaledSigmoid(position) * profile.truePositive) / scaledSigmoid(-1);
    } else {
      const behind = last === null ? 3 : (i - last[1]) / (last[1] - last[0]);
      worth = scaledSigmoid(behind) * profile.falsePositive;
    }
    if (i >= start)
      points.push({ score: scores[i] as number, worth, window: isInside ? `${series.name} ${next}` : null });
    if (isInside && i === window[1]) {
      last = window;
      next++;
    }
  }
  return points;
}

/** What every threshold earns: alarms are where scores are at least as high. The first has no alarm. */
export function earnedByThreshold(points: readonly Point[], profile: Profile): readonly Earned[] {
  const ordered = points.toSorted((a, b) => b.score - a.score);
  const windows = new Map<string, number>();
  for (const { window } of ordered) if (window !== null) windows.set(window, -profile.falseNegative);
  let total = [...windows.values()].reduce((sum, each) => sum + each, 0);
  const earned: Earned[] = [];
  let threshold = Number.POSITIVE_INFINITY;
  for (const { score, worth, window } of ordered) {
    if (score !== threshold) {
      earned.push({ threshold, score: total });
      threshold = score;
    }
    if (window === null) {
      total += worth;
      continue;
    }
    const before = windows.get(window) as number;
    // Only the earliest alarm of a window counts, for it is worth the most.
    windows.set(window, Math.max(before, worth));
    total += Math.max(before, worth) - before;
  }
  return [...earned, { threshold, score: total }];
}

/** What alarms earn where scores are at least the threshold, added up one by one. */
export function earnedAt(points: readonly Point[], threshold: number, profile: Profile): number {
  const windows = new Map<string, number>();
  let outside = 0;
  for (const { score, worth, window } of points) {
    const isAlarm = score >= threshold;
    if (window !== null) {
      const before = windows.get(window) ?? -profile.falseNegative;
      windows.set(window, isAlarm ? Math.max(before, worth) : before);
    } else if (isAlarm) outside += worth;
  }
  return [...windows.values()].reduce((sum, each) => sum + each, outside);
}

/** The threshold that earns most. */
export function bestThreshold(earned: readonly Earned[]): Earned {
  return earned.reduce((best, each) => (each.score > best.score ? each : best));
}

/** 0 for a detector that never alarms, 100 for one that alarms once at the start of every window and nowhere else. */
export function normalised(score: number, windows: number, profile: Profile): number {
  const never = -profile.falseNegative * windows;
  return (100 * (score - never)) / (profile.truePositive * windows - never);
}
