import { type Progress, TitansError, throwIfAborted } from '@titans/core';
import { type ImportField, type TransactionField, transactionFields } from '../normalise/import-field.js';
import { normaliser } from '../normalise/normaliser.js';
import { type RawBatch, rawBatchOfTexts } from '../records/raw-batch.js';
import type { TransactionBatch } from '../records/transaction-batch.js';
import type { BatchOptions } from './extraction.js';
import type { ImportSettings } from './import-settings.js';
import { type Inferred, startInference } from './inference/inference.js';
import type { OpenedRecords, Source } from './source.js';

/** Most bytes of records that are held in memory while it is not yet known what they mean. */
const mostHeldBytes = 32 * 1024 * 1024;

/**
 * Reads one source: finds out what its records mean, and normalises them batch by batch. Where the first records
 * leave something open, a source that can be read again is looked at to its end first.
 *
 * @returns `null`, as `readWhole` does where it can be read.
 */
export async function* readSource(
  source: Source,
  sourceIndex: number,
  expectedSha256: string | null,
  settings: ImportSettings,
  work: BatchOptions,
): AsyncGenerator<TransactionBatch, null> {
  let opened = await source.open(settings, work);
  try {
    let records = opened.stream.batches(work)[Symbol.asyncIterator]();
    const looked = await lookAt(source, opened, records, settings, work);
    const { inferred } = looked;
    if (!looked.isHeld) {
      await records.return?.();
      await opened.close();
      opened = await source.open(settings, work);
      records = opened.stream.batches(work)[Symbol.asyncIterator]();
    }
    const { stream, format } = opened;
    work.onProfile?.({
      source: source.name,
      format,
      columns: stream.columns,
      unusedColumns: inferred.columns.unused,
      decisions: [...stream.decisions, ...inferred.decisions],
      settings: inferred.settings,
    });
    const normalise = normaliser({
      ...inferred.settings,
      source: source.name,
      header: stream.columns,
      indexOf: inferred.columns.indexOf,
    });
    const fields = fieldsInOrder(inferred);
    let rowsIn = 0;
    let rowsRejected = 0;
    let last = batchOf(emptyRawBatch(stream.columns.length));
    let isFirst = true;
    for await (const raw of chained(looked.held, records)) {
      throwIfAborted(work.signal, 'extract');
      if (!isFirst) yield last;
      isFirst = false;
      last = batchOf(raw);
      rowsIn += last.rowsIn;
      rowsRejected += last.rejections.length;
      work.onProgress?.(progressOf(opened, source));
    }
    const sha256 = opened.sha256();
    if (expectedSha256 !== null && sha256 !== expectedSha256) {
      throw new TitansError('SOURCE_CHANGED', `"${source.name}" changed while it was read. Read it again.`, {
        details: { source: source.name },
      });
    }
    const summary = {
      name: source.name,
      format,
      sha256,
      sizeBytes: opened.bytesRead(),
      rowsIn,
      rowsRejected,
    };
    yield { ...last, summary };
    return null;

    function batchOf(raw: RawBatch): TransactionBatch {
      const rows = raw.length + raw.rejections.length;
      return {
        source: source.name,
        sourceIndex,
        fields,
        ...normalise(raw),
        rowsIn: rows,
        decisions: [],
        summary: null,
      };
    }
  } finally {
    await opened.close();
  }
}

/** Fields that have a column, in the order of columns; amounts may come from a column of money out and one of money in. */
function fieldsInOrder({ columns: { indexOf } }: Inferred): readonly TransactionField[] {
  const columnsOf = (field: ImportField): readonly number[] => indexOf.get(field) ?? [];
  const placeOf = (field: TransactionField): number =>
    Math.min(
      ...columnsOf(field),
      ...(field === 'amount' ? [...columnsOf('debit'), ...columnsOf('credit')] : []),
    );
  return transactionFields
    .filter((field) => Number.isFinite(placeOf(field)))
    .sort((a, b) => placeOf(a) - placeOf(b));
}

/** Records that were looked at: all so far where they are held, else none of them. */
interface Looked {
  readonly inferred: Inferred;
  readonly held: readonly RawBatch[];
  readonly isHeld: boolean;
}

async function lookAt(
  source: Source,
  opened: OpenedRecords,
  records: AsyncIterator<RawBatch>,
  settings: ImportSettings,
  work: BatchOptions,
): Promise<Looked> {
  const inference = startInference(source.name, opened.stream, settings);
  const held: RawBatch[] = [];
  let heldBytes = 0;
  let isHeld = true;
  while (!inference.isDecided()) {
    throwIfAborted(work.signal, 'extract');
    const next = await records.next();
    if (next.done) break;
    inference.observe(next.value);
    heldBytes += next.value.bytes.length + next.value.starts.byteLength + next.value.ends.byteLength;
    if (isHeld) held.push(next.value);
    if (heldBytes <= mostHeldBytes) continue;
    if (!source.rereadable) break;
    isHeld = false;
    held.length = 0;
  }
  return { inferred: inference.finish(), held, isHeld };
}

async function* chained(
  held: readonly RawBatch[],
  records: AsyncIterator<RawBatch>,
): AsyncGenerator<RawBatch> {
  try {
    yield* held;
    for (let next = await records.next(); !next.done; next = await records.next()) yield next.value;
  } finally {
    await records.return?.();
  }
}

function emptyRawBatch(width: number): RawBatch {
  return rawBatchOfTexts({
    width,
    records: [],
    provenance: { row: new Int32Array(0), line: new Int32Array(0), byteOffset: new Float64Array(0) },
  });
}

function progressOf(opened: OpenedRecords, source: Source): Progress {
  return {
    stage: 'extract',
    done: opened.bytesRead(),
    unit: 'bytes',
    ...(source.sizeBytes === null ? {} : { total: source.sizeBytes }),
  };
}
