import type { FeatureMatrix } from '../../features/feature-matrix.js';
import type { FittedAnomalyDetector } from '../estimator.js';
import { checkRow } from '../isolation-forest/path-scores.js';
import { columnsAsTrained } from '../training-data.js';
import { exponential } from '../trees/kernel/exponential.js';

/** What a detector answers that looks at every feature by itself and adds up how unusual its value is. */
export interface FittedMarginalScores extends FittedAnomalyDetector {
  readonly featureNames: readonly string[];
  /**
   * The sum over the features, as PyOD's `decision_function` gives it: one number per row, higher for what stands out
   * more, without bounds. Where values are missing it is the mean of the others times the number of features.
   *
   * @throws TitansError as `score` does.
   */
  decisionScores(x: FeatureMatrix): Float64Array;
  /**
   * The score of one row as it comes, without a matrix around it.
   *
   * @param values One per feature in the order of `featureNames`; NaN where one is missing.
   * @throws TitansError `SHAPE_MISMATCH` for another number of values, `DATA_NOT_FINITE` for an infinite one.
   */
  scoreRow(values: ArrayLike<number>): number;
  /**
   * What each feature adds to the decision score of a row, in the order of `featureNames`; 0 where the value is
   * missing.
   *
   * @throws TitansError as `scoreRow` does.
   */
  contributions(values: ArrayLike<number>): Float64Array;
}

/** How unusual the values of features are. */
export interface MarginalPenalties {
  readonly featureNames: readonly string[];
  /** How unusual a value is that is no NaN. */
  readonly penalty: (feature: number, value: number) => number;
  /** The lowest that a penalty can be. */
  readonly lowest: Float64Array;
  /** How many times its natural logarithm a penalty is: 1, or ln 2 where it is a logarithm to the base 2. */
  readonly unit: number;
}

/**
 * Scores 1 − e^(−unit × mean of penalties above their lowest): 1 less the geometric mean of what the penalties are
 * negative logarithms of. A row without any value scores 0.
 */
export function marginalScores({
  featureNames,
  penalty,
  lowest,
  unit,
}: MarginalPenalties): Omit<FittedMarginalScores, 'toArtifact'> {
  const width = featureNames.length;

  function sums(x: FeatureMatrix, base: Float64Array | null): Float64Array {
    const columns = columnsAsTrained(x, featureNames, 'permit-nan');
    const total = new Float64Array(x.rows);
    const present = new Uint32Array(x.rows);
    columns.forEach((column, feature) => {
      const least = base === null ? 0 : (base[feature] as number);
      for (let row = 0; row < column.length; row++) {
        const value = column[row] as number;
        if (Number.isNaN(value)) continue;
        total[row] = (total[row] as number) + penalty(feature, value) - least;
        present[row] = (present[row] as number) + 1;
      }
    });
    return total.map((sum, row) => (present[row] === 0 ? 0 : (sum * width) / (present[row] as number)));
  }

  function contributions(values: ArrayLike<number>, base: Float64Array | null): Float64Array {
    checkRow(values, featureNames, 'permit-nan');
    const parts = new Float64Array(width);
    let present = 0;
    for (let feature = 0; feature < width; feature++) {
      const value = values[feature] as number;
      if (Number.isNaN(value)) continue;
      parts[feature] = penalty(feature, value) - (base === null ? 0 : (base[feature] as number));
      present++;
    }
    return present === width || present === 0 ? parts : parts.map((part) => (part * width) / present);
  }

  const scoreOf = (sum: number): number => 1 - exponential(-unit * Math.max(0, sum / width));
  return {
    featureNames,
    decisionScores: (x) => sums(x, null),
    score: (x) => sums(x, lowest).map(scoreOf),
    scoreRow: (values) => scoreOf(contributions(values, lowest).reduce((sum, part) => sum + part, 0)),
    contributions: (values) => contributions(values, null),
  };
}
