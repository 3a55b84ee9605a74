import { TitansError } from '@titans/core';
import { requireObject } from '../calibration/checked-values.js';

/**
 * In what attributions are counted: that of the target, the logarithm of the target, log-odds (for three classes and
 * more up to a constant per row), a probability, the mean path length of an isolation forest (shorter stands out
 * more), the margin of a support vector machine, or a log-likelihood up to a constant.
 */
export type AttributionUnit =
  | 'target'
  | 'log-target'
  | 'log-odds'
  | 'probability'
  | 'path-length'
  | 'margin'
  | 'log-likelihood';

/** What one feature added to the output of a row. */
export interface FeatureContribution {
  readonly feature: string;
  /** The value of the row; NaN if it is missing, the code of a category. */
  readonly value: number;
  readonly contribution: number;
}

/** Why a row got its output: `baseValue` and all contributions add up to `prediction`. */
export interface RowExplanation {
  readonly output: string;
  readonly unit: AttributionUnit;
  readonly baseValue: number;
  readonly prediction: number;
  /** Of every feature, largest absolute contribution first. */
  readonly contributions: readonly FeatureContribution[];
}

/** What each feature added to each output of each row. */
export interface Attributions {
  readonly rows: number;
  readonly featureNames: readonly string[];
  /** Names of classes, quantiles such as `0.9`, or `prediction` alone. */
  readonly outputs: readonly string[];
  readonly unit: AttributionUnit;
  /** One per output. */
  readonly baseValues: Float64Array;
  /** Row-major rows × features × outputs. */
  readonly values: Float64Array;
  /**
   * One row, sorted.
   *
   * @param output The class with the highest prediction, or the quantile nearest the median, unless told.
   * @throws TitansError `INVALID_ARGUMENT` for a row or output that is not there.
   */
  row(row: number, output?: string): RowExplanation;
}

/** How much a feature matters over all rows. */
export interface FeatureImportance {
  readonly feature: string;
  readonly importance: number;
}

/** Attributions from their numbers. */
export function attributionsOf(
  parts: Omit<Attributions, 'row'>,
  columns: readonly Float64Array[],
): Attributions {
  const { rows, featureNames, outputs, unit, baseValues, values } = parts;
  const at = (row: number, feature: number, output: number): number =>
    values[(row * featureNames.length + feature) * outputs.length + output] as number;
  const predictionOf = (row: number, output: number): number =>
    featureNames.reduce((sum, _, feature) => sum + at(row, feature, output), baseValues[output] as number);

  return Object.freeze({
    ...parts,
    row(row: number, name?: string) {
      if (!(Number.isInteger(row) && row >= 0 && row < rows)) {
        throw new TitansError('INVALID_ARGUMENT', `There is no row ${row} among the ${rows} rows.`);
      }
      const predictions = outputs.map((_, output) => predictionOf(row, output));
      const output = name === undefined ? mainOf(outputs, predictions, unit) : placeOf(outputs, name, unit);
      const contributions = featureNames.map((feature, index) => ({
        feature,
        value: columns[index]?.[row] as number,
        contribution: at(row, index, output),
      }));
      contributions.sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution));
      return Object.freeze({
        output: outputs[output] as string,
        unit,
        baseValue: baseValues[output] as number,
        prediction: predictions[output] as number,
        contributions: Object.freeze(contributions),
      });
    },
  });
}

/** The class with the highest prediction, or the quantile nearest the median. */
function mainOf(outputs: readonly string[], predictions: readonly number[], unit: AttributionUnit): number {
  const rank = unit === 'target' ? outputs.map((quantile) => -Math.abs(Number(quantile) - 0.5)) : predictions;
  return outputs.length === 1 ? 0 : rank.indexOf(Math.max(...rank));
}

function placeOf(outputs: readonly string[], name: string, unit: AttributionUnit): number {
  const place = outputs.indexOf(name);
  if (place >= 0) return place;
  const hint =
    unit === 'log-odds' && outputs.length === 1
      ? ' Of two classes only the second is told; the log-odds of the first are the negative.'
      : '';
  throw new TitansError(
    'INVALID_ARGUMENT',
    `There is no output "${name}"; there is ${outputs.map((output) => `"${output}"`).join(', ')}.${hint}`,
    { details: { field: 'output' } },
  );
}

/**
 * Mean absolute attribution of each feature, largest first: how much it matters over these rows.
 *
 * @param output Of one output; of all outputs together, summed, unless told.
 * @throws TitansError `INVALID_ARGUMENT` for an output that is not there, `DATA_INSUFFICIENT` without a row.
 */
export function meanAbsoluteAttributions(
  attributions: Attributions,
  output?: string,
): readonly FeatureImportance[] {
  requireObject('attributions', attributions);
  const { rows, featureNames, outputs, unit, values } = attributions;
  if (rows === 0) throw new TitansError('DATA_INSUFFICIENT', 'There is no row to take the mean of.');
  const only = output === undefined ? -1 : placeOf(outputs, output, unit);
  const sums = new Float64Array(featureNames.length);
  for (let i = 0; i < values.length; i++) {
    if (only >= 0 && i % outputs.length !== only) continue;
    const feature = Math.floor(i / outputs.length) % featureNames.length;
    sums[feature] = (sums[feature] as number) + Math.abs(values[i] as number);
  }
  return featureNames
    .map((feature, index) => ({ feature, importance: (sums[index] as number) / rows }))
    .sort((a, b) => b.importance - a.importance);
}
