import { integerWithin, numberWithin } from '../../estimators/parameters.js';
import { invalid } from './monitored-prediction.js';

/**
 * What belongs together: so many rows in the order in which they came, or so many days by the time of the prediction. Of
 * rows, predictions and labels are counted apart.
 */
export type MonitorWindow = { readonly rows: number } | { readonly days: number };

/** Windows and how many of them are kept. */
export interface WindowRule {
  readonly size: MonitorWindow;
  /** When windows of days begin, in milliseconds since 1970. */
  readonly start: number;
  readonly most: number;
}

/** One window. */
export interface StateWindow<Tally> {
  /** From 1; days in which nothing came are numbered too. */
  readonly index: number;
  /** Time of the first and of the last prediction in it, in milliseconds since 1970. */
  readonly from: number;
  readonly to: number;
  readonly tally: Tally;
}

const dayMs = 86_400_000;

/** @throws TitansError `INVALID_ARGUMENT`. */
export function requireWindow(size: MonitorWindow): MonitorWindow {
  const members = typeof size === 'object' && size !== null ? Object.keys(size) : [];
  if (members.length === 1) {
    if ('rows' in size) return { rows: integerWithin('window.rows', size.rows, 1, 1e9) };
    if ('days' in size) return { days: numberWithin('window.days', size.days, 1 / 86_400, 3_650) };
  }
  throw invalid('window', 'window must have rows or days, and nothing else.');
}

/** Whether a window takes no more predictions. */
export function isComplete(
  window: StateWindow<{ readonly n: number }>,
  { size, start }: WindowRule,
  now: number,
): boolean {
  return 'rows' in size ? window.tally.n >= size.rows : now >= start + window.index * size.days * dayMs;
}

/** Adds to the window that a prediction of a time belongs to, which may be new, and drops those that are too many. */
export function addToWindows<Tally extends { readonly n: number }>(
  windows: readonly StateWindow<Tally>[],
  rule: WindowRule,
  at: number,
  empty: Tally,
  add: (tally: Tally) => Tally,
): { readonly windows: readonly StateWindow<Tally>[]; readonly dropped: readonly StateWindow<Tally>[] } {
  const index = indexOf(windows, rule, at);
  const place = windows.findLastIndex((window) => window.index <= index);
  const known = windows[place];
  if (known?.index === index) {
    const { from, to, tally } = known;
    const grown = { index, from: Math.min(from, at), to: Math.max(to, at), tally: add(tally) };
    return { windows: windows.with(place, grown), dropped: [] };
  }
  const all = windows.toSpliced(place + 1, 0, { index, from: at, to: at, tally: add(empty) });
  const excess = Math.max(0, all.length - rule.most);
  return { windows: all.slice(excess), dropped: all.slice(0, excess) };
}

function indexOf(
  windows: readonly StateWindow<{ readonly n: number }>[],
  rule: WindowRule,
  at: number,
): number {
  const { size, start } = rule;
  if ('days' in size) return Math.max(1, Math.floor((at - start) / (size.days * dayMs)) + 1);
  const last = windows.at(-1);
  if (last === undefined) return 1;
  return last.tally.n >= size.rows ? last.index + 1 : last.index;
}
