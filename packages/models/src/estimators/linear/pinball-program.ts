import { factorise, solveFactorised } from './positive-definite.js';

/** Σ of pinball losses of target − rows · coefficients, to be minimised. */
export interface PinballProgram {
  /** Row-major count × width, of full column rank, each row times its weight. */
  readonly rows: Float64Array;
  readonly width: number;
  /** Each times its weight. */
  readonly target: Float64Array;
  readonly quantile: number;
}

export interface PinballSolution {
  readonly coefficients: Float64Array;
  /** The sum of losses less a lower bound of it. */
  readonly dualityGap: number;
}

const mostIterations = 200;
/** The gap may grow for a step or two before it shrinks. */
const mostFruitless = 8;
/** How far towards the nearest bound a step goes. */
const reach = 0.9995;

/**
 * The interior point method of Portnoy and Koenker (1997), their Frisch–Newton algorithm with Mehrotra's corrector, on
 * the dual: variables between 0 and 1, one per row, which are 1 for rows above and 0 for rows below the plane. Each
 * iteration solves one weighted least-squares problem; some twenty of them suffice whatever the number of rows.
 *
 * @param tolerance Of the duality gap, as a share of the sum of absolute targets.
 * @param afterIteration Called after each.
 */
export async function interiorPoint(
  { rows, width, target, quantile }: PinballProgram,
  tolerance: number,
  afterIteration: () => Promise<void>,
): Promise<PinballSolution> {
  const count = target.length;
  const x = new Float64Array(count).fill(1 - quantile);
  const s = new Float64Array(count).fill(quantile);
  const z = new Float64Array(count);
  const w = new Float64Array(count);
  const dx = new Float64Array(count);
  const dz = new Float64Array(count);
  const dw = new Float64Array(count);
  const q = new Float64Array(count).fill(1);
  const right = new Float64Array(count);
  const correction = new Float64Array(count);

  const factor = new Float64Array(width * width);
  const step = new Float64Array(width);
  let kept: Uint8Array = new Uint8Array(width);

  /** The coefficients of least squares of `right` with weights q. */
  function leastSquares(): void {
    step.fill(0);
    for (let row = 0; row < count; row++) {
      const value = (q[row] as number) * (right[row] as number);
      const from = row * width;
      for (let j = 0; j < width; j++) {
        step[j] = (step[j] as number) + value * (rows[from + j] as number);
      }
    }
    solveFactorised(factor, width, kept, step);
  }
  function gather(): void {
    factor.fill(0);
    for (let row = 0; row < count; row++) {
      const from = row * width;
      for (let j = 0; j < width; j++) {
        const value = (q[row] as number) * (rows[from + j] as number);
        if (value === 0) continue;
        for (let k = 0; k <= j; k++) {
          factor[j * width + k] = (factor[j * width + k] as number) + value * (rows[from + k] as number);
        }
      }
    }
    kept = factorise(factor, width, 1e-15);
  }
  const along = (row: number, values: Float64Array): number => {
    let sum = 0;
    for (let j = 0; j < width; j++) sum += (rows[row * width + j] as number) * (values[j] as number);
    return sum;
  };

  // The costs are the negated targets; `dual` are the negated coefficients.
  for (let row = 0; row < count; row++) right[row] = -(target[row] as number);
  gather();
  leastSquares();
  const dual = step.slice();
  let size = 0;
  let absolute = 0;
  for (let row = 0; row < count; row++) {
    right[row] = -(target[row] as number) - along(row, dual);
    size += Math.abs(right[row] as number);
    absolute += Math.abs(target[row] as number);
  }
  // Both above 0, and their difference the residual.
  const inside = Math.max((0.1 * size) / count, (1e-9 * absolute) / count, 1e-300);
  for (let row = 0; row < count; row++) {
    z[row] = Math.max(right[row] as number, 0) + inside;
    w[row] = Math.max(-(right[row] as number), 0) + inside;
  }

  const gapOf = (): number => {
    let gap = 0;
    for (let row = 0; row < count; row++) {
      gap += (z[row] as number) * (x[row] as number) + (w[row] as number) * (s[row] as number);
    }
    return gap;
  };
  let gap = gapOf();
  let fruitless = 0;
  let best = { coefficients: dual.map((value) => -value), dualityGap: gap };
  for (let iteration = 0; iteration < mostIterations && gap > tolerance * absolute; iteration++) {
    for (let row = 0; row < count; row++) {
      q[row] = 1 / ((z[row] as number) / (x[row] as number) + (w[row] as number) / (s[row] as number));
      right[row] = (z[row] as number) - (w[row] as number);
    }
    gather();
    leastSquares();
    for (let row = 0; row < count; row++) {
      const move = (q[row] as number) * (along(row, step) - (right[row] as number));
      dx[row] = move;
      dz[row] = -(z[row] as number) * (1 + move / (x[row] as number));
      dw[row] = -(w[row] as number) * (1 - move / (s[row] as number));
    }
    let [primal, other] = lengths();
    if (Math.min(primal, other) < 1) {
      let after = 0;
      for (let row = 0; row < count; row++) {
        after +=
          ((z[row] as number) + other * (dz[row] as number)) *
            ((x[row] as number) + primal * (dx[row] as number)) +
          ((w[row] as number) + other * (dw[row] as number)) *
            ((s[row] as number) - primal * (dx[row] as number));
      }
      const ratio = after / gap;
      const centre = (gap * ratio * ratio * ratio) / (2 * count);
      for (let row = 0; row < count; row++) {
        const move = dx[row] as number;
        const pull = centre * (1 / (x[row] as number) - 1 / (s[row] as number));
        correction[row] =
          pull -
          (move * (dz[row] as number)) / (x[row] as number) -
          (move * (dw[row] as number)) / (s[row] as number);
        right[row] = (z[row] as number) - (w[row] as number) - (correction[row] as number);
      }
      leastSquares();
      for (let row = 0; row < count; row++) {
        const [ownX, ownS, before] = [x[row] as number, s[row] as number, dx[row] as number];
        const move = (q[row] as number) * (along(row, step) - (right[row] as number));
        const product = before * (dz[row] as number);
        const opposite = -before * (dw[row] as number);
        dx[row] = move;
        dz[row] = (centre - product - (z[row] as number) * move) / ownX - (z[row] as number);
        dw[row] = (centre - opposite + (w[row] as number) * move) / ownS - (w[row] as number);
      }
      [primal, other] = lengths();
    }
    for (let row = 0; row < count; row++) {
      x[row] = (x[row] as number) + primal * (dx[row] as number);
      s[row] = (s[row] as number) - primal * (dx[row] as number);
      z[row] = (z[row] as number) + other * (dz[row] as number);
      w[row] = (w[row] as number) + other * (dw[row] as number);
    }
    for (let j = 0; j < width; j++) dual[j] = (dual[j] as number) + other * (step[j] as number);
    gap = gapOf();
    if (gap < best.dualityGap) {
      best = { coefficients: dual.map((value) => -value), dualityGap: gap };
      fruitless = 0;
    } else if (++fruitless === mostFruitless) break; // Rounding has the last word.
    await afterIteration();
  }
  return best;

  /** How much of the step keeps everything above 0: of the dual variables, and of their slacks. */
  function lengths(): [number, number] {
    let primal = Number.POSITIVE_INFINITY;
    let other = Number.POSITIVE_INFINITY;
    for (let row = 0; row < count; row++) {
      const move = dx[row] as number;
      if (move < 0) primal = Math.min(primal, -(x[row] as number) / move);
      else if (move > 0) primal = Math.min(primal, (s[row] as number) / move);
      if ((dz[row] as number) < 0) other = Math.min(other, -(z[row] as number) / (dz[row] as number));
      if ((dw[row] as number) < 0) other = Math.min(other, -(w[row] as number) / (dw[row] as number));
    }
    return [Math.min(reach * primal, 1), Math.min(reach * other, 1)];
  }
}
