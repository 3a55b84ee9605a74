import { throwIfAborted, type WorkOptions } from '@titans/core';
import type { RawBatch } from '../../records/raw-batch.js';
import { type RecordCollector, recordCollector } from './record-collector.js';

/** Takes a source apart piece by piece. */
export interface PieceParser {
  push(piece: Uint8Array): void;
  /** @throws TitansError `SOURCE_INVALID` if the source cannot end here. */
  end(): void;
}

/** How the records of a source are put into batches. */
export interface StatementBatchOptions {
  readonly source: string;
  readonly width: number;
  /** Records after which a batch ends, at the end of a piece. */
  readonly batchRows: number;
}

/** Records after which a batch ends unless told. */
export const defaultBatchRows = 4_096;

/** Most bytes that are parsed at once, so that batches stay small and a raised signal is seen soon. */
const pieceBytes = 64 * 1024;

/** The records that a parser finds in the bytes of a source, in bounded batches. */
export async function* statementBatches(
  chunks: AsyncIterable<Uint8Array>,
  { source, width, batchRows }: StatementBatchOptions,
  parserOf: (records: RecordCollector) => PieceParser,
  work: WorkOptions = {},
): AsyncGenerator<RawBatch> {
  const records = recordCollector(source, width);
  const parser = parserOf(records);
  for await (const chunk of chunks) {
    for (let start = 0; start < chunk.length; start += pieceBytes) {
      throwIfAborted(work.signal, 'extract');
      parser.push(chunk.subarray(start, start + pieceBytes));
      if (records.size() >= batchRows) yield records.seal();
    }
  }
  throwIfAborted(work.signal, 'extract');
  parser.end();
  yield records.seal();
}
