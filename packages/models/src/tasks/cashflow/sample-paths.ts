import type { Random } from '@titans/core';
import { type DayValues, meanOfDay, valueAtLevel } from './day-values.js';
import type { PlannedPayment } from './planned-payments.js';

/** What paths are drawn from; amounts in minor units. */
export interface PathSource {
  /** Epoch day before the first of the path. */
  readonly asOf: number;
  readonly payments: readonly PlannedPayment[];
  /** What else is expected on each day ahead: calendar and residual, and by how much such points were too low. */
  readonly points: Float64Array;
  readonly bias: number;
  readonly values: DayValues;
}

/** Days of one sign are scaled to the mean of a day, at most by this. */
const mostScaled = 4;
/** Share of days with a flow that must be of one sign. */
const oneSided = 0.9;

/**
 * Draws possible courses of a flow, `count` × `days` amounts, path after path. Each payment is made with its
 * probability, on one of its days, with one of its amounts; every other flow of a day is drawn from what days were,
 * scaled (where nearly all are of one sign, so that days without a flow stay without) or else moved to what is
 * expected, with a level for the whole path that varies as months did. Levels of each distribution are stratified:
 * every day and payment sees all of it.
 */
export function samplePaths(source: PathSource, days: number, count: number, random: Random): Float64Array {
  const { asOf, payments, points, bias, values } = source;
  const paths = new Float64Array(count * days);
  const levels = new Float64Array(count);
  const shared = random.stream('level');
  const level = normalScores(count, shared);
  const sided = isOneSided(values);
  const draws = random.stream('days');
  for (let step = 0; step < days; step++) {
    const day = asOf + 1 + step;
    stratified(levels, draws);
    const mean = (points[step] as number) + bias;
    const past = meanOfDay(values, day);
    const ratio = sided && past !== 0 ? mean / past : Number.NaN;
    const isScaled = ratio > 1 / mostScaled && ratio < mostScaled;
    const relativeSpread = isScaled ? Math.min(1, values.levelSpread / Math.abs(past)) : 0;
    for (let path = 0; path < count; path++) {
      const value = valueAtLevel(values, day, levels[path] as number);
      const shift = level[path] as number;
      paths[path * days + step] = isScaled
        ? value * ratio * Math.max(0, 1 + relativeSpread * shift)
        : value + mean - past + values.levelSpread * shift;
    }
  }
  const paying = random.stream('payments');
  const dayLevels = new Float64Array(count);
  const amountLevels = new Float64Array(count);
  for (const payment of payments) {
    if (payment.day - asOf > days + 20) continue;
    stratified(levels, paying);
    stratified(dayLevels, paying);
    stratified(amountLevels, paying);
    for (let path = 0; path < count; path++) {
      if ((levels[path] as number) >= payment.probability) continue;
      const step = dayAt(payment, dayLevels[path] as number) - asOf - 1;
      if (step < 0 || step >= days) continue;
      const place = path * days + step;
      const amount = payment.amountMinor * ratioAt(payment.ratios, amountLevels[path] as number);
      paths[place] = (paths[place] as number) + amount;
    }
  }
  return paths;
}

/** Midpoints of equal parts of 0 to 1, in random order. */
function stratified(levels: Float64Array, random: Random): void {
  for (let index = 0; index < levels.length; index++) levels[index] = (index + 0.5) / levels.length;
  random.shuffle(levels);
}

/** Normal draws of mean 0 and variance 1. */
function normalScores(count: number, random: Random): Float64Array {
  const scores = Float64Array.from({ length: count }, () => random.normal());
  const mean = scores.reduce((sum, score) => sum + score, 0) / count;
  const variance = scores.reduce((sum, score) => sum + (score - mean) ** 2, 0) / count;
  return scores.map((score) => (score - mean) / Math.sqrt(variance));
}

function isOneSided({ quantiles }: DayValues): boolean {
  let [above, below] = [0, 0];
  for (const value of quantiles) {
    if (value > 0) above++;
    else if (value < 0) below++;
  }
  return Math.max(above, below) >= oneSided * (above + below);
}

function dayAt({ days, shares }: PlannedPayment, level: number): number {
  let held = 0;
  for (const [index, share] of shares.entries()) {
    held += share;
    if (level < held) return days[index] as number;
  }
  return days.at(-1) as number;
}

function ratioAt(ratios: readonly number[], level: number): number {
  const last = ratios.length - 1;
  const place = level * last;
  const below = Math.min(Math.floor(place), Math.max(0, last - 1));
  const low = ratios[below] as number;
  return low + (place - below) * ((ratios[Math.min(below + 1, last)] as number) - low);
}
