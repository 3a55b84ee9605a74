import type { SmoothObjective } from '../linear/trust-region-newton.js';
import type { SparseRows } from './sparse-rows.js';

/** Rows of sparse text features, shared between rows of one text, and of dense features beside them. */
export interface DesignMatrix {
  readonly rows: number;
  readonly text: SparseRows;
  /** The row of `text` that each row has. */
  readonly textRow: Int32Array;
  /** Row-major rows × denseWidth. */
  readonly dense: Float64Array;
  readonly denseWidth: number;
}

/** Coefficients of a linear model: features × outputs, text first, then dense, then one row of intercepts. */
export function coefficientCount(design: DesignMatrix, outputs: number): number {
  return (design.text.width + design.denseWidth + 1) * outputs;
}

/** Scores rows × outputs of coefficients, into `scores`. `textScores` has room for text rows × outputs. */
export function scoreRows(
  design: DesignMatrix,
  coefficients: Float64Array | Float32Array,
  outputs: number,
  textScores: Float64Array,
  scores: Float64Array,
): void {
  const { text, textRow, dense, denseWidth, rows } = design;
  textScores.fill(0);
  for (let row = 0; row < text.rows; row++) {
    const into = row * outputs;
    const end = text.start[row + 1] as number;
    for (let entry = text.start[row] as number; entry < end; entry++) {
      const from = (text.column[entry] as number) * outputs;
      const value = text.value[entry] as number;
      for (let k = 0; k < outputs; k++) {
        textScores[into + k] = (textScores[into + k] as number) + value * (coefficients[from + k] as number);
      }
    }
  }
  const denseFrom = text.width * outputs;
  const interceptFrom = denseFrom + denseWidth * outputs;
  for (let row = 0; row < rows; row++) {
    const into = row * outputs;
    const textFrom = (textRow[row] as number) * outputs;
    for (let k = 0; k < outputs; k++) {
      scores[into + k] = (textScores[textFrom + k] as number) + (coefficients[interceptFrom + k] as number);
    }
    for (let column = 0; column < denseWidth; column++) {
      const value = dense[row * denseWidth + column] as number;
      if (value === 0) continue;
      const from = denseFrom + column * outputs;
      for (let k = 0; k < outputs; k++) {
        scores[into + k] = (scores[into + k] as number) + value * (coefficients[from + k] as number);
      }
    }
  }
}

/** A loss on the scores of each row. */
export interface ScoreLoss {
  readonly outputs: number;
  /** The weighted loss of all rows; `derivative` becomes its derivative by each score. */
  evaluate(scores: Float64Array, derivative: Float64Array): number;
  /** Replaces a direction in score space by the Hessian of the last evaluation times it. */
  curve(direction: Float64Array): void;
}

/** A linear objective, and the way back from the coordinates it is minimised in. */
export interface LinearObjective extends SmoothObjective {
  /** The coefficients at a point. */
  coefficientsAt(point: Float64Array): Float64Array;
}

/**
 * loss + l2 ÷ 2 · |coefficients|², the intercepts not penalised, as a function of rescaled coefficients: each is
 * divided by the square root of its curvature at zero, so that frequent and rare n-grams converge at one pace.
 */
export function linearObjective(design: DesignMatrix, loss: ScoreLoss, l2: number): LinearObjective {
  const { outputs } = loss;
  const dimension = coefficientCount(design, outputs);
  const penalised = dimension - outputs;
  const textBuffer = new Float64Array(design.text.rows * outputs);
  const scores = new Float64Array(design.rows * outputs);
  const derivative = new Float64Array(design.rows * outputs);
  const coefficients = new Float64Array(dimension);
  const scaledDirection = new Float64Array(dimension);
  const scale = scalesAtZero(design, loss, l2, scores, derivative);

  /** into = scale ∘ (into + l2 · at): the chain rule of the rescaling, with the penalty's part. */
  function finish(into: Float64Array, at: Float64Array): void {
    for (let i = 0; i < penalised; i++) into[i] = (into[i] as number) + l2 * (at[i] as number);
    for (let i = 0, feature = 0; i < dimension; feature++) {
      const factor = scale[feature] as number;
      for (let k = 0; k < outputs; k++, i++) into[i] = (into[i] as number) * factor;
    }
  }
  function rescale(from: Float64Array, into: Float64Array): void {
    for (let i = 0, feature = 0; i < dimension; feature++) {
      const factor = scale[feature] as number;
      for (let k = 0; k < outputs; k++, i++) into[i] = (from[i] as number) * factor;
    }
  }

  return {
    dimension,
    value(point) {
      rescale(point, coefficients);
      scoreRows(design, coefficients, outputs, textBuffer, scores);
      let squared = 0;
      for (let i = 0; i < penalised; i++) squared += (coefficients[i] as number) ** 2;
      return loss.evaluate(scores, derivative) + 0.5 * l2 * squared;
    },
    gradient(into) {
      transposeTimes(design, derivative, outputs, textBuffer, into);
      finish(into, coefficients);
    },
    hessianTimes(direction, into) {
      rescale(direction, scaledDirection);
      scoreRows(design, scaledDirection, outputs, textBuffer, scores);
      loss.curve(scores);
      transposeTimes(design, scores, outputs, textBuffer, into);
      finish(into, scaledDirection);
    },
    coefficientsAt(point) {
      const unscaled = new Float64Array(dimension);
      rescale(point, unscaled);
      return unscaled;
    },
  };
}

/** 1 ÷ √curvature of each feature at zero, taken of its first output, where all are alike. */
function scalesAtZero(
  design: DesignMatrix,
  loss: ScoreLoss,
  l2: number,
  scores: Float64Array,
  derivative: Float64Array,
): Float64Array {
  const { text, textRow, dense, denseWidth, rows } = design;
  const { outputs } = loss;
  loss.evaluate(scores.fill(0), derivative);
  scores.fill(0);
  for (let row = 0; row < rows; row++) scores[row * outputs] = 1;
  loss.curve(scores);
  const curvature = new Float64Array(text.width + denseWidth + 1);
  const ofText = new Float64Array(text.rows);
  for (let row = 0; row < rows; row++) {
    const curved = scores[row * outputs] as number;
    const at = textRow[row] as number;
    ofText[at] = (ofText[at] as number) + curved;
    for (let column = 0; column < denseWidth; column++) {
      const value = dense[row * denseWidth + column] as number;
      const to = text.width + column;
      curvature[to] = (curvature[to] as number) + curved * value * value;
    }
    const intercept = curvature.length - 1;
    curvature[intercept] = (curvature[intercept] as number) + curved;
  }
  for (let row = 0; row < text.rows; row++) {
    for (let entry = text.start[row] as number; entry < (text.start[row + 1] as number); entry++) {
      const to = text.column[entry] as number;
      curvature[to] =
        (curvature[to] as number) + (ofText[row] as number) * (text.value[entry] as number) ** 2;
    }
  }
  return curvature.map(
    (value, feature) => 1 / Math.sqrt(feature === curvature.length - 1 ? value : value + l2),
  );
}

/** The transpose of {@link scoreRows}: sums of features times a value per row and output. */
function transposeTimes(
  design: DesignMatrix,
  values: Float64Array,
  outputs: number,
  textBuffer: Float64Array,
  into: Float64Array,
): void {
  const { text, textRow, dense, denseWidth, rows } = design;
  into.fill(0);
  textBuffer.fill(0);
  const denseInto = text.width * outputs;
  const interceptInto = denseInto + denseWidth * outputs;
  for (let row = 0; row < rows; row++) {
    const from = row * outputs;
    const textInto = (textRow[row] as number) * outputs;
    for (let k = 0; k < outputs; k++) {
      const value = values[from + k] as number;
      textBuffer[textInto + k] = (textBuffer[textInto + k] as number) + value;
      into[interceptInto + k] = (into[interceptInto + k] as number) + value;
    }
    for (let column = 0; column < denseWidth; column++) {
      const feature = dense[row * denseWidth + column] as number;
      if (feature === 0) continue;
      const to = denseInto + column * outputs;
      for (let k = 0; k < outputs; k++) {
        into[to + k] = (into[to + k] as number) + feature * (values[from + k] as number);
      }
    }
  }
  for (let row = 0; row < text.rows; row++) {
    const from = row * outputs;
    const end = text.start[row + 1] as number;
    for (let entry = text.start[row] as number; entry < end; entry++) {
      const to = (text.column[entry] as number) * outputs;
      const feature = text.value[entry] as number;
      for (let k = 0; k < outputs; k++) {
        into[to + k] = (into[to + k] as number) + feature * (textBuffer[from + k] as number);
      }
    }
  }
}
