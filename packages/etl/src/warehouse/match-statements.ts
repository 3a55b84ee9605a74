import { mutableColumns } from './key-expressions.js';
import { placeColumns, transactionColumns } from './staging-rows.js';
import { sourcesTable, stagingTable } from './staging-statements.js';

/**
 * What became of staged rows that are not simply new; see `matchRows`. A staged row goes by its place in the staging
 * table, as a source may number its batches each from 1.
 */
export const fatesTable: string = 'titans_fates';
export const fateColumns: readonly string[] = ['row_id', 'kind', 'known_id', 'occurrence'];
const contestedTable = 'titans_contested';

/** Every staged row with the known rows of its key, at first with the fate that it has if there is one of each. */
export const pairRows: readonly string[] = [
  `create temporary table ${fatesTable} on commit drop as
    select staged.ctid as row_id, staged.natural_key, known.id as known_id, null::integer as occurrence,
      case when known.row_hash = staged.row_hash then 'unchanged' else 'updated' end as kind,
      staged.external_id is null and known.row_hash <> staged.row_hash
        and coalesce(known.second_of_day <> staged.second_of_day or known.reference <> staged.reference, false)
        as is_another
    from ${stagingTable} staged join raw_transactions known on known.natural_key = staged.natural_key`,
  `analyze ${fatesTable}`,
  // Keys whose rows have to be looked at together.
  `create temporary table ${contestedTable} on commit drop as
    select natural_key from ${stagingTable} group by natural_key having count(*) > 1
    union
    select natural_key from ${fatesTable} group by natural_key having count(*) > 1 or bool_or(is_another)`,
  `analyze ${contestedTable}`,
  `delete from ${fatesTable} using ${contestedTable} contested
    where ${fatesTable}.natural_key = contested.natural_key`,
];

/** The contested rows, known ones first, in an order that is the same everywhere. */
export const openContested: string = `
  declare titans_contested_rows no scroll cursor for
  select encode(natural_key, 'hex') as key, null::integer as source, occurrence as row, null::tid as row_id, id as known_id,
    encode(row_hash, 'hex') as content, second_of_day, reference, external_id is not null as has_identifier
  from raw_transactions where natural_key in (select natural_key from ${contestedTable})
  union all
  select encode(natural_key, 'hex'), source, source_row, ctid, null,
    encode(row_hash, 'hex'), second_of_day, reference, external_id is not null
  from ${stagingTable} where natural_key in (select natural_key from ${contestedTable})
  order by key, source nulls first, row, row_id`;
export const fetchContested: string = 'fetch 10000 from titans_contested_rows';
export const closeContested: string = 'close titans_contested_rows';

export const countFates: string = `
  select (select count(*) from ${stagingTable})::text as staged,
    count(*) filter (where kind = 'new')::text as new, count(*) filter (where kind = 'updated')::text as updated,
    count(*) filter (where kind = 'unchanged')::text as unchanged,
    count(*) filter (where kind = 'superseded')::text as superseded
  from ${fatesTable}`;

/** Rows that are new or updated: all that were staged but those that are the same or superseded. */
const changedRows = `${stagingTable} staged left join ${fatesTable} fate on fate.row_id = staged.ctid
  where fate.kind is null or fate.kind in ('new', 'updated')`;

/** Accounts that will change, and from which day on. */
export const markChanged: string = `
  create temporary table titans_changed on commit drop as
  select account_id, min(date) as first_date from ${changedRows} group by account_id`;

const staged = transactionColumns.join(', ');
const places = placeColumns.join(', ');

export const insertNew: string = `
  insert into raw_transactions (natural_key, occurrence, row_hash, source_file_id, ${places}, ${staged})
  select staged.natural_key, coalesce(fate.occurrence, 1), staged.row_hash, source_file_id, ${places}, ${staged}
  from ${stagingTable} staged join ${sourcesTable} using (source)
    left join ${fatesTable} fate on fate.row_id = staged.ctid
  where fate.kind is null or fate.kind = 'new'
  order by source, source_row`;

const replaced = ['row_hash', ...placeColumns, ...mutableColumns];

export const updateKnown: string = `
  update raw_transactions set
    ${replaced.map((column) => `${column} = staged.${column}`).join(', ')},
    source_file_id = sources.source_file_id, updated_at = now()
  from ${stagingTable} staged join ${sourcesTable} sources using (source)
    join ${fatesTable} fate on fate.row_id = staged.ctid
  where fate.kind = 'updated' and raw_transactions.id = fate.known_id`;
