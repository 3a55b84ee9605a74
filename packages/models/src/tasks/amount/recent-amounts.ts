/** Amounts that are remembered: enough for the quantiles at 0.1 and 0.9, few enough to follow a change of price. */
const mostRemembered = 15;

/** The last amounts of one kind, on the scale of ln(1 + absolute amount), and how many there were in all. */
export interface RecentAmounts {
  rows: number;
  /** Oldest first. */
  readonly values: number[];
}

/** What is read off {@link RecentAmounts}. */
export interface RecentSummary {
  readonly rows: number;
  readonly low: number;
  readonly median: number;
  readonly high: number;
  readonly last: number;
  /** How many of the last amounts are equal to the last one, 1 or more. */
  readonly run: number;
}

export function noAmounts(): RecentAmounts {
  return { rows: 0, values: [] };
}

export function addAmount(recent: RecentAmounts, value: number): void {
  recent.rows++;
  recent.values.push(value);
  if (recent.values.length > mostRemembered) recent.values.shift();
}

/** @returns `null` where there are none. */
export function summaryOf({ rows, values }: RecentAmounts): RecentSummary | null {
  const last = values.at(-1);
  if (last === undefined) return null;
  const sorted = Float64Array.from(values).sort();
  let run = 1;
  while (run < values.length && values[values.length - 1 - run] === last) run++;
  return { rows, low: at(sorted, 0.1), median: at(sorted, 0.5), high: at(sorted, 0.9), last, run };
}

/** Linear between the order statistics. */
function at(sorted: Float64Array, probability: number): number {
  const place = (sorted.length - 1) * probability;
  const below = Math.floor(place);
  const low = sorted[below] as number;
  return low + (place - below) * ((sorted[below + 1] ?? low) - low);
}
