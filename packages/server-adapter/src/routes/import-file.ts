import { createHash } from 'node:crypto';
import { type ErrorCode, isTitansError, throwIfAborted } from '@titans/core';
import type { Loader } from '@titans/etl';
import { requestError } from '../http/problem.js';
import { daysSeen } from './days-seen.js';
import type { Imported } from './import-records.js';

/** A file to be stored. */
export interface UploadedFile {
  readonly bytes: Uint8Array;
  /** Names the source in the ledger; the SHA-256 of the bytes unless told. */
  readonly name: string | undefined;
  /** Account of rows that name none. */
  readonly accountId: string | undefined;
}

/** Bytes that may come out of a compressed file. */
const mostDecompressedBytes = 256 * 2 ** 20;

/** What is wrong with a file as a whole, as opposed to with its rows. */
const causedByFile: ReadonlySet<ErrorCode> = new Set([
  'FORMAT_UNKNOWN',
  'SOURCE_EMPTY',
  'SOURCE_INVALID',
  'ENCODING_INVALID',
  'HEADER_MISSING_COLUMN',
  'HEADER_DUPLICATE_COLUMN',
  'ROW_UNTERMINATED',
  'JSON_INVALID',
  'AMOUNT_FORMAT',
]);

/**
 * Stores the transactions of a file of any format that is known, all in one step.
 *
 * @param charge Told of the rows as they are read; what it throws ends the import, and nothing is stored.
 * @throws TitansError `REQUEST_INVALID` for a file that cannot be read, `REQUEST_TOO_LARGE` for one with more in it than is
 * permitted, `DEPENDENCY_MISSING`, `ABORTED`, and what loading throws.
 */
export async function importFile(
  loader: Loader,
  { bytes, name, accountId }: UploadedFile,
  charge: (rows: number) => Promise<void>,
  signal: AbortSignal | undefined,
): Promise<Imported> {
  // Only who imports files needs what reads them.
  const { batchTransformer, extract, pipeline } = await import('@titans/etl');
  const source = name ?? createHash('sha256').update(bytes).digest('hex');
  const days = daysSeen();
  const charged = batchTransformer('charge', async (batch) => {
    // Nothing here waits for anything outside, so without this nothing else would run until the whole file is read.
    await new Promise<void>((resolve) => setImmediate(resolve));
    throwIfAborted(signal, 'the import');
    if (batch.rowsIn > 0) await charge(batch.rowsIn);
    days.add(batch.table);
    return batch;
  });
  try {
    const report = await pipeline({
      name: 'import',
      extract: extract(
        { name: source, bytes },
        {
          decompression: { totalBytes: mostDecompressedBytes },
          ...(accountId === undefined ? {} : { accountId }),
        },
      ),
      transform: charged,
      load: loader,
    }).run(signal === undefined ? {} : { signal });
    return { rows: report.rows, rejections: report.rejections.examples, days: days.seen };
  } catch (error) {
    if (!isTitansError(error)) throw error;
    const { code, message } = error;
    if (code === 'LIMIT_EXCEEDED') throw requestError('REQUEST_TOO_LARGE', message);
    if (!causedByFile.has(code)) throw error;
    throw requestError('REQUEST_INVALID', message, { issues: [{ pointer: '', message }] });
  }
}
