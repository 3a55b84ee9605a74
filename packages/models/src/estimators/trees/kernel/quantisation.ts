import { TitansError } from '@titans/core';
import type { NodeSums } from './tree-kernel.js';

/**
 * How gradient, hessian and a count of rows share one whole number of 64 bits, so that one addition sums all three.
 * Whole numbers have exact sums: these depend neither on the order of the rows, nor on how rows were shared between
 * workers, nor on which of two siblings was counted and which subtracted.
 */
export interface SumFields {
  readonly countBits: number;
  /** 0 where every row has hessian 1, which is then the count. */
  readonly hessianBits: number;
  /** With the sign. */
  readonly gradientBits: number;
}

/** Totals over the rows of a tree, before rounding. */
export interface GradientTotals {
  /** Sum of absolute gradients. */
  readonly steepness: number;
  readonly hessian: number;
}

/** Totals after rounding. */
export interface QuantisedTotals {
  readonly gradient: number;
  readonly steepness: number;
  readonly hessian: number;
}

/** What a rounded gradient and hessian of 1 stand for; powers of two, so that scaling rounds nothing. */
export interface QuantisationUnits {
  readonly gradientUnit: number;
  readonly hessianUnit: number;
}

/** Units, and the totals rounded with them. */
interface FittedUnits extends QuantisationUnits {
  readonly totals: QuantisedTotals;
}

/** From so many rows on, numbers are rounded up or down by a dither, so that rounding favours neither. */
export const rowsToDither = 65_536;

/** Both fit a signed 32-bit number too, of which the plain kernel makes use. */
export function sumFields(rows: number, hasUnitHessian: boolean): SumFields {
  const countBits = 32 - Math.clz32(rows);
  const left = 64 - countBits;
  if (hasUnitHessian) return { countBits, hessianBits: 0, gradientBits: Math.min(32, left) };
  const gradientBits = Math.min(32, Math.ceil(left * 0.55));
  return { countBits, hessianBits: Math.min(31, left - gradientBits), gradientBits };
}

/**
 * Rounds as finely as the sum of all rows permits, which bounds that of any of them.
 *
 * @throws TitansError `DATA_NOT_FINITE` if a total, or the square of that of gradients, is not finite.
 * @param round Rounds all rows with the units and returns the totals.
 */
export function fitUnits(
  fields: SumFields,
  totals: GradientTotals,
  round: (units: QuantisationUnits) => QuantisedTotals,
): FittedUnits {
  // What splits gain is made of squares.
  if (!Number.isFinite(totals.steepness * totals.steepness + totals.hessian)) {
    throw new TitansError(
      'DATA_NOT_FINITE',
      'The gradients are too large for a number. Scale down the target or the weights.',
    );
  }
  const most = { gradient: 2 ** (fields.gradientBits - 1) - 1, hessian: 2 ** fields.hessianBits - 1 };
  let gradientUnit = unitOf(totals.steepness, most.gradient);
  let hessianUnit = fields.hessianBits === 0 ? 1 : unitOf(totals.hessian, most.hessian);
  for (;;) {
    const rounded = round({ gradientUnit, hessianUnit });
    // Rounding can add a little to the sum, at most one unit per row.
    const isTooSteep = rounded.steepness > most.gradient;
    const isTooCurved = fields.hessianBits > 0 && rounded.hessian > most.hessian;
    if (!isTooSteep && !isTooCurved) return { gradientUnit, hessianUnit, totals: rounded };
    if (isTooSteep) gradientUnit *= 2;
    if (isTooCurved) hessianUnit *= 2;
  }
}

/** The sums of a whole tree in the units of its gradients. */
export function rootSums(fitted: FittedUnits, count: number, hasUnitHessian: boolean): NodeSums {
  const { totals, gradientUnit, hessianUnit } = fitted;
  const hessian = hasUnitHessian ? count : totals.hessian * hessianUnit;
  return { gradient: totals.gradient * gradientUnit, hessian, count };
}

/** The smallest power of two that keeps `sum` within `most` of it. */
function unitOf(sum: number, most: number): number {
  // Never so small that its inverse is infinite.
  return sum === 0 ? 1 : Math.max(2 ** -1000, 2 ** Math.ceil(Math.log2(sum / most)));
}

/** What is added before rounding: a fraction of the row number that looks random, in -0.5..0.5. */
export function dither(row: number): number {
  return (Math.imul(row, 0x9e3779b1) >>> 8) * 2 ** -24 - 0.5;
}

/** Rounds to the nearest whole number, halves to the even one, as the addition itself does. */
export function nearest(value: number): number {
  return value + 1.5 * 2 ** 52 - 1.5 * 2 ** 52;
}
