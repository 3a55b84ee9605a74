import { binomialProbability } from '../../statistics/smirnov.js';
import type { SamplePair } from './sample-pair.js';

/**
 * How far the counts are apart at most, as a whole number: max |s · N − T · n|, where s of the first T pooled values
 * are of the current sample, which has n of N. Divided by n · (N − n) it is the Kolmogorov–Smirnov statistic.
 */
export function largestGap({ reference, current, referenceRows, currentRows }: SamplePair): number {
  const total = referenceRows + currentRows;
  let [pooled, seen, largest] = [0, 0, 0];
  for (let cell = 0; cell < reference.length; cell++) {
    pooled += (reference[cell] as number) + (current[cell] as number);
    seen += current[cell] as number;
    largest = Math.max(largest, Math.abs(seen * total - pooled * currentRows));
  }
  return largest;
}

/** Multiplications that {@link tiedPValue} would take. */
export function tiedWork(pair: SamplePair, gap: number): number {
  const width = (2 * gap) / (pair.referenceRows + pair.currentRows) + 1;
  let work = 0;
  for (let cell = 0; cell < pair.reference.length; cell++) {
    const ties = (pair.reference[cell] as number) + (pair.current[cell] as number);
    work += width * Math.min(width, ties + 1);
  }
  return work;
}

/**
 * Probability of a gap of at least that size, given the pooled values with their ties, where every choice of which of
 * them are current is alike (Schröer and Trenkler 1995): exact for tied, rounded and binned numbers, where the usual
 * p-value of the Kolmogorov–Smirnov test is too large. The number of current values among the first T is a walk that is
 * looked at where one value ends and the next begins; its probabilities between the two lines are carried along.
 *
 * @param gap From 1, as {@link largestGap} gives it.
 */
export function tiedPValue(
  { reference, current, referenceRows, currentRows }: SamplePair,
  gap: number,
): number {
  const total = referenceRows + currentRows;
  const share = currentRows / total;
  const width = Math.floor((2 * gap) / total) + 3;
  let inside = new Float64Array(width);
  let next = new Float64Array(width);
  inside[0] = 1;
  let [from, to, pooled] = [0, 0, 0];
  for (let cell = 0; cell < reference.length; cell++) {
    const ties = (reference[cell] as number) + (current[cell] as number);
    pooled += ties;
    const centre = pooled * currentRows;
    const low = Math.max(0, pooled - referenceRows, Math.floor((centre - gap) / total) + 1);
    const high = Math.min(currentRows, pooled, Math.ceil((centre + gap) / total) - 1);
    if (high < low) return 1;
    if (ties === 1) singleStep(inside, from, to, next, low, high, share);
    else blockStep(inside, from, to, next, low, high, steps(ties, share, low - to, high - from));
    [inside, next] = [next, inside];
    [from, to] = [low, high];
  }
  const stayed = (inside[currentRows - from] as number) / binomialProbability(currentRows, total, share);
  return Math.min(1, Math.max(0, 1 - stayed));
}

function singleStep(
  before: Float64Array,
  from: number,
  to: number,
  after: Float64Array,
  low: number,
  high: number,
  share: number,
): void {
  for (let s = low; s <= high; s++) {
    const stays = s >= from && s <= to ? (before[s - from] as number) : 0;
    const comes = s - 1 >= from && s - 1 <= to ? (before[s - 1 - from] as number) : 0;
    after[s - low] = stays * (1 - share) + comes * share;
  }
}

function blockStep(
  before: Float64Array,
  from: number,
  to: number,
  after: Float64Array,
  low: number,
  high: number,
  { least, probabilities }: Steps,
): void {
  for (let s = low; s <= high; s++) {
    let sum = 0;
    const first = Math.max(from, s - least - probabilities.length + 1);
    const last = Math.min(to, s - least);
    for (let old = first; old <= last; old++) {
      sum += (before[old - from] as number) * (probabilities[s - old - least] as number);
    }
    after[s - low] = sum;
  }
}

interface Steps {
  readonly least: number;
  readonly probabilities: Float64Array;
}

/** Binomial probabilities of the step over a block of ties, within what the lines permit. */
function steps(ties: number, share: number, fewest: number, most: number): Steps {
  const least = Math.max(0, fewest);
  const greatest = Math.min(ties, most);
  const probabilities = new Float64Array(Math.max(0, greatest - least + 1));
  if (probabilities.length === 0) return { least, probabilities };
  const odds = share / (1 - share);
  const mode = Math.min(greatest, Math.max(least, Math.floor((ties + 1) * share)));
  probabilities[mode - least] = binomialProbability(mode, ties, share);
  for (let k = mode + 1; k <= greatest; k++) {
    probabilities[k - least] = (probabilities[k - 1 - least] as number) * ((ties - k + 1) / k) * odds;
  }
  for (let k = mode - 1; k >= least; k--) {
    probabilities[k - least] = ((probabilities[k + 1 - least] as number) * (k + 1)) / ((ties - k) * odds);
  }
  return { least, probabilities };
}
