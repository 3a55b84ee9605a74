import type { QueryRunner } from '@titans/core';

/** What stands in the way of inserting many rows into an empty table, and how to make it again. */
interface Rebuilt {
  readonly drop: string;
  readonly create: string;
}

/**
 * Indexes and foreign keys of the tables as the catalog describes them, so that those that others have added are kept too.
 * Primary keys stay, since foreign keys lead to them; so do tables of another owner, and indexes on which more
 * depends than their definition says (clustering, replication).
 */
const rebuildable = `
  select format('alter table %s drop constraint %I', conrelid::regclass, conname) as drop,
    format('alter table %s add constraint %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) as create,
    contype = 'f' as is_last, conname::text as name
  from pg_constraint
  where conrelid = any ($1::regclass[]) and contype in ('u', 'f') and not condeferrable
    and not exists (select from pg_constraint other where other.confrelid = pg_constraint.conrelid
      and other.conindid = pg_constraint.conindid and other.contype = 'f')
  union all
  select format('drop index %s', indexrelid::regclass), pg_get_indexdef(indexrelid), false, indexrelid::regclass::text
  from pg_index
  where indrelid = any ($1::regclass[]) and indisvalid and not indisprimary
    and not exists (select from pg_constraint where conindid = indexrelid)
  order by is_last, name`;

const isBulkLoad = `
  select (select count(*) from (select from titans_staging limit $2::bigint) staged) = $2::bigint
    and not exists (select from raw_transactions) and not exists (select from processed_transactions)
    and not exists (
      select from pg_class where oid = any ($1::regclass[]) and not pg_has_role(relowner, 'USAGE'))
    and not exists (
      select from pg_index where indrelid = any ($1::regclass[]) and (indisclustered or indisreplident)) as is_bulk`;

/** From this number of rows on, making indexes anew is faster than keeping them up to date. */
const bulkRows = 20_000;

/**
 * Inserts into the empty tables of transactions without their indexes, and makes those again afterwards: several times
 * faster than row by row. Where the tables hold anything, are another's, or the load is small, rows are inserted as
 * usual. All is part of the transaction: readers wait for its end, and a load that fails leaves the indexes as they were.
 *
 * @returns What the work gave.
 */
export async function bulkLoading<T>(runner: QueryRunner, work: (isBulk: boolean) => Promise<T>): Promise<T> {
  const tables = '{raw_transactions,processed_transactions}';
  const { rows } = await runner.query<{ is_bulk: boolean }>(isBulkLoad, [tables, bulkRows]);
  if (rows[0]?.is_bulk !== true) return work(false);
  const found = (await runner.query<Rebuilt>(rebuildable, [tables])).rows;
  for (const { drop } of found.toReversed()) await runner.query(drop);
  const result = await work(true);
  for (const { create } of found) await runner.query(create);
  return result;
}
