/** A convex function with a gradient and products with its (generalised) Hessian. */
export interface SmoothObjective {
  readonly dimension: number;
  /** The value at a point; the next `gradient` and `hessianTimes` are taken at the same point. */
  value(point: Float64Array): number;
  /** The gradient at the point of the last `value`. */
  gradient(into: Float64Array): void;
  /** The Hessian at the point of the last `gradient`, times a direction. */
  hessianTimes(direction: Float64Array, into: Float64Array): void;
}

/** When to stop. */
export interface NewtonLimits {
  /** Stop when the gradient's length is at most this share of its length at the start. */
  readonly tolerance: number;
  readonly maxIterations: number;
}

/**
 * Minimises a convex function from zero by a trust-region Newton method with conjugate-gradient steps
 * (Lin, Weng and Keerthi 2008, the primal solver of LIBLINEAR). Deterministic.
 *
 * @param afterIteration Called after each outer iteration, to report and to yield.
 */
export async function minimise(
  objective: SmoothObjective,
  limits: NewtonLimits,
  afterIteration: (iteration: number) => Promise<void>,
): Promise<Float64Array> {
  const { dimension } = objective;
  const point = new Float64Array(dimension);
  const trial = new Float64Array(dimension);
  const gradient = new Float64Array(dimension);
  const step = new Float64Array(dimension);
  const residual = new Float64Array(dimension);
  const direction = new Float64Array(dimension);
  const product = new Float64Array(dimension);

  let value = objective.value(point);
  objective.gradient(gradient);
  const firstLength = Math.sqrt(dot(gradient, gradient));
  let radius = firstLength;

  for (let iteration = 1; iteration <= limits.maxIterations; iteration++) {
    const length = Math.sqrt(dot(gradient, gradient));
    if (length <= limits.tolerance * firstLength) break;

    const enough = Math.min(0.1, Math.sqrt(length / firstLength)) * length;
    solveWithinRadius(objective, gradient, radius, enough, { step, residual, direction, product });
    for (let i = 0; i < dimension; i++) trial[i] = (point[i] as number) + (step[i] as number);
    const slope = dot(gradient, step);
    // residual = −gradient − H·step, so the model's decrease needs no further Hessian product.
    const predicted = -0.5 * (slope - dot(step, residual));
    const trialValue = objective.value(trial);
    const actual = value - trialValue;

    const stepLength = Math.sqrt(dot(step, step));
    if (iteration === 1) radius = Math.min(radius, stepLength);
    radius = nextRadius(radius, stepLength, slope, actual, predicted);

    const accepted = actual > 1e-4 * predicted;
    if (accepted) {
      point.set(trial);
      value = trialValue;
      objective.gradient(gradient);
    }
    await afterIteration(iteration);
    // At the limit of double precision neither the model nor the function moves any more.
    const negligible = Math.abs(value) * 1e-15;
    if (predicted <= 0 || (Math.abs(actual) <= negligible && predicted <= negligible)) break;
    if (!accepted) {
      // The last value was taken at the rejected trial: go back before asking for Hessian products.
      objective.value(point);
      objective.gradient(gradient);
    }
  }
  return point;
}

function nextRadius(
  radius: number,
  stepLength: number,
  slope: number,
  actual: number,
  predicted: number,
): number {
  const curvature = -actual - slope;
  const scale = curvature <= 0 ? 4 : Math.max(0.25, -0.5 * (slope / curvature));
  if (actual < 1e-4 * predicted) return Math.min(Math.max(scale, 0.25) * stepLength, 0.5 * radius);
  if (actual < 0.25 * predicted) return Math.max(0.25 * radius, Math.min(scale * stepLength, 0.5 * radius));
  if (actual < 0.75 * predicted) return Math.max(0.25 * radius, Math.min(scale * stepLength, 4 * radius));
  return Math.max(radius, Math.min(scale * stepLength, 4 * radius));
}

interface StepBuffers {
  readonly step: Float64Array;
  readonly residual: Float64Array;
  readonly direction: Float64Array;
  readonly product: Float64Array;
}

/** Conjugate gradients for H·step = −gradient, stopped at the trust region's edge (Steihaug 1983). */
function solveWithinRadius(
  objective: SmoothObjective,
  gradient: Float64Array,
  radius: number,
  enough: number,
  { step, residual, direction, product }: StepBuffers,
): void {
  const dimension = gradient.length;
  step.fill(0);
  for (let i = 0; i < dimension; i++) {
    const down = -(gradient[i] as number);
    residual[i] = down;
    direction[i] = down;
  }
  let squaredResidual = dot(residual, residual);
  for (let round = 0; round < 250 && Math.sqrt(squaredResidual) > enough; round++) {
    objective.hessianTimes(direction, product);
    const curvature = dot(direction, product);
    if (!(curvature > 0)) return;
    let alpha = squaredResidual / curvature;
    addScaled(step, direction, alpha);
    if (Math.sqrt(dot(step, step)) > radius) {
      addScaled(step, direction, -alpha);
      alpha = distanceToEdge(step, direction, radius);
      addScaled(step, direction, alpha);
      addScaled(residual, product, -alpha);
      return;
    }
    addScaled(residual, product, -alpha);
    const next = dot(residual, residual);
    const beta = next / squaredResidual;
    for (let i = 0; i < dimension; i++) {
      direction[i] = (residual[i] as number) + beta * (direction[i] as number);
    }
    squaredResidual = next;
  }
}

/** The positive root of |step + t·direction| = radius, in the form that does not cancel. */
function distanceToEdge(step: Float64Array, direction: Float64Array, radius: number): number {
  const along = dot(step, direction);
  const squaredStep = dot(step, step);
  const squaredDirection = dot(direction, direction);
  const room = radius * radius - squaredStep;
  const root = Math.sqrt(along * along + squaredDirection * room);
  return along >= 0 ? room / (along + root) : (root - along) / squaredDirection;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}

function addScaled(target: Float64Array, source: Float64Array, scale: number): void {
  for (let i = 0; i < target.length; i++) target[i] = (target[i] as number) + scale * (source[i] as number);
}
