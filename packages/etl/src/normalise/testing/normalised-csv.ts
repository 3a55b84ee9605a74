import { type TransactionTable, tableBuilder } from '@titans/core';
import { csvBatches } from '../../extract/csv/csv-batches.js';
import { defaultCsvLimits } from '../../extract/csv/csv-limits.js';
import type { ImportSettings } from '../../extract/import-settings.js';
import type { Rejection } from '../../records/rejection.js';
import { columnAliases, type ImportField, importFields } from '../import-field.js';
import { normaliser } from '../normaliser.js';
import { mergeVocabulary, type VocabularyUse } from '../vocabulary.js';

/** What the normaliser makes of a CSV text with settings that are given, and nothing inferred. */
export interface NormalisedCsv {
  readonly transactions: TransactionTable;
  readonly rejections: readonly Rejection[];
  readonly vocabulary: readonly VocabularyUse[];
  readonly rows: { readonly in: number; readonly accepted: number; readonly rejected: number };
}

/** Normalises a CSV text, whose header has no quotes; its bytes come in pieces, so that batches are small. */
export async function normalisedCsv(
  content: string,
  settings: ImportSettings = {},
  pieceBytes = content.length,
): Promise<NormalisedCsv> {
  const header = content.slice(0, content.indexOf('\n')).split(',');
  const normalise = normaliser({
    ...settings,
    source: 'bank.csv',
    header,
    indexOf: indexOf(header, settings),
  });
  const builder = tableBuilder();
  const rejections: Rejection[] = [];
  const vocabulary: VocabularyUse[] = [];
  const bytes = Buffer.from(content);
  async function* pieces(): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes);
  }
  const batches = csvBatches(pieces(), {
    source: 'bank.csv',
    delimiter: ',',
    columns: header,
    limits: defaultCsvLimits,
    batchRows: 1,
    skipRecords: 1,
  });
  let rowsIn = 0;
  for await (const raw of batches) {
    rowsIn += raw.length + raw.rejections.length;
    const batch = normalise(raw);
    builder.append(batch.table);
    rejections.push(...batch.rejections);
    vocabulary.push(...batch.vocabulary);
  }
  const transactions = builder.build();
  const rows = { in: rowsIn, accepted: transactions.length, rejected: rejections.length };
  return { transactions, rejections, vocabulary: mergeVocabulary(vocabulary), rows };
}

function indexOf(
  header: readonly string[],
  { columns = {} }: ImportSettings,
): ReadonlyMap<ImportField, readonly number[]> {
  const spellings = header.map((name) => name.toLowerCase().replace(/\W/g, ''));
  return new Map(
    importFields.flatMap((field) => {
      const named = [columns[field] ?? []].flat().map((name) => header.indexOf(name));
      const found = columnAliases[field].map((alias) => spellings.indexOf(alias)).find((index) => index >= 0);
      const indices = named.length > 0 ? named : found === undefined ? [] : [found];
      return indices.length === 0 ? [] : [[field, indices] as const];
    }),
  );
}
