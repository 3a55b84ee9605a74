import { TitansError, type WorkOptions } from '@titans/core';
import { pace } from '../estimators/pace.js';
import { columnsAsTrained, type MissingPolicy } from '../estimators/training-data.js';
import type { FeatureMatrix } from '../features/feature-matrix.js';
import {
  type Attributions,
  type AttributionUnit,
  attributionsOf,
  type RowExplanation,
} from './attributions.js';

/** Says what each feature added to what a model says. */
export interface Explainer {
  readonly featureNames: readonly string[];
  /** Names of classes, quantiles such as `0.9`, or `prediction` alone. */
  readonly outputs: readonly string[];
  readonly unit: AttributionUnit;
  /** One per output: what it is where no feature is known. */
  readonly baseValues: Float64Array;
  /**
   * Explains many rows.
   *
   * @throws TitansError `SHAPE_MISMATCH`, `FEATURE_UNKNOWN`, `DATA_NOT_FINITE` or `ABORTED`.
   */
  attributions(x: FeatureMatrix, options?: WorkOptions): Promise<Attributions>;
  /**
   * Explains one row.
   *
   * @param row A value per feature by its name; NaN where it is missing, the code of a category.
   * @param output The class with the highest prediction, or the quantile nearest the median, unless told.
   * @throws TitansError `FEATURE_UNKNOWN` for a name that the model was not trained with, `SHAPE_MISMATCH` for a feature
   * that is not given, `DATA_NOT_FINITE`, and `INVALID_ARGUMENT` for an output that is not there or what is no row.
   */
  explain(row: Readonly<Record<string, number>>, output?: string): RowExplanation;
}

/** What an explainer is made of. */
export interface ExplainerParts {
  readonly featureNames: readonly string[];
  readonly outputs: readonly string[];
  readonly unit: AttributionUnit;
  readonly baseValues: Float64Array;
  readonly missing: MissingPolicy;
  /** Units of work per block of rows. */
  readonly steps: number;
  /** Attributes a block of rows, rows × features × outputs; yields after each unit of work. */
  attribute(columns: readonly Float64Array[], rows: number): Generator<void, Float64Array>;
}

/** So many rows share what is found for one of them, and fit into the cache. */
const rowsAtOnce = 2048;

/** Explains many rows block by block, and one row as a block of its own. */
export function explainerOf(parts: ExplainerParts): Explainer {
  const { featureNames, outputs, unit, baseValues, missing, steps, attribute } = parts;
  const told = { featureNames, outputs, unit, baseValues };
  return Object.freeze({
    ...told,
    async attributions(x: FeatureMatrix, options: WorkOptions = {}) {
      const columns = columnsAsTrained(x, featureNames, missing);
      const step = pace(options, 'explain', 'steps');
      const values = new Float64Array(x.rows * featureNames.length * outputs.length);
      const total = steps * Math.ceil(x.rows / rowsAtOnce);
      let done = 0;
      for (let from = 0; from < x.rows; from += rowsAtOnce) {
        const part = columns.map((column) => column.subarray(from, from + rowsAtOnce));
        const work = attribute(part, Math.min(rowsAtOnce, x.rows - from));
        let next = work.next();
        for (; !next.done; next = work.next()) await step(++done, total);
        values.set(next.value, from * featureNames.length * outputs.length);
      }
      return attributionsOf({ ...told, rows: x.rows, values }, columns);
    },
    explain(row: Readonly<Record<string, number>>, output?: string) {
      const columns = columnsAsTrained(matrixOfRow(row, featureNames), featureNames, missing);
      const work = attribute(columns, 1);
      let next = work.next();
      while (!next.done) next = work.next();
      return attributionsOf({ ...told, rows: 1, values: next.value }, columns).row(0, output);
    },
  });
}

function matrixOfRow(row: Readonly<Record<string, number>>, featureNames: readonly string[]): FeatureMatrix {
  if (typeof row !== 'object' || row === null) {
    throw new TitansError('INVALID_ARGUMENT', 'A row is an object with a number per feature by its name.');
  }
  const unknown = Object.keys(row).find((name) => !featureNames.includes(name));
  if (unknown !== undefined) {
    throw new TitansError(
      'FEATURE_UNKNOWN',
      `The model was not trained with the feature "${unknown}". It takes ${featureNames.join(', ')}.`,
      { details: { column: unknown } },
    );
  }
  return {
    rows: 1,
    features: featureNames.map((name) => ({ name, kind: 'numeric', inputs: [] })),
    columns: featureNames.map((name) => {
      const value = Object.hasOwn(row, name) ? row[name] : undefined;
      if (typeof value === 'number') return Float64Array.of(value);
      throw new TitansError(
        'SHAPE_MISMATCH',
        `The row has no number for the feature "${name}". Give NaN where it is missing.`,
        { details: { column: name } },
      );
    }),
  };
}
