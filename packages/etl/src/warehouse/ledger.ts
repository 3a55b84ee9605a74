import type { Database, ErrorCode, JsonValue } from '@titans/core';
import { kyselyOf } from './kysely-dialect.js';
import { type Page, type PageQuery, readPage } from './page.js';
import type { WarehouseTables } from './tables.js';

/** A run of a pipeline, as the ledger keeps it. */
export interface LedgerRun {
  readonly id: string;
  readonly runId: string;
  readonly status: 'succeeded' | 'failed';
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly finishedAt: string;
  /** The report of the run. */
  readonly report: JsonValue;
}

/** A source that was loaded. */
export interface LedgerFile {
  readonly id: string;
  readonly name: string;
  readonly sha256: string;
  readonly sizeBytes: number;
  readonly format: string;
  /** Of the last load. */
  readonly rowsIn: number;
  readonly rowsRejected: number;
  readonly loadCount: number;
  /** Whether rows of some days have always been left out. */
  readonly isPartial: boolean;
  /** ISO 8601, UTC. */
  readonly firstLoadedAt: string;
  readonly lastLoadedAt: string;
}

/** A record that was not taken. */
export interface QuarantinedRecord {
  readonly id: string;
  readonly source: string;
  readonly sha256: string;
  readonly row: number;
  readonly line: number | null;
  readonly byteOffset: number | null;
  readonly code: ErrorCode;
  readonly field: string | null;
  readonly column: string | null;
  readonly message: string;
  /** Masked. */
  readonly value: string | null;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
}

/** Which records in quarantine are asked for. */
export interface QuarantineQuery extends PageQuery {
  readonly code?: ErrorCode;
  /** Name of the source. */
  readonly source?: string;
}

/** Runs, newest first. */
export function readRuns(database: Database, query: PageQuery = {}): Promise<Page<LedgerRun>> {
  return readPage(query, [], async (before, count) => {
    let select = kyselyOf<WarehouseTables>(database)
      .selectFrom('pipeline_runs')
      .selectAll()
      .orderBy('id', 'desc')
      .limit(count);
    if (before !== null) select = select.where('id', '<', before);
    return (await select.execute()).map((row) => ({
      id: row.id,
      runId: row.run_id,
      status: row.status as LedgerRun['status'],
      startedAt: isoMoment(row.started_at),
      finishedAt: isoMoment(row.finished_at),
      report: JSON.parse(row.report) as JsonValue,
    }));
  });
}

/** Sources that were loaded, newest first. */
export function readSourceFiles(database: Database, query: PageQuery = {}): Promise<Page<LedgerFile>> {
  return readPage(query, [], async (before, count) => {
    let select = kyselyOf<WarehouseTables>(database)
      .selectFrom('source_files')
      .selectAll()
      .orderBy('id', 'desc')
      .limit(count);
    if (before !== null) select = select.where('id', '<', before);
    return (await select.execute()).map((row) => ({
      id: row.id,
      name: row.name,
      sha256: row.sha256,
      sizeBytes: Number(row.size_bytes),
      format: row.format,
      rowsIn: Number(row.rows_in),
      rowsRejected: Number(row.rows_rejected),
      loadCount: row.load_count,
      isPartial: row.is_partial,
      firstLoadedAt: isoMoment(row.first_loaded_at),
      lastLoadedAt: isoMoment(row.last_loaded_at),
    }));
  });
}

/** Records that were not taken, newest first. */
export function readQuarantine(
  database: Database,
  query: QuarantineQuery = {},
): Promise<Page<QuarantinedRecord>> {
  return readPage(query, ['code', 'source'], async (before, count) => {
    let select = kyselyOf<WarehouseTables>(database)
      .selectFrom('quarantine')
      .innerJoin('source_files', 'source_files.id', 'quarantine.source_file_id')
      .selectAll('quarantine')
      .select(['source_files.name', 'source_files.sha256'])
      .orderBy('quarantine.id', 'desc')
      .limit(count);
    if (before !== null) select = select.where('quarantine.id', '<', before);
    if (query.code !== undefined) select = select.where('quarantine.code', '=', query.code);
    if (query.source !== undefined) select = select.where('source_files.name', '=', query.source);
    return (await select.execute()).map((row) => ({
      id: row.id,
      source: row.name,
      sha256: row.sha256,
      row: row.source_row,
      line: row.source_line,
      byteOffset: row.byte_offset === null ? null : Number(row.byte_offset),
      code: row.code as ErrorCode,
      field: row.field,
      column: row.column_name,
      message: row.message,
      value: row.value,
      createdAt: isoMoment(row.created_at),
    }));
  });
}

/** A moment of a `timestamptz` column; years that no Date of four digits says come as text. */
export function isoMoment(moment: Date | string): string {
  return moment instanceof Date ? moment.toISOString() : moment;
}
