/** Numbers from 1 that are done, as ranges in rising order, from and to included. */
export type NumberRanges = readonly (readonly [from: number, to: number])[];

/** Gaps are of processes that were killed between two steps; nobody comes back for the oldest of so many. */
const mostRanges = 1_000;

export function holds(ranges: NumberRanges, number: number): boolean {
  // Nearly always the last range, or the number after it.
  const range = ranges.findLast(([from]) => from <= number);
  return range !== undefined && number <= range[1];
}

/** The ranges with these numbers too. */
export function withNumbers(ranges: NumberRanges, numbers: readonly number[]): NumberRanges {
  const all = [...ranges, ...numbers.map((number) => [number, number] as const)].sort((a, b) => a[0] - b[0]);
  const joined: [number, number][] = [];
  for (const [from, to] of all) {
    const last = joined.at(-1);
    if (last !== undefined && from <= last[1] + 1) last[1] = Math.max(last[1], to);
    else joined.push([from, to]);
  }
  while (joined.length > mostRanges) {
    const [first, second] = joined.splice(0, 2) as [[number, number], [number, number]];
    joined.unshift([first[0], second[1]]);
  }
  return joined;
}
