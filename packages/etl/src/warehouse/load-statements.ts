import { placeColumns, rejectionColumns, transactionColumns } from './staging-rows.js';

/** Names of the temporary tables of a load; they vanish when it ends. */
export const stagingTable: string = 'titans_staging';
export const rejectionsTable: string = 'titans_staged_rejections';
export const sourcesTable: string = 'titans_staged_sources';

const staged = transactionColumns.join(', ');
const places = placeColumns.join(', ');

/** Columns whose change makes a known transaction an updated one: all that are not part of its key. */
const mutable = transactionColumns.filter(
  (column) => !['external_id', 'account_id', 'date', 'description', 'amount', 'currency'].includes(column),
);

export const createStaging: readonly string[] = [
  `create temporary table ${stagingTable} (
    source integer not null, source_row integer not null, source_line integer, byte_offset bigint,
    external_id text, account_id text, date date, second_of_day integer, type text, description text,
    original_description text, amount numeric(19, 4), currency text, balance numeric(19, 4), category text,
    payment_method text, status text, reference text, receipt_url text, merchant_name text,
    merchant_category_code text, location text, recurring boolean, tags jsonb
  ) on commit drop`,
  `create temporary table ${rejectionsTable} (
    source integer not null, source_row integer not null, source_line integer, byte_offset bigint,
    code text, field text, column_name text, message text, value text
  ) on commit drop`,
  `create temporary table ${sourcesTable} (source integer primary key, source_file_id bigint not null,
    name text not null, is_partial boolean not null) on commit drop`,
];

/** Two loads that reached this point take turns, so that each sees what the other has committed. */
export const takeTurn: string = `select pg_advisory_xact_lock(hashtextextended('titans.load', 0))`;

export const recordSource: string = `
  insert into source_files (name, sha256, size_bytes, format, rows_in, rows_rejected, is_partial)
  values ($1, $2, $3, $4, $5, $6, $7)
  on conflict (sha256) do update set
    load_count = source_files.load_count + 1, last_loaded_at = now(),
    rows_in = excluded.rows_in, rows_rejected = excluded.rows_rejected,
    is_partial = source_files.is_partial and excluded.is_partial
  returning id`;

/**
 * Gives every staged row its natural key and keeps the last of those with the same key.
 *
 * The key is the account, date, amount and currency, with the identifier of the source where it gives one, else
 * with the description and the number of the occurrence within its file: two equal purchases on one day are two
 * transactions, and the same two in the next export are the same. Text is compared byte by byte (records print
 * their members unambiguously), not by a collation.
 */
export const keyRows: string = `
  create temporary table titans_keyed on commit drop as
  select distinct on (natural_key) * from (
    select source, ${places}, ${staged}, row_hash,
      case when external_id is null
        then sha256(base_key || int8send(row_number() over (
          partition by source, base_key order by source_row)))
        else base_key end as natural_key
    from (
      select *,
        sha256(convert_to(case when external_id is null
          then row('text', account_id, date - date '1970-01-01', amount, currency, description)::text
          else row('id', account_id, date - date '1970-01-01', amount, currency, external_id)::text
        end, 'UTF8')) as base_key,
        sha256(convert_to(row(description, ${mutable.join(', ')})::text, 'UTF8')) as row_hash
      from ${stagingTable}
    ) hashed
  ) keyed
  order by natural_key, source desc, source_row desc`;

/** What will become of the rows, by account, before any of it happens. */
export const classifyRows: string = `
  create temporary table titans_changed on commit drop as
  select staged.account_id,
    count(*) filter (where known.id is null) as loaded,
    count(*) filter (where known.row_hash <> staged.row_hash) as updated,
    count(*) filter (where known.row_hash = staged.row_hash) as unchanged,
    min(staged.date) filter (where known.row_hash is distinct from staged.row_hash) as first_date
  from titans_keyed staged left join raw_transactions known on known.natural_key = staged.natural_key
  group by staged.account_id`;

export const countRows: string = `
  select (select count(*) from ${stagingTable})::text as staged,
    coalesce(sum(loaded), 0)::text as loaded, coalesce(sum(updated), 0)::text as updated,
    coalesce(sum(unchanged), 0)::text as unchanged
  from titans_changed`;

/** Rows that are known and the same are left out beforehand, since a conflict costs as much as an insert. */
export const upsertRaw: string = `
  insert into raw_transactions (natural_key, row_hash, source_file_id, ${places}, ${staged})
  select natural_key, row_hash, source_file_id, ${places}, ${staged}
  from titans_keyed staged join ${sourcesTable} using (source)
  where not exists (
    select from raw_transactions known
    where known.natural_key = staged.natural_key and known.row_hash = staged.row_hash)
  order by source, source_row
  on conflict (natural_key) do update set
    ${['row_hash', 'source_file_id', ...placeColumns, 'description', ...mutable].map((column) => `${column} = excluded.${column}`).join(', ')},
    updated_at = now()
  where raw_transactions.row_hash is distinct from excluded.row_hash`;

const processed = [
  'account_id',
  'date',
  'type',
  'description',
  'amount',
  'currency',
  'category',
  'payment_method',
  'status',
  'rolling_7d_avg',
  'rolling_30d_avg',
  'category_frequency',
];

/**
 * Brings the processed rows up to date: those of every account that changed, from its first changed day on, since
 * later rows look back on earlier ones. Windows end the day before the row.
 */
export const refreshProcessed: string = `
  insert into processed_transactions (raw_transaction_id, ${processed.join(', ')})
  select id, ${processed.join(', ')} from (
    select raw.*, changed.first_date,
      avg(amount) over (account range between interval '7 days' preceding and interval '1 day' preceding)
        as rolling_7d_avg,
      avg(amount) over (account range between interval '30 days' preceding and interval '1 day' preceding)
        as rolling_30d_avg,
      case when category is not null then count(*) over (
        partition by account_id, category order by date
        range between interval '365 days' preceding and interval '1 day' preceding) end as category_frequency
    from raw_transactions raw join titans_changed changed using (account_id)
    where raw.date >= changed.first_date - 365
    window account as (partition by account_id, currency order by date)
  ) windowed
  where date >= first_date
  order by id
  on conflict (raw_transaction_id) do update set
    ${processed.map((column) => `${column} = excluded.${column}`).join(', ')}, updated_at = now()
  where (${processed.map((column) => `processed_transactions.${column}`).join(', ')})
    is distinct from (${processed.map((column) => `excluded.${column}`).join(', ')})`;

/** What may differ when the same row is refused again, for example as columns were named otherwise. */
const reasons = rejectionColumns.filter((column) => column !== 'source_row');

/** A source may go by the name of another that was loaded before under the same checksum: its own name counts. */
export const raiseWatermarks: string = `
  insert into source_watermarks (source_name, newest_date)
  select name, max(date) from ${stagingTable} join ${sourcesTable} using (source) group by name order by name
  on conflict (source_name) do update set newest_date = excluded.newest_date, updated_at = now()
  where source_watermarks.newest_date < excluded.newest_date`;

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
