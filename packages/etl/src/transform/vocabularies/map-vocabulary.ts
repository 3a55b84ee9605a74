import { limits, TitansError, tableFromColumns } from '@titans/core';
import { batchTransformer, type Transformer } from '../../pipeline/transformer.js';
import { requireKnownOptions } from '../../validation/arguments.js';
import { mapColumn } from './map-column.js';
import { requireVocabulary, type Vocabulary, vocabularyReader } from './vocabulary-reader.js';

/** Fields whose values are the source's own words. */
export const vocabularyFields = ['status', 'category', 'merchantName', 'location', 'reference'] as const;
export type VocabularyField = (typeof vocabularyFields)[number];

/** How the values of a field are mapped. */
export interface MapVocabularyOptions {
  readonly field: VocabularyField;
  /** Values and their spellings, for example `statusVocabulary`. */
  readonly vocabulary: Vocabulary;
  /** Whether a spelling one letter away from those of exactly one value is read as that value. Yes unless told. */
  readonly fuzzy?: boolean;
}

const mostLetters: Readonly<Record<VocabularyField, number>> = {
  status: limits.statusLength,
  category: limits.categoryLength,
  merchantName: limits.nameLength,
  location: limits.nameLength,
  reference: limits.nameLength,
};

const optionNames: readonly (keyof MapVocabularyOptions)[] = ['field', 'vocabulary', 'fuzzy'];

/**
 * Writes the values of a field in one spelling each. What is not recognised stays as it is; both are counted in the
 * report under `vocabulary`. Each batch is looked at alone.
 *
 * Payment methods have their vocabulary applied when a source is read, since a table holds no other values.
 *
 * @throws TitansError `CONFIG_INVALID` where one spelling stands for two values, or a value is empty or too long.
 * @example
 * ```ts
 * import { mapVocabulary, statusVocabulary } from '@titans/etl';
 *
 * const statuses = mapVocabulary({ field: 'status', vocabulary: statusVocabulary });
 * const cities = mapVocabulary({ field: 'location', vocabulary: { Cologne: ['Köln', 'Koeln'] } });
 * ```
 */
export function mapVocabulary(options: MapVocabularyOptions): Transformer {
  requireKnownOptions(options, optionNames, 'mapVocabulary');
  const { field, vocabulary, fuzzy = true } = options;
  requireField(field);
  requireVocabulary(vocabulary);
  requireValues(Object.keys(vocabulary), field);
  const read = vocabularyReader(vocabulary, fuzzy);
  return batchTransformer(`map-vocabulary(${field})`, (batch) => {
    const { columns } = batch.table;
    const { column, uses } = mapColumn(columns[field], field, read);
    if (uses.length === 0) return batch;
    return {
      ...batch,
      table: tableFromColumns({ ...columns, [field]: column }),
      vocabulary: [...batch.vocabulary, ...uses],
    };
  });
}

function requireField(field: unknown): void {
  if (vocabularyFields.some((known) => known === field)) return;
  throw new TitansError('INVALID_ARGUMENT', `"field" must be one of ${vocabularyFields.join(', ')}.`, {
    details: { field: 'field' },
  });
}

/** Throws `CONFIG_INVALID` for a value that the field cannot hold. */
export function requireValues(values: readonly string[], field: VocabularyField): void {
  for (const value of values) {
    if (value.trim() === '' || value.length > mostLetters[field]) {
      throw new TitansError(
        'CONFIG_INVALID',
        `A ${field} has 1 to ${mostLetters[field]} characters, not ${value.length}.`,
        { details: { field } },
      );
    }
  }
}
