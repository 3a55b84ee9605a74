import { describe, expect, test } from 'vitest';
import { matrixOf } from '../estimators/testing/matrices.js';
import { meanAbsoluteError, rSquared } from '../evaluation/regression-metrics.js';
import { type PermutationImportance, permutationImportance } from './permutation-importance.js';
import { analyticModel, analyticRows } from './testing/analytic-model.js';

const target = analyticModel(analyticRows).map((value, i) => value + ((i * 17) % 13) / 4);

function expectWithinError(
  found: readonly PermutationImportance[],
  means: readonly number[],
  deviations: readonly number[],
): void {
  means.forEach((mean, j) => {
    const own = found.find(({ feature }) => feature === `f${j}`);
    const deviation = deviations[j] as number;
    // Both are means of 2,000 shuffles.
    const error = deviation * Math.sqrt(2 / 2000);
    expect(Math.abs((own?.importance ?? Number.NaN) - mean)).toBeLessThan(4 * error);
    expect(Math.abs((own?.standardDeviation ?? Number.NaN) / deviation - 1)).toBeLessThan(0.1);
    expect(own?.standardError).toBeCloseTo((own?.standardDeviation ?? 0) / Math.sqrt(2000), 12);
  });
}

test('R²: mean and deviation of 2,000 shuffles as of permutation_importance of scikit-learn 1.9.1', async () => {
  const found = await permutationImportance(analyticModel, analyticRows, (said) => rSquared(target, said), {
    repeats: 2000,
  });
  expect(found.map(({ feature }) => feature)).toEqual(['f2', 'f0', 'f1']);
  expectWithinError(
    found,
    [0.273877905504684, 0.0758978141175948, 1.6598639507516362],
    [0.052183122446566546, 0.013633939554722307, 0.22113239062260123],
  );
});

test('a weighted error, as of scikit-learn with sample_weight and neg_mean_absolute_error', async () => {
  const weights = target.map((_, i) => 1 + (i % 3));
  const found = await permutationImportance(
    analyticModel,
    analyticRows,
    (said) => meanAbsoluteError(target, said, weights),
    { repeats: 2000, better: 'lower', seed: 5 },
  );
  expectWithinError(
    found,
    [3.8541250086536283, 1.7086585763682256, 12.322477685185186],
    [0.5466894020397249, 0.26921834330682143, 1.2930221426572368],
  );
});

test('intervals are those of Student’s t', async () => {
  const [first] = await permutationImportance(analyticModel, analyticRows, (said) => rSquared(target, said), {
    repeats: 4,
    level: 0.9,
  });
  // scipy.stats.t.ppf(0.95, 3)
  const reach = 2.3533634348018264 * (first?.standardError ?? Number.NaN);
  expect(first?.upper).toBeCloseTo((first?.importance ?? 0) + reach, 10);
  expect(first?.lower).toBeCloseTo((first?.importance ?? 0) - reach, 10);
});

test('a feature without use has importance 0, whatever stands beside another', async () => {
  const wide = matrixOf([...analyticRows.columns, Float64Array.from({ length: 60 }, (_, i) => i)]);
  const measure = (said: Float64Array): number => rSquared(target, said);
  const [narrow, more] = await Promise.all([
    permutationImportance(analyticModel, analyticRows, measure, { seed: 9 }),
    permutationImportance(analyticModel, wide, measure, { seed: 9 }),
  ]);
  expect(more.at(-1)).toMatchObject({ feature: 'f3', importance: 0, standardDeviation: 0 });
  expect(more.slice(0, 3)).toEqual(narrow);
});

test('features of a group move together, so that what they tell twice is seen', async () => {
  const twice = matrixOf([analyticRows.columns[0] ?? [], analyticRows.columns[0] ?? []]);
  // Of the two it asks the second alone.
  const second = ({ columns }: typeof twice): Float64Array => (columns[1] as Float64Array).slice();
  const measure = (said: Float64Array): number => rSquared(twice.columns[0] as Float64Array, said);
  const apart = await permutationImportance(second, twice, measure);
  expect(apart.map(({ feature }) => feature)).toEqual(['f1', 'f0']);
  const [group, ...others] = await permutationImportance(second, twice, measure, {
    groups: { both: ['f0', 'f1'] },
    repeats: 200,
  });
  expect(others).toHaveLength(0);
  expect(group?.feature).toBe('both');
  // Over all shuffles the mean squared difference is twice the variance, so that R² falls from 1 to −1.
  expect(Math.abs((group?.importance ?? 0) - 2)).toBeLessThan(5 * (group?.standardError ?? 0));
});

describe('refused', () => {
  const one = (): number => 1;
  test.each([
    ['INVALID_ARGUMENT', { repeats: 0 }],
    ['INVALID_ARGUMENT', { level: 1 }],
    ['INVALID_ARGUMENT', { groups: { a: ['f0'], b: ['f0'] } }],
    ['INVALID_ARGUMENT', { groups: { a: [] } }],
    ['INVALID_ARGUMENT', { groups: { f1: ['f0'] } }],
    ['FEATURE_UNKNOWN', { groups: { a: ['amount'] } }],
    ['INVALID_ARGUMENT', { rounds: 3 }],
    ['ABORTED', { signal: AbortSignal.abort() }],
  ])('%s: %j', async (code, options: object) => {
    await expect(permutationImportance(analyticModel, analyticRows, one, options)).rejects.toThrow(
      expect.objectContaining({ code }),
    );
  });

  test('a measure that gives no number, and no rows', async () => {
    await expect(permutationImportance(analyticModel, analyticRows, () => Number.NaN)).rejects.toThrow(
      expect.objectContaining({ code: 'DATA_NOT_FINITE' }),
    );
    await expect(permutationImportance(analyticModel, matrixOf([[]]), one)).rejects.toThrow(
      expect.objectContaining({ code: 'DATA_INSUFFICIENT' }),
    );
  });
});
