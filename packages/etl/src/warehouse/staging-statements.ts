import { naturalKeyExpression, rowHashExpression } from './key-expressions.js';
import { placeColumns, rejectionColumns, transactionColumns } from './staging-rows.js';

/** Names of the temporary tables of a load; they vanish when it ends. */
export const stagingTable: string = 'titans_staging';
export const removedTable: string = 'titans_removed';
export const rejectionsTable: string = 'titans_staged_rejections';
export const decisionsTable: string = 'titans_staged_decisions';
export const sourcesTable: string = 'titans_staged_sources';

/** Columns of a staged transaction, as rows are handed over. */
export const stagedColumns: readonly string[] = ['source', ...placeColumns, ...transactionColumns];
export const stagedRejectionColumns: readonly string[] = ['source', ...rejectionColumns];

/** The server computes keys and hashes while rows stream in, and so while the next ones are read. */
const transactionTable = (name: string): string => `create temporary table ${name} (
    source integer not null, source_row integer not null, source_line integer, byte_offset bigint,
    external_id text, account_id text not null, date date not null, second_of_day integer, type text,
    description text not null, original_description text, amount numeric(19, 4) not null, currency text not null,
    balance numeric(19, 4), category text, payment_method text, status text, reference text, receipt_url text,
    merchant_name text, merchant_category_code text, location text, recurring boolean, tags jsonb,
    natural_key bytea generated always as (${naturalKeyExpression}) stored,
    row_hash bytea generated always as (${rowHashExpression}) stored
  ) on commit drop`;

export const createStaging: readonly string[] = [
  transactionTable(stagingTable),
  transactionTable(removedTable),
  `create temporary table ${rejectionsTable} (
    source integer not null, source_row integer not null, source_line integer, byte_offset bigint,
    code text, field text, column_name text, message text, value text
  ) on commit drop`,
  `create temporary table ${decisionsTable} (
    source integer not null, source_row integer not null, transformer text, kind text, other_source text,
    other_row integer, confidence double precision, evidence jsonb, removed jsonb
  ) on commit drop`,
  `create temporary table ${sourcesTable} (
    source integer primary key, source_file_id bigint not null, name text not null, is_partial boolean not null
  ) on commit drop`,
];

/** To be said first in a transaction that takes turns. */
export const seeCommitted: string = 'set transaction isolation level read committed';

/** Two loads that reached this point take turns, so that each sees what the other has committed. */
export const takeTurn: string = `select pg_advisory_xact_lock(hashtextextended('titans.load', 0))`;

/** A file counts as loaded in part for as long as some of its days were always left out. */
export const recordSource: string = `
  insert into source_files (name, sha256, size_bytes, format, rows_in, rows_rejected, is_partial)
  values ($1, $2, $3, $4, $5, $6, $7)
  on conflict (sha256) do update set
    load_count = source_files.load_count + 1, last_loaded_at = now(),
    rows_in = excluded.rows_in, rows_rejected = excluded.rows_rejected,
    is_partial = source_files.is_partial and excluded.is_partial
  returning id`;

export const recordStagedSource: string = `insert into ${sourcesTable} values ($1, $2, $3, $4)`;

/** A source may go by the name of another that was loaded before under the same checksum: its own name counts. */
export const raiseWatermarks: string = `
  insert into source_watermarks (source_name, newest_date)
  select name, max(date) from ${stagingTable} join ${sourcesTable} using (source) group by name order by name
  on conflict (source_name) do update set newest_date = excluded.newest_date, updated_at = now()
  where source_watermarks.newest_date < excluded.newest_date`;

/** What may differ when the same row is refused again, for example as columns were named otherwise. */
const reasons = rejectionColumns.filter((column) => column !== 'source_row');

/** Quarantine holds what the last load of each file refused; a load of some days says nothing of the others. */
export const refreshQuarantine: readonly string[] = [
  `delete from quarantine using ${sourcesTable} sources
    where quarantine.source_file_id = sources.source_file_id and not sources.is_partial and not exists (
      select from ${rejectionsTable} rejected
      where rejected.source = sources.source and rejected.source_row = quarantine.source_row)`,
  `insert into quarantine (source_file_id, ${rejectionColumns.join(', ')})
    select distinct on (source_file_id, source_row) source_file_id, ${rejectionColumns.join(', ')}
    from ${rejectionsTable} join ${sourcesTable} using (source)
    order by source_file_id, source_row
    on conflict (source_file_id, source_row) do update set
      ${reasons.map((column) => `${column} = excluded.${column}`).join(', ')}
    where (${reasons.map((column) => `quarantine.${column}`).join(', ')})
      is distinct from (${reasons.map((column) => `excluded.${column}`).join(', ')})`,
];
