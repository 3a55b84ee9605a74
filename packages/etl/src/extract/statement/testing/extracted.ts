import { readFileSync } from 'node:fs';
import { batchTexts } from '../../../records/raw-batch.js';
import type { Rejection } from '../../../records/rejection.js';
import { openSource } from '../../byte-input.js';
import { bytesSource } from '../../byte-source.js';
import type { Extractor, OpenOptions } from '../../extractor.js';

/** What an extractor made of a source, for tests. */
export interface Extracted {
  /** Texts by column, without those that are empty. */
  readonly records: readonly Readonly<Record<string, string>>[];
  readonly rejections: readonly Rejection[];
  readonly lines: readonly number[];
  readonly byteOffsets: readonly number[];
}

/** Reads a source to its end. */
export async function extracted(
  extractor: Extractor,
  source: string | Uint8Array,
  options: OpenOptions = {},
): Promise<Extracted> {
  const input = await openSource(bytesSource('test', Buffer.from(source)));
  const found = { records: [], rejections: [], lines: [], byteOffsets: [] } as {
    records: Record<string, string>[];
    rejections: Rejection[];
    lines: number[];
    byteOffsets: number[];
  };
  try {
    const stream = await extractor.open(input, options);
    for await (const batch of stream.batches(options)) {
      for (const texts of batchTexts(batch)) {
        const named = stream.columns.map((column, index) => [column, texts[index] ?? ''] as const);
        found.records.push(Object.fromEntries(named.filter(([, text]) => text !== '')));
      }
      found.rejections.push(...batch.rejections);
      found.lines.push(...batch.provenance.line);
      found.byteOffsets.push(...batch.provenance.byteOffset);
    }
  } finally {
    await input.close();
  }
  return found;
}

/** Reads a file of the shared data. */
export async function extractedFile(extractor: Extractor, path: string): Promise<Extracted> {
  return extracted(extractor, readFileSync(path));
}

/** Some columns of all records. */
export function columnsOf(
  { records }: Extracted,
  ...columns: readonly string[]
): readonly (readonly (string | undefined)[])[] {
  return records.map((record) => columns.map((column) => record[column]));
}
