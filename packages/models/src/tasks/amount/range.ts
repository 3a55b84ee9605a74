import { upperQuantile } from '../../forecast/intervals.js';

/** Share of amounts that a range is built to cover. */
export type AmountLevel = 0.8 | 0.95;
export const amountLevels = [0.8, 0.95] as const;

/** A point and the ends of its ranges before they are corrected, on the scale of ln(1 + absolute amount). */
export interface RawAmounts {
  readonly point: Float64Array;
  /** One pair per level of {@link amountLevels}. */
  readonly ends: readonly { readonly lower: Float64Array; readonly upper: Float64Array }[];
  /** What kind of row it is, for rows of one kind are corrected alike: 0 to {@link rangeKinds} − 1. */
  readonly kinds: Uint8Array;
}

/** What is taken from the lower end and added to the upper one. */
export interface Reach {
  readonly below: number;
  readonly above: number;
}

/** By level of {@link amountLevels}, by kind. */
export type AmountRange = readonly (readonly Reach[])[];

/** What is known of the payee of a row. */
export const payeeKnowledge = ['unknown', 'known', 'fixed'] as const;

/**
 * Kinds of rows: without or with a history of the account; without or with a category that is known; Income or Expense;
 * a payee unknown, known, or with a fixed price.
 */
export const rangeKinds: number = 2 * 2 * 2 * payeeKnowledge.length;

/** What tells the kind of a row. */
export interface RangeKind {
  readonly hasHistory: boolean;
  readonly hasCategory: boolean;
  /** 0 for Income, 1 for Expense. */
  readonly type: number;
  /** Place in {@link payeeKnowledge}. */
  readonly payee: number;
}

/** The number of a kind, 0 to {@link rangeKinds} − 1. */
export function rangeKind({ hasHistory, hasCategory, type, payee }: RangeKind): number {
  return (
    ((hasHistory ? 4 : 0) + (hasCategory ? 2 : 0) + (type === 0 ? 0 : 1)) * payeeKnowledge.length + payee
  );
}

/** Rows that are wanted before a kind gets a reach of its own, by level; else rows of kinds like it are taken too. */
const leastRows: Readonly<Record<AmountLevel, number>> = { 0.8: 100, 0.95: 200 };
/** Rows that are wanted of rows with (or without) a history, before all are taken. */
const leastOfHistory = 30;
/** Rows of fixed prices that are wanted. */
const leastFixed = 20;
const fixed = payeeKnowledge.indexOf('fixed');

/**
 * Learns from rows that the models had not seen how to move the ends so that they cover what they state
 * (conformalised quantile regression, Romano, Patterson and Candès 2019; by kind of row as in Mondrian conformal
 * prediction, Vovk et al. 2005), each tail by itself: the ⌈(n + 1)(1 + level) ÷ 2⌉-th smallest excess.
 */
export function learnRange(target: Float64Array, { ends, kinds }: RawAmounts): AmountRange {
  const rowsOfKinds = Array.from({ length: rangeKinds }, (): number[] => []);
  for (let row = 0; row < kinds.length; row++) rowsOfKinds[kinds[row] as number]?.push(row);
  return amountLevels.map((level, place) => {
    const { lower, upper } = ends[place] as RawAmounts['ends'][number];
    return rowsOfKinds.map((_, kind): Reach => {
      const rows = kindsLike(kind, rowsOfKinds, leastRows[level]).flatMap(
        (other) => rowsOfKinds[other] as readonly number[],
      );
      const tail = (1 + level) / 2;
      return {
        below: tailQuantile(
          rows.map((row) => (lower[row] as number) - (target[row] as number)),
          tail,
        ),
        above: tailQuantile(
          rows.map((row) => (target[row] as number) - (upper[row] as number)),
          tail,
        ),
      };
    });
  });
}

/** The kinds whose rows a kind is corrected by: the fewest of those like it that have rows enough. */
function kindsLike(
  kind: number,
  rowsOfKinds: readonly (readonly number[])[],
  least: number,
): readonly number[] {
  const every = [...rowsOfKinds.keys()];
  const alike = every.filter((other) => payeeOfKind(other) === payeeOfKind(kind));
  const beside = alike.filter((other) => sideOf(other) === sideOf(kind));
  const wider = [
    { kinds: [kind], least },
    { kinds: beside.filter((other) => hasCategory(other) === hasCategory(kind)), least },
    { kinds: beside, least },
    // A price that is said to be fixed tells nothing of others, nor they of it.
    { kinds: payeeOfKind(kind) === fixed ? alike : [], least: leastFixed },
    {
      kinds: every.filter((other) => sideOf(other) === sideOf(kind) && payeeOfKind(other) !== fixed),
      least: leastOfHistory,
    },
  ];
  const rowsOf = (kinds: readonly number[]): number =>
    kinds.reduce((sum, other) => sum + (rowsOfKinds[other] as readonly number[]).length, 0);
  return wider.find((candidate) => rowsOf(candidate.kinds) >= candidate.least)?.kinds ?? every;
}

/** Whether rows of a kind are of payees with a fixed price. */
export function isFixedKind(kind: number): boolean {
  return payeeOfKind(kind) === fixed;
}

function payeeOfKind(kind: number): number {
  return kind % payeeKnowledge.length;
}

function hasCategory(kind: number): boolean {
  return (Math.floor(kind / payeeKnowledge.length) & 2) !== 0;
}

/** 0 without a history, 1 with one. */
function sideOf(kind: number): number {
  return kind < rangeKinds / 2 ? 0 : 1;
}

/**
 * The conformal quantile. Where there are too few values for it, the largest, or what an exponential tail beyond the
 * middle gives if that is more: an honest range of few rows is wide.
 */
export function tailQuantile(values: readonly number[], tail: number): number {
  const largest = upperQuantile(values, tail);
  if (Math.ceil(Number(((values.length + 1) * tail).toPrecision(12))) <= values.length) return largest;
  const middle = upperQuantile(values, 0.5);
  const lessFar = upperQuantile(values, 0.8);
  return Math.max(largest, middle + (lessFar - middle) * (Math.log(0.5 / (1 - tail)) / Math.log(0.5 / 0.2)));
}

/** The ends of the range of a row, at least 0 and never past the point. */
export function rangeEnds(
  range: AmountRange,
  raw: RawAmounts,
  level: AmountLevel,
  row: number,
): { readonly low: number; readonly high: number } {
  const reachOf = (place: number): { low: number; high: number } => {
    const { below, above } = range[place]?.[raw.kinds[row] as number] ?? { below: 0, above: 0 };
    const ends = raw.ends[place];
    return { low: (ends?.lower[row] as number) - below, high: (ends?.upper[row] as number) + above };
  };
  const point = raw.point[row] as number;
  let { low, high } = reachOf(0);
  if (level === 0.95) {
    // The wider range holds the narrower one.
    const wider = reachOf(1);
    low = Math.min(low, wider.low);
    high = Math.max(high, wider.high);
  }
  return { low: Math.max(0, Math.min(point, low)), high: Math.max(point, high) };
}
