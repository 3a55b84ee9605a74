import { addTo, dot } from './vectors.js';

/** A convex function to be minimised: gives its value, and writes its gradient. */
export type SmoothLoss = (point: Float64Array, gradient: Float64Array) => number;

export interface QuasiNewtonLimits {
  /** Stop when no component of the gradient (under absolute penalties: of the steepest subgradient) is larger. */
  readonly tolerance: number;
  readonly maxIterations: number;
}

export interface QuasiNewtonResult {
  readonly point: Float64Array;
  /** The largest component of the gradient there. */
  readonly slope: number;
  readonly converged: boolean;
}

const memory = 20;
const mostHalvings = 60;
const stepsBetween = 30;

/**
 * Minimises a convex loss plus `l1` · |component| of each component by the limited-memory quasi-Newton method (Liu and
 * Nocedal 1989). Under absolute penalties a step stays within one orthant (Andrew and Gao 2007, OWL-QN), which finds the
 * components that are 0 but comes to the optimum slowly; now and then the others alone are therefore minimised with
 * their signs held, which is a smooth problem again.
 *
 * @param l1 One penalty per component, 0 for none.
 * @param start Not changed.
 * @param afterStep Called after each step.
 */
export async function quasiNewton(
  loss: SmoothLoss,
  l1: Float64Array,
  start: Float64Array,
  { tolerance, maxIterations }: QuasiNewtonLimits,
  afterStep: (steps: number) => Promise<void>,
): Promise<QuasiNewtonResult> {
  let steps = 0;
  const run = (lossOfFace: SmoothLoss, penalty: Float64Array, from: Float64Array, most: number) =>
    descend(lossOfFace, penalty, from, tolerance, most, () => afterStep(++steps));
  if (l1.every((penalty) => penalty === 0)) return run(loss, l1, start, maxIterations);

  const none = new Float64Array(l1.length);
  const gradient = new Float64Array(l1.length);
  let best = await run(loss, l1, start, Math.min(stepsBetween, maxIterations));
  while (!best.converged && steps < maxIterations) {
    const { point } = best;
    const onFace = await run(faceOf(loss, l1, point), none, point, maxIterations - steps);
    const kept = onFace.point.map((at, i) => (l1[i] === 0 || at * (point[i] as number) > 0 ? at : 0));
    const before = loss(point, gradient) + absolute(point, l1);
    const after = loss(kept, gradient) + absolute(kept, l1);
    const from = after <= before ? kept : point;
    const stepsBefore = steps;
    best = await run(loss, l1, from, Math.min(stepsBetween, maxIterations - steps));
    if (steps === stepsBefore && from === point) break;
  }
  return best;
}

/** The loss of the components that are not 0, which keep their signs; the others stay 0. */
function faceOf(loss: SmoothLoss, l1: Float64Array, point: Float64Array): SmoothLoss {
  const slopes = l1.map((penalty, i) => penalty * Math.sign(point[i] as number));
  return (at, gradient) => {
    let value = loss(at, gradient);
    for (let i = 0; i < slopes.length; i++) {
      if ((l1[i] as number) > 0 && point[i] === 0) gradient[i] = 0;
      value += (slopes[i] as number) * (at[i] as number);
      gradient[i] = (gradient[i] as number) + (slopes[i] as number);
    }
    return value;
  };
}

async function descend(
  loss: SmoothLoss,
  l1: Float64Array,
  start: Float64Array,
  tolerance: number,
  mostSteps: number,
  afterStep: () => Promise<void>,
): Promise<QuasiNewtonResult> {
  const size = start.length;
  const nextGradient = new Float64Array(size);
  const gradient = new Float64Array(size);
  let point: Float64Array = start.slice();
  let value = loss(point, gradient) + absolute(point, l1);
  let pull = steepest(point, gradient, l1);
  const pairs: Pair[] = [];

  /** Halves the step until it descends; `null` where rounding has the last word. */
  function search(direction: Float64Array, first: number): { next: Float64Array; value: number } | null {
    let length = first;
    for (let halving = 0; halving < mostHalvings; halving++, length /= 2) {
      const next = stepWithin(point, direction, length, pull, l1);
      const nextValue = loss(next, nextGradient) + absolute(next, l1);
      let decrease = 0;
      for (let i = 0; i < size; i++) {
        decrease += (pull[i] as number) * ((next[i] as number) - (point[i] as number));
      }
      if (nextValue <= value - 1e-4 * decrease) return { next, value: nextValue };
      // Near the optimum the decrease drowns in rounding; a gradient that is smaller then tells instead.
      const isNoise = nextValue <= value + 1e-13 * Math.abs(value);
      if (isNoise && largest(steepest(next, nextGradient, l1)) < largest(pull))
        return { next, value: nextValue };
    }
    return null;
  }

  for (let steps = 0; largest(pull) > tolerance && steps < mostSteps; ) {
    const direction = twoLoop(pull, pairs);
    for (let i = 0; i < size; i++) {
      // Curvature from another orthant may mislead.
      if ((l1[i] as number) > 0 && (direction[i] as number) * (pull[i] as number) <= 0) direction[i] = 0;
    }
    const slope = dot(direction, pull);
    const found =
      slope > 0 ? search(direction, pairs.length === 0 ? Math.min(1, 1 / Math.sqrt(slope)) : 1) : null;
    if (found === null) {
      if (pairs.length === 0) break;
      // The curvature may be stale: once more without it.
      pairs.length = 0;
      continue;
    }
    remember(pairs, point, found.next, gradient, nextGradient);
    point = found.next;
    value = found.value;
    gradient.set(nextGradient);
    pull = steepest(point, gradient, l1);
    steps++;
    await afterStep();
  }
  const slope = largest(pull);
  return { point, slope, converged: slope <= tolerance };
}

interface Pair {
  readonly move: Float64Array;
  readonly change: Float64Array;
  readonly inverse: number;
}

function remember(
  pairs: Pair[],
  from: Float64Array,
  to: Float64Array,
  gradientFrom: Float64Array,
  gradientTo: Float64Array,
): void {
  const move = to.map((component, i) => component - (from[i] as number));
  const change = gradientTo.map((component, i) => component - (gradientFrom[i] as number));
  const curvature = dot(move, change);
  if (!(curvature > 1e-16 * dot(change, change)) || curvature === 0) return;
  pairs.push({ move, change, inverse: 1 / curvature });
  if (pairs.length > memory) pairs.shift();
}

/** The inverse curvature times the steepest descent. */
function twoLoop(pull: Float64Array, pairs: readonly Pair[]): Float64Array {
  const direction = pull.slice();
  const shares: number[] = [];
  for (let at = pairs.length - 1; at >= 0; at--) {
    const { move, change, inverse } = pairs[at] as Pair;
    const share = inverse * dot(move, direction);
    shares[at] = share;
    addTo(direction, change, -share);
  }
  const last = pairs.at(-1);
  if (last) {
    const scale = 1 / (last.inverse * dot(last.change, last.change));
    for (let i = 0; i < direction.length; i++) direction[i] = scale * (direction[i] as number);
  }
  pairs.forEach(({ move, change, inverse }, at) => {
    addTo(direction, move, (shares[at] as number) - inverse * dot(change, direction));
  });
  return direction;
}

/** The descent of steepest slope: minus the subgradient nearest 0. */
function steepest(point: Float64Array, gradient: Float64Array, l1: Float64Array): Float64Array {
  return gradient.map((slope, i) => {
    const penalty = l1[i] as number;
    const at = point[i] as number;
    if (at !== 0) return -(slope + Math.sign(at) * penalty);
    if (slope > penalty) return penalty - slope;
    if (slope < -penalty) return -penalty - slope;
    return 0;
  });
}

/** The step, ended at 0 in the penalised components that would change sign. */
function stepWithin(
  point: Float64Array,
  direction: Float64Array,
  length: number,
  pull: Float64Array,
  l1: Float64Array,
): Float64Array {
  return point.map((at, i) => {
    const next = at + length * (direction[i] as number);
    if (l1[i] === 0) return next;
    const sign = at === 0 ? Math.sign(pull[i] as number) : Math.sign(at);
    return next * sign > 0 ? next : 0;
  });
}

function absolute(point: Float64Array, l1: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < point.length; i++) sum += (l1[i] as number) * Math.abs(point[i] as number);
  return sum;
}

function largest(values: Float64Array): number {
  let most = 0;
  for (const value of values) most = Math.max(most, Math.abs(value));
  return most;
}
