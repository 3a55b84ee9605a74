import { tableFromColumns } from '@titans/core';
import { mccCategory } from '@titans/core/merchants';
import type { VocabularyUse } from '../../normalise/vocabulary.js';
import { batchTransformer, type Transformer } from '../../pipeline/transformer.js';
import { requireKnownOptions } from '../../validation/arguments.js';
import { fillAbsent } from '../fill-column.js';
import { mapColumn } from '../vocabularies/map-column.js';
import { requireValues } from '../vocabularies/map-vocabulary.js';
import { vocabularyReader } from '../vocabularies/vocabulary-reader.js';

/** How categories are mapped. */
export interface MapCategoriesOptions {
  /** What each spelling of a source is to be: `{ 'Eating Out': 'restaurants' }`. Case and punctuation do not matter. */
  readonly map?: Readonly<Record<string, string>>;
  /**
   * Whether absent categories are filled from the merchant category code, by `mccCategory`; with a table, by it first:
   * `{ '5812': 'meals' }`. Yes unless told.
   */
  readonly mcc?: boolean | Readonly<Record<string, string>>;
  /** Whether a spelling one letter away from those of exactly one category is read as it. Yes unless told. */
  readonly fuzzy?: boolean;
}

const optionNames: readonly (keyof MapCategoriesOptions)[] = ['map', 'mcc', 'fuzzy'];

/**
 * Writes categories in the user's spelling and fills absent ones from the merchant category code. What is not in `map`
 * stays as it is and, where there is a `map`, is counted in the report under `vocabulary`. Each batch is looked at
 * alone.
 *
 * @throws TitansError `CONFIG_INVALID` where one spelling stands for two categories, or a category is empty or too long.
 * @example
 * ```ts
 * import { mapCategories } from '@titans/etl';
 *
 * const categories = mapCategories({
 *   map: { 'Eating Out': 'restaurants', 'Bars & Cafés': 'restaurants' },
 *   mcc: { '5541': 'car', '5542': 'car' },
 * });
 * ```
 */
export function mapCategories(options: MapCategoriesOptions = {}): Transformer {
  requireKnownOptions(options, optionNames, 'mapCategories');
  const { map = {}, mcc = true, fuzzy = true } = options;
  const read = readerOf(map, fuzzy);
  const own = new Map(typeof mcc === 'object' ? Object.entries(mcc) : []);
  requireValues([...own.values()], 'category');
  return batchTransformer('map-categories', (batch) => {
    const { columns } = batch.table;
    const mapped =
      read === null
        ? { column: columns.category, uses: [] as readonly VocabularyUse[] }
        : mapColumn(columns.category, 'category', read);
    const category =
      mcc === false
        ? mapped.column
        : fillAbsent(
            mapped.column,
            columns.merchantCategoryCode,
            (code) => own.get(code) ?? mccCategory(code),
          );
    if (category === columns.category) return batch;
    return {
      ...batch,
      table: tableFromColumns({ ...columns, category }),
      vocabulary: [...batch.vocabulary, ...mapped.uses],
    };
  });
}

function readerOf(
  map: Readonly<Record<string, string>>,
  isFuzzy: boolean,
): ReturnType<typeof vocabularyReader> | null {
  const spellings = new Map<string, string[]>();
  for (const [spelling, category] of Object.entries(map)) {
    spellings.set(category, [...(spellings.get(category) ?? []), spelling]);
  }
  if (spellings.size === 0) return null;
  requireValues([...spellings.keys()], 'category');
  return vocabularyReader(Object.fromEntries(spellings), isFuzzy);
}
