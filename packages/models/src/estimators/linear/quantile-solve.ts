import { interiorPoint, type PinballProgram } from './pinball-program.js';
import { nearestVertex, pinballSum } from './pinball-vertex.js';
import { factorise } from './positive-definite.js';

/** Rows that quantiles are fitted to. */
export interface QuantileRows {
  /** Row-major count × width. */
  readonly columns: Float64Array;
  readonly width: number;
  readonly target: Float64Array;
  readonly weights: Float64Array;
}

export interface QuantileSolution {
  readonly intercept: number;
  readonly coefficients: Float64Array;
}

/** Columns whose part that those before do not explain is smaller, as a share of their square, get no coefficient. */
const dependence = 1e-10;

/**
 * Minimises Σ weight · pinball(target − intercept − columns · coefficients) ÷ Σ weight + alpha · |coefficients|₁.
 *
 * A penalty is two more rows per column, ± alpha · Σ weight at the column with target 0: of both together the loss is
 * the absolute coefficient, whatever the quantile.
 */
export async function solveQuantile(
  given: QuantileRows,
  quantile: number,
  alpha: number,
  afterIteration: () => Promise<void>,
): Promise<QuantileSolution> {
  const { width } = given;
  const kept = alpha > 0 ? Array.from({ length: width }, (_, j) => j) : independentColumns(given);
  const program = programOf(given, kept, quantile, alpha);
  const inner = await interiorPoint(program, 1e-13, afterIteration);
  const vertex = nearestVertex(program, inner.coefficients);
  const innerLoss = pinballSum(program, inner.coefficients);
  const isVertexBest =
    vertex !== null &&
    pinballSum(program, vertex) <= innerLoss + Math.min(inner.dualityGap, 1e-10 * innerLoss);
  const solved = isVertexBest ? vertex : inner.coefficients;
  const coefficients = new Float64Array(width);
  kept.forEach((column, place) => {
    coefficients[column] = solved[place + 1] as number;
  });
  return { intercept: solved[0] as number, coefficients };
}

function programOf(
  { columns, width, target, weights }: QuantileRows,
  kept: readonly number[],
  quantile: number,
  alpha: number,
): PinballProgram {
  const used = Array.from(weights.keys()).filter((row) => (weights[row] as number) > 0);
  const total = used.reduce((sum, row) => sum + (weights[row] as number), 0);
  const wide = kept.length + 1;
  const count = used.length + (alpha > 0 ? 2 * kept.length : 0);
  const rows = new Float64Array(count * wide);
  const right = new Float64Array(count);
  used.forEach((row, place) => {
    // In shares of the total, so that the size of the weights does not matter.
    const weight = (weights[row] as number) / total;
    right[place] = weight * (target[row] as number);
    rows[place * wide] = weight;
    kept.forEach((column, j) => {
      rows[place * wide + 1 + j] = weight * (columns[row * width + column] as number);
    });
  });
  if (alpha > 0) {
    kept.forEach((_, j) => {
      const from = used.length + 2 * j;
      rows[from * wide + 1 + j] = alpha;
      rows[(from + 1) * wide + 1 + j] = -alpha;
    });
  }
  return { rows, width: wide, target: right, quantile };
}

/** The columns that neither the intercept nor columns before them explain. */
function independentColumns({ columns, width, target, weights }: QuantileRows): readonly number[] {
  const wide = width + 1;
  const moments = new Float64Array(wide * wide);
  const own = new Float64Array(wide);
  for (let row = 0; row < target.length; row++) {
    const weight = weights[row] as number;
    if (weight === 0) continue;
    own[0] = 1;
    for (let j = 0; j < width; j++) own[j + 1] = columns[row * width + j] as number;
    for (let j = 0; j < wide; j++) {
      const value = weight * (own[j] as number);
      if (value === 0) continue;
      for (let k = 0; k <= j; k++) {
        moments[j * wide + k] = (moments[j * wide + k] as number) + value * (own[k] as number);
      }
    }
  }
  const kept = factorise(moments, wide, dependence);
  return Array.from({ length: width }, (_, j) => j).filter((j) => kept[j + 1] === 1);
}
