import type { FeatureDescription, FeatureMatrix } from '../../features/feature-matrix.js';
import type { FeatureRow } from '../../features/feature-row.js';
import type { FeatureSet } from '../../features/feature-set.js';
import { features } from '../../features/features.js';
import { selectFeatures } from '../../features/leakage.js';
import { hashWord, wordsOf } from './words.js';

/**
 * What the amount may be learned from beside category and words: nothing of the row's own amount, and what earlier
 * rows of the account, the payee and the category amounted to.
 */
export const amountFeatures: FeatureSet = selectFeatures(features, 'amount', [
  'type',
  'payment_method',
  'day_of_week',
  'day_of_month',
  'description_length',
  'description_words',
  'is_new_payee',
  'days_since_payee',
  'payee_avg_amount',
  'payee_last_amount',
  'category_avg_amount',
  'rolling_mean_7d',
  'rolling_mean_30d',
  'rolling_std_30d',
  'rolling_min_30d',
  'rolling_max_30d',
  'count_7d',
  'count_30d',
]);

/** What the columns of category and words are; learned from training rows. */
export interface AmountVocabulary {
  /** Categories in the order of the alphabet. */
  readonly categories: readonly string[];
  /** Hashes of the words that have a column, ascending. */
  readonly words: Uint32Array;
}

/** Training rows that a word must occur in, and words that get a column. */
const leastRowsOfWord = 5;
const mostWords = 40;
/** Categories that are told apart; rows of the others have none. */
const mostCategories = 200;

/** Reads categories and frequent words off training rows. */
export function amountVocabulary(rows: readonly FeatureRow[]): AmountVocabulary {
  const categories = mostFrequent(
    rows.flatMap((row) => (row.category === null ? [] : [row.category])),
    1,
    mostCategories,
  );
  const words = mostFrequent(
    rows.flatMap((row) => [...new Set(wordsOf(row.description ?? '').map(hashWord))]),
    leastRowsOfWord,
    mostWords,
  );
  return { categories: categories.sort(), words: Uint32Array.from(words).sort() };
}

function mostFrequent<T extends string | number>(values: readonly T[], least: number, most: number): T[] {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts]
    .filter(([, count]) => count >= least)
    .sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
    .slice(0, most)
    .map(([value]) => value);
}

/**
 * The columns that amounts are learned from: category, {@link amountFeatures}, and one column of 0 or 1 per word.
 *
 * @param computed {@link amountFeatures} of the rows.
 */
export function amountMatrix(
  rows: readonly FeatureRow[],
  computed: FeatureMatrix,
  vocabulary: AmountVocabulary,
): FeatureMatrix {
  const code = new Map(vocabulary.categories.map((category, index) => [category, index]));
  const present = rows.map((row) => new Set(wordsOf(row.description ?? '').map(hashWord)));
  return {
    rows: rows.length,
    features: [...amountColumns(vocabulary)],
    columns: [
      Float64Array.from(rows, (row) =>
        row.category === null ? Number.NaN : (code.get(row.category) ?? Number.NaN),
      ),
      ...computed.columns,
      ...Array.from(vocabulary.words, (word) =>
        Float64Array.from(present, (words) => (words.has(word) ? 1 : 0)),
      ),
    ],
  };
}

/** Descriptions of the columns of {@link amountMatrix}. */
export function amountColumns({ categories, words }: AmountVocabulary): readonly FeatureDescription[] {
  return [
    { name: 'category', kind: 'categorical', inputs: ['category'], categories },
    ...amountFeatures.features,
    ...Array.from(
      words,
      (word): FeatureDescription => ({
        name: `word_${word.toString(16).padStart(8, '0')}`,
        kind: 'numeric',
        inputs: ['description'],
      }),
    ),
  ];
}

/** The columns of a matrix that are named, in its order. */
export function columnsNamed(matrix: FeatureMatrix, isNamed: (name: string) => boolean): FeatureMatrix {
  const kept = matrix.features.flatMap((feature, index) => (isNamed(feature.name) ? [index] : []));
  return {
    rows: matrix.rows,
    features: kept.map((index) => matrix.features[index] as FeatureDescription),
    columns: kept.map((index) => matrix.columns[index] as Float64Array),
  };
}
