/** Round numbers that span some values, for an axis. */
export interface Ticks {
  /** Rising, evenly spaced, at least two. */
  readonly values: readonly number[];
  readonly low: number;
  readonly high: number;
}

/**
 * Ticks at 1, 2, 2.5 or 5 times a power of ten that span the values and zero (Heckbert, Nice Numbers for Graph Labels,
 * Graphics Gems 1990).
 */
export function ticksFor(lowest: number, highest: number, most = 6): Ticks {
  const from = Math.min(0, lowest);
  const to = Math.max(0, highest);
  // What is as good as nothing has no power of ten to round to.
  const span = to - from > 1e-12 ? to - from : 1;
  const rough = span / (most - 1);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 2.5, 5, 10].find((factor) => factor * power >= rough * (1 - 1e-9)) ?? 10) * power;
  const first = Math.floor(from / step + 1e-9);
  const last = Math.max(Math.ceil(to / step - 1e-9), first + 1);
  // Multiplied anew for each, so that steps of 0.1 do not add up to 0.30000000000000004.
  const values = Array.from({ length: last - first + 1 }, (_, index) =>
    Number(((first + index) * step).toPrecision(12)),
  );
  return { values, low: first * step, high: last * step };
}

const written: readonly (readonly [number, string])[] = [
  [1e12, 'T'],
  [1e9, 'B'],
  [1e6, 'M'],
  [1e3, 'k'],
];

/** A number in few characters, for an axis: 2500000 is `2.5M`. */
export function shortNumber(value: number): string {
  const [unit, letter] = written.find(([size]) => Math.abs(value) >= size) ?? [1, ''];
  return `${Number((value / unit).toPrecision(4))}${letter}`;
}

/** A coordinate with at most two decimals: more cannot be seen, and pages stay small. */
export function coordinate(value: number): number {
  return Math.round(value * 100) / 100;
}
