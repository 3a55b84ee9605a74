import { gaussLegendre } from '../../explain/gauss-legendre.js';
import { kolmogorov } from '../../statistics/distributions.js';
import { normalCdf } from '../../statistics/normal.js';
import type { SamplePair } from './sample-pair.js';

/** Values that hold this share of all rows are steps of their own. */
const heavyShare = 0.02;
/** Shorter runs of light values are taken for one step: the kernel of so short a time is narrower than the nodes. */
const shortRun = 0.01;
const nodeCount = 64;
/** Probabilities below this are told by {@link farTail}. */
const fewDigits = 1e-10;
/** −ζ(½) ÷ √(2π): how far a walk of normal steps is beyond a line when it is first seen there (Siegmund 1985). */
const overshoot = 0.5825971579390107;

/**
 * The limit of the Kolmogorov–Smirnov p-value for large samples with ties: the chance that a Brownian bridge is beyond
 * ±`distance` where one value ends and the next begins. Between heavy values the bridge is followed continuously, with
 * the line moved out by what is not seen between light ones; at a heavy value it is not looked at. Without ties it is
 * Kolmogorov's distribution.
 *
 * @param distance The statistic times √(n m ÷ (n + m)).
 */
export function bridgePValue(pair: SamplePair, distance: number): number {
  // Nearer, the probability is 1 with ties and without.
  if (distance < 0.35) return kolmogorov(distance).upper;
  if (distance > 6) return farTail(pair, distance);
  const stretches = stretchesOf(pair);
  const only = stretches.length === 1 ? stretches[0] : undefined;
  if (only?.isRun) return kolmogorov(distance + only.shift).upper;
  const { places, weights } = gaussLegendre(nodeCount);
  let density: Float64Array | null = null;
  let reach = 0;
  for (const [index, { duration, isRun, shift }] of stretches.entries()) {
    const isLast = index === stretches.length - 1;
    const barrier = isRun ? distance + shift : Number.POSITIVE_INFINITY;
    const nextReach = isRun ? barrier : distance;
    const targets = isLast ? Float64Array.of(0) : places.map((place) => (2 * place - 1) * nextReach);
    const next = new Float64Array(targets.length);
    for (let t = 0; t < targets.length; t++) {
      const y = targets[t] as number;
      if (density === null) {
        next[t] = kernel(0, y, duration, barrier);
        continue;
      }
      let sum = 0;
      for (let s = 0; s < nodeCount; s++) {
        const x = (2 * (places[s] as number) - 1) * reach;
        if (Math.abs(x) >= barrier) continue;
        sum += (density[s] as number) * (weights[s] as number) * kernel(x, y, duration, barrier);
      }
      next[t] = sum * 2 * reach;
    }
    density = next;
    reach = nextReach;
  }
  const stayed = ((density?.[0] as number) ?? 0) * Math.sqrt(2 * Math.PI);
  // What is left of 1 has few digits, and then none.
  return stayed > 1 - fewDigits ? farTail(pair, distance) : Math.min(1, 1 - stayed);
}

/**
 * The far tail by its two upper bounds, each of which the tail comes to in its case: the bridge looked at everywhere, and
 * the sum of the chances to be beyond the line at each place where it is looked at.
 */
function farTail({ reference, current, referenceRows, currentRows }: SamplePair, distance: number): number {
  const total = referenceRows + currentRows;
  let [pooled, sum] = [0, 0];
  for (let cell = 0; cell < reference.length - 1; cell++) {
    pooled += (reference[cell] as number) + (current[cell] as number);
    const time = pooled / total;
    sum += 2 * normalCdf(-distance / Math.sqrt(time * (1 - time)));
  }
  return Math.min(kolmogorov(distance).upper, sum);
}

interface Stretch {
  readonly duration: number;
  readonly isRun: boolean;
  /** By how much the line of a run is moved out. */
  readonly shift: number;
}

function stretchesOf({ reference, current, referenceRows, currentRows }: SamplePair): Stretch[] {
  const total = referenceRows + currentRows;
  const stretches: Stretch[] = [];
  let [run, weighted, unseen] = [0, 0, 0];
  const endRun = (): void => {
    if (run >= shortRun) {
      if (unseen > 0) stretches.push({ duration: unseen, isRun: false, shift: 0 });
      stretches.push({ duration: run, isRun: true, shift: (overshoot * weighted) / run });
      unseen = 0;
    } else {
      unseen += run;
    }
    [run, weighted] = [0, 0];
  };
  for (let cell = 0; cell < reference.length; cell++) {
    const share = ((reference[cell] as number) + (current[cell] as number)) / total;
    if (share < heavyShare) {
      run += share;
      weighted += share ** 1.5;
      continue;
    }
    endRun();
    stretches.push({ duration: unseen + share, isRun: false, shift: 0 });
    unseen = 0;
  }
  endRun();
  if (unseen > 0) stretches.push({ duration: unseen, isRun: false, shift: 0 });
  return stretches;
}

/** Density of a Brownian motion to go from x to y in that time without meeting ±barrier (reflection principle). */
function kernel(x: number, y: number, duration: number, barrier: number): number {
  const scale = 1 / Math.sqrt(2 * Math.PI * duration);
  const normal = (gap: number): number => scale * Math.exp((-gap * gap) / (2 * duration));
  if (barrier === Number.POSITIVE_INFINITY) return normal(y - x);
  if (Math.abs(y) >= barrier) return 0;
  let sum = 0;
  for (let k = -2; k <= 2; k++) {
    sum += normal(y - x - 4 * k * barrier) - normal(y + x - (4 * k + 2) * barrier);
  }
  return Math.max(0, sum);
}
