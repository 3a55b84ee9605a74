import { createHash } from 'node:crypto';
import {
  createTransaction,
  isTitansError,
  maskSample,
  TitansError,
  type Transaction,
  tableFromRows,
  throwIfAborted,
} from '@titans/core';
import { type TransactionRequest, transactionRequestSchema } from '@titans/core/contract';
import type { Loader, Rejection, TransactionBatch, TransactionField } from '@titans/etl';
import { issueWords } from '../http/validate.js';
import type { StoredDays } from '../model-host/stored-follower.js';
import { daysSeen } from './days-seen.js';
import { isObjection } from './model-errors.js';
import { inputOf, missingMembers } from './sent-transactions.js';

/** What became of rows: `in` is the sum of the others. */
export interface ImportedRows {
  readonly in: number;
  readonly loaded: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly quarantined: number;
}

/** What an import did. */
export interface Imported {
  readonly rows: ImportedRows;
  readonly rejections: readonly Rejection[];
  /** First and last day of the rows that are no rejection; `null` without any. */
  readonly days: StoredDays | null;
}

/** Rows read before anything else may run. */
const rowsTogether = 500;
const source = 'request';

/** Members of a request, as the warehouse calls their columns. */
const fields: readonly TransactionField[] = [
  ...(['id', 'accountId', 'date', 'time', 'type', 'description', 'amount', 'currency', 'category'] as const),
  ...(['paymentMethod', 'status', 'merchantName', 'location', 'recurring', 'tags'] as const),
];

/**
 * Stores transactions that were sent as JSON, all in one step. One that is none is kept as a rejection.
 *
 * @throws TitansError what loading throws, then nothing is stored; `ABORTED`.
 */
export async function importRecords(
  loader: Loader,
  records: readonly unknown[],
  signal: AbortSignal | undefined,
): Promise<Imported> {
  const rejections: Rejection[] = [];
  const days = daysSeen();
  const content = JSON.stringify(records);
  const sha256 = createHash('sha256').update(content).digest('hex');

  async function* batches(): AsyncGenerator<TransactionBatch> {
    for (let first = 0; first < records.length; first += rowsTogether) {
      await new Promise<void>((resolve) => setImmediate(resolve));
      throwIfAborted(signal, 'the import');
      const last = Math.min(first + rowsTogether, records.length);
      const taken: Transaction[] = [];
      const rows: number[] = [];
      const refused: Rejection[] = [];
      for (let index = first; index < last; index++) {
        const read = readRecord(records[index], index + 1);
        if ('code' in read) refused.push(read);
        else {
          taken.push(read);
          rows.push(index + 1);
        }
      }
      rejections.push(...refused);
      const table = tableFromRows(taken);
      days.add(table);
      const isLast = last === records.length;
      yield {
        ...{ source, sourceIndex: 0, fields, table, rejections: refused },
        provenance: {
          row: Int32Array.from(rows),
          line: new Int32Array(rows.length),
          byteOffset: new Float64Array(rows.length).fill(Number.NaN),
        },
        ...{ rowsIn: last - first, vocabulary: [], decisions: [] },
        summary: isLast
          ? {
              ...{ name: source, format: 'json', sha256, sizeBytes: Buffer.byteLength(content) },
              ...{ rowsIn: records.length, rowsRejected: rejections.length },
            }
          : null,
      };
    }
  }

  const counts = await loader.load(batches(), signal === undefined ? {} : { signal });
  const { loaded, updated, unchanged, quarantined } = counts;
  if (loaded + updated + unchanged + quarantined !== records.length) {
    throw new TitansError('INTERNAL', 'Of an import, not every row was accounted for.');
  }
  return { rows: { in: records.length, ...counts }, rejections, days: days.seen };
}

function readRecord(record: unknown, row: number): Transaction | Rejection {
  const checked = transactionRequestSchema.safeParse(record, { error: issueWords });
  if (!checked.success) {
    const issue = checked.error.issues[0];
    const unknown = issue?.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
    const field = unknown ?? issue?.path.map(String).join('.') ?? '';
    const message = unknown === undefined ? (issue?.message ?? 'is not valid') : 'unknown member';
    return rejection(row, 'FIELD_INVALID', message, field, valueAt(record, field));
  }
  const [missing] = missingMembers(checked.data);
  if (missing !== undefined) return rejection(row, 'FIELD_MISSING', 'is needed here', missing, null);
  return transactionOf(checked.data, row);
}

function transactionOf(request: TransactionRequest, row: number): Transaction | Rejection {
  try {
    return createTransaction(inputOf(request));
  } catch (error) {
    if (!isTitansError(error) || !isObjection(error)) throw error;
    const { code, message, details } = error;
    return rejection(row, code, message, details.field ?? '', details.value ?? null);
  }
}

function rejection(
  row: number,
  code: Rejection['code'],
  message: string,
  field: string,
  value: string | null,
): Rejection {
  return {
    code,
    message,
    source,
    row,
    line: null,
    byteOffset: null,
    field: field || null,
    column: null,
    value,
  };
}

function valueAt(record: unknown, field: string): string | null {
  if (typeof record !== 'object' || record === null) return null;
  const value: unknown = Object.getOwnPropertyDescriptor(record, field)?.value;
  return typeof value === 'string' || typeof value === 'number' ? maskSample(String(value)) : null;
}
