import { TitansError } from '@titans/core';
import type { FeatureDescription } from '../features/feature-matrix.js';

/** A stray code of a billion would ask for as much memory. */
const mostCategories = 1_000_000;

/** @throws TitansError `INVALID_ARGUMENT` for what is no code, `LIMIT_EXCEEDED` for a code of a million or more. */
export function checkCodes(column: Float64Array, feature: FeatureDescription): void {
  for (let row = 0; row < column.length; row++) {
    const code = column[row] as number;
    if (Number.isNaN(code) || (code >= 0 && code < mostCategories && Number.isInteger(code))) continue;
    const details = { column: feature.name, row: row + 1 };
    if (code >= mostCategories) {
      throw new TitansError(
        'LIMIT_EXCEEDED',
        `The categorical column "${feature.name}" holds the code ${code} in row ${row + 1}; at most ${mostCategories} categories are taken. Number them from 0.`,
        { details },
      );
    }
    throw new TitansError(
      'INVALID_ARGUMENT',
      `The categorical column "${feature.name}" holds ${code} in row ${row + 1}; a code is 0, 1, 2 and so on.`,
      { details },
    );
  }
}

/** Codes from 0 that the feature and the column have between them. */
export function codeCount(column: Float64Array, feature: FeatureDescription): number {
  let count = feature.categories?.length ?? 0;
  for (let row = 0; row < column.length; row++) {
    const code = column[row] as number;
    if (code >= count) count = code + 1;
  }
  return count;
}

/** Weight of the rows of each code, and of those without one. */
export function weightsByCode(
  column: Float64Array,
  weights: Float64Array,
  codes: number,
): { readonly byCode: Float64Array; readonly missing: number } {
  const byCode = new Float64Array(codes);
  let missing = 0;
  for (let row = 0; row < column.length; row++) {
    const code = column[row] as number;
    const weight = weights[row] as number;
    if (Number.isNaN(code)) missing += weight;
    else byCode[code] = (byCode[code] as number) + weight;
  }
  return { byCode, missing };
}

/** The name of a category: its own, or its code where categories have no names. */
export function categoryName(feature: FeatureDescription, code: number): string {
  return feature.categories?.[code] ?? String(code);
}

/**
 * A copy of the codes of `given` as codes of the feature learned from: by name where both name their categories, so
 * that it does not matter in which order they were met. A name not learned from gets a code beyond the learned.
 */
export function codesAsTrained(
  column: Float64Array,
  given: FeatureDescription,
  trained: FeatureDescription,
): Float64Array {
  const [from, to] = [given.categories, trained.categories];
  if (from === undefined || to === undefined || isBeginning(from, to)) return column.slice();
  const codeOf = new Map(to.map((name, code) => [name, code] as const));
  const codes = Float64Array.from(from, (name) => codeOf.get(name) ?? to.length);
  return column.map((code) => (Number.isNaN(code) ? code : (codes[code] ?? to.length)));
}

/** Whether one list is how the other begins, so that a code means the same in both. */
function isBeginning(a: readonly string[], b: readonly string[]): boolean {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** What a category that was not learned is answered with, where it is to be refused. */
export function unknownCategory(given: FeatureDescription, row: number): TitansError {
  return new TitansError(
    'INVALID_ARGUMENT',
    `The column "${given.name}" holds in row ${row + 1} a category that was not learned from. Correct it, or choose another policy for unknown categories.`,
    { details: { column: given.name, row: row + 1 } },
  );
}

/** What a missing category is answered with, where it is to be refused. */
export function missingCategory(given: FeatureDescription, row: number): TitansError {
  return new TitansError(
    'DATA_NOT_FINITE',
    `The column "${given.name}" has no category in row ${row + 1}. Impute it, or choose another policy for missing categories.`,
    { details: { column: given.name, row: row + 1 } },
  );
}
