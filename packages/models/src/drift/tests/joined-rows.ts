import { TitansError } from '@titans/core';
import type { TextMatrix } from '../../estimators/text/text-matrix.js';
import type { FeatureDescription, FeatureMatrix } from '../../features/feature-matrix.js';

/**
 * The rows of both, the reference first; categories have one dictionary.
 *
 * @throws TitansError `SHAPE_MISMATCH` for other features, `DATA_INSUFFICIENT` where one has no row.
 */
export function joinedMatrix(reference: FeatureMatrix, current: FeatureMatrix): FeatureMatrix {
  if (reference.rows === 0 || current.rows === 0) {
    throw new TitansError('DATA_INSUFFICIENT', 'A sample has no rows: there is nothing to compare.');
  }
  const rows = reference.rows + current.rows;
  const features: FeatureDescription[] = [];
  const columns = reference.features.map((feature, index) => {
    const other = current.features[index];
    if (other?.name !== feature.name || other.kind !== feature.kind) {
      throw new TitansError(
        'SHAPE_MISMATCH',
        `The reference has the ${feature.kind} feature ${feature.name} where the current data have ${other ? `the ${other.kind} ${other.name}` : 'none'}.`,
        { details: { column: feature.name } },
      );
    }
    const column = new Float64Array(rows);
    column.set(reference.columns[index] as Float64Array);
    const values = current.columns[index] as Float64Array;
    const categories = [...(feature.categories ?? [])];
    column.set(
      feature.kind === 'categorical' ? recoded(values, other.categories ?? [], categories) : values,
      reference.rows,
    );
    features.push(feature.kind === 'categorical' ? { ...feature, categories } : feature);
    return column;
  });
  if (current.features.length !== features.length) {
    throw new TitansError('SHAPE_MISMATCH', 'The current data have features that the reference lacks.');
  }
  return { rows, features, columns };
}

/** The texts of both, the reference first. */
export function joinedTexts(reference: TextMatrix, current: TextMatrix): TextMatrix {
  if (reference.texts.length === 0 || current.texts.length === 0) {
    throw new TitansError('DATA_INSUFFICIENT', 'A sample has no texts: there is nothing to compare.');
  }
  if (reference.dense !== undefined && current.dense !== undefined) {
    return {
      texts: [...reference.texts, ...current.texts],
      dense: joinedMatrix(reference.dense, current.dense),
    };
  }
  return { texts: [...reference.texts, ...current.texts] };
}

/** Codes into `categories`, to which those that it lacks are added. */
function recoded(values: Float64Array, own: readonly string[], categories: string[]): Float64Array {
  const known = new Map(categories.map((category, code) => [category, code]));
  const codes = own.map((category) => {
    const code = known.get(category);
    if (code !== undefined) return code;
    known.set(category, categories.length);
    return categories.push(category) - 1;
  });
  return values.map((value) => codes[value] ?? Number.NaN);
}
