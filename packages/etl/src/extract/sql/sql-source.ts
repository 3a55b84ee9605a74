import { createHash } from 'node:crypto';
import {
  type Database,
  isTitansError,
  type PlainDate,
  type QueryRunner,
  type SqlValue,
  TitansError,
  throwIfAborted,
  type WorkOptions,
} from '@titans/core';
import { type RawBatch, rawBatchOfTexts } from '../../records/raw-batch.js';
import { requireMethod, requireText } from '../../validation/arguments.js';
import { columnsOfNothing } from '../columns-of-nothing.js';
import type { RecordStream } from '../extractor.js';
import type { RecordSource, RecordSourceOptions } from '../record-source.js';
import { handover } from './handover.js';

/** Parameters of a query: the same for every run, or made of the day from which on records are wanted. */
export type SqlParameters =
  | readonly SqlValue[]
  | ((asked: { readonly since: PlainDate | null }) => readonly SqlValue[]);

/** How a query is read. */
export interface SqlSourceOptions {
  /** Appears in rejections and reports; made of the checksum of the query unless told. */
  readonly name?: string;
  /** Rows of a batch, which is what is held in memory; 8,192 unless told. */
  readonly batchRows?: number;
}

type Row = Readonly<Record<string, SqlValue>>;

/**
 * The rows of a query, by a cursor of the database in a transaction that can only read. Numbers, dates and times are
 * the text that the database writes; `timestamptz` is ISO 8601 in UTC.
 *
 * The transaction stays open while the rows are read. To load them into the same database, open it twice: an embedded
 * database, which has one connection, cannot be read and written at once.
 *
 * @param query One statement that gives rows, with `$1`, `$2`, … for its parameters. Give every column a name of its
 * own.
 * @returns A source whose `openRecords` and batches reject with `DATABASE_QUERY`, `DATABASE_UNAVAILABLE`,
 * `INVALID_ARGUMENT` inside a transaction of the same database, or `ABORTED`, where the database goes on until its
 * current statement ends.
 * @example
 * ```ts
 * import type { Database } from '@titans/core';
 * import { extract, sqlSource } from '@titans/etl';
 *
 * async function bookings(database: Database): Promise<number> {
 *   const source = sqlSource(
 *     database,
 *     'SELECT booked AS date, text AS description, amount FROM bookings WHERE booked >= $1 ORDER BY booked',
 *     ({ since }) => [since ?? '-infinity'],
 *   );
 *   return (await extract(source).table()).transactions.length;
 * }
 * ```
 */
export function sqlSource(
  database: Database,
  query: string,
  parameters: SqlParameters = [],
  options: SqlSourceOptions = {},
): RecordSource {
  requireMethod(database, 'transaction', 'database', 'The first argument must be an open database');
  requireText(query, 'query', 'The query must be SQL');
  const checksum = createHash('sha256').update(query).digest('hex').slice(0, 12);
  const name = options.name ?? `sql query ${checksum}`;
  const batchRows = options.batchRows ?? 8_192;

  async function openRecords(asked: RecordSourceOptions = {}): Promise<RecordStream> {
    throwIfAborted(asked.signal, 'extract');
    const given = typeof parameters === 'function' ? parameters({ since: asked.since ?? null }) : parameters;
    const rows = cursorRows(database, query, given, batchRows);
    const first = await unlessAborted(rows.next(), asked.signal, rows.stop);
    const columns = first === null || first[0] === undefined ? columnsOfNothing : Object.keys(first[0]);

    async function* batches(work: WorkOptions = {}): AsyncGenerator<RawBatch> {
      let row = 0;
      try {
        for (let next = first; next !== null; ) {
          throwIfAborted(work.signal, 'extract');
          yield batchOf(next, columns, row);
          row += next.length;
          next = await unlessAborted(rows.next(), work.signal, rows.stop);
        }
      } finally {
        await close(work.signal);
      }
    }

    /** Work that was cancelled is not waited for: its statement may go on for long. */
    async function close(signal?: AbortSignal): Promise<void> {
      rows.stop();
      if (signal?.aborted !== true && asked.signal?.aborted !== true) await rows.ended;
    }

    return { columns, headerLine: null, decisions: [], settings: {}, batches, close: () => close() };
  }

  return Object.freeze({ name, format: 'sql', openRecords });
}

interface CursorRows {
  next(): Promise<readonly Row[] | null>;
  stop(): void;
  /** Resolves when the transaction is over, however it ended. */
  readonly ended: Promise<void>;
}

/** The transaction lasts as long as its work, so that the rows are handed out of it. */
function cursorRows(
  database: Database,
  query: string,
  parameters: readonly SqlValue[],
  batchRows: number,
): CursorRows {
  const handed = handover<readonly Row[]>();

  async function work(runner: QueryRunner): Promise<void> {
    await runner.query('SET TRANSACTION READ ONLY');
    await runner.query(`DECLARE titans_source NO SCROLL CURSOR FOR ${query}`, parameters);
    for (;;) {
      const { rows } = await runner.query<Row>(`FETCH ${batchRows} FROM titans_source`);
      // A transaction that is read to its end is over before its last rows are used.
      if (rows.length < batchRows) return handed.end(rows);
      if (!(await handed.give(rows))) return;
    }
  }

  const ended = database.transaction(work).then(
    () => handed.end(),
    (error: unknown) => handed.fail(explained(error)),
  );
  return { next: handed.take, stop: handed.stop, ended };
}

function explained(error: unknown): unknown {
  if (!isTitansError(error, 'INVALID_ARGUMENT')) return error;
  return new TitansError(
    'INVALID_ARGUMENT',
    'The query would have to wait for the load that it feeds, since both use the same database. Open the database twice, or copy the rows to a file first.',
    { cause: error },
  );
}

async function unlessAborted<T>(
  work: Promise<T>,
  signal: AbortSignal | undefined,
  stop: () => void,
): Promise<T> {
  if (signal === undefined) return work;
  let abort = (): void => {};
  const aborted = new Promise<never>((_, reject) => {
    abort = () => {
      stop();
      reject(signal.reason);
    };
    signal.addEventListener('abort', abort, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } catch (error) {
    throwIfAborted(signal, 'extract');
    throw error;
  } finally {
    signal.removeEventListener('abort', abort);
    // Nobody is left to hear of an error of work that was given up.
    work.catch(() => {});
  }
}

function batchOf(rows: readonly Row[], columns: readonly string[], before: number): RawBatch {
  const { length } = rows;
  return rawBatchOfTexts({
    width: columns.length,
    records: rows.map((row) => columns.map((column) => textOf(row[column]))),
    provenance: {
      row: Int32Array.from({ length }, (_, index) => before + index + 1),
      line: new Int32Array(length),
      byteOffset: new Float64Array(length).fill(Number.NaN),
    },
  });
}

function textOf(value: SqlValue | undefined): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return value.toISOString().replace('.000Z', 'Z');
  if (value instanceof Uint8Array) return `\\x${Buffer.from(value).toString('hex')}`;
  return String(value);
}
