import { decisionsTable, rejectionsTable, removedTable, sourcesTable } from './staging-statements.js';

/** Columns of a staged decision, as rows are handed over. */
export const stagedDecisionColumns: readonly string[] = [
  'source',
  'source_row',
  'transformer',
  'kind',
  'other_source',
  'other_row',
  'confidence',
  'evidence',
  'removed',
];

/**
 * Rows that a transformer took out again although that was taken back before: they are in the table already. Of equal
 * transactions, as many stay as were put back; of those, the rows of the same file first.
 */
export const markRestored: string = `
  create temporary table titans_restored on commit drop as
  select source, source_row from (
    select removed.source, removed.source_row, removed.natural_key, row_number() over (
        partition by removed.natural_key
        order by (exists (
          select from row_decisions past join ${sourcesTable} sources using (source_file_id)
          where sources.source = removed.source and past.source_row = removed.source_row
            and past.reverted_at is not null)) desc, removed.source, removed.source_row) as place
    from ${removedTable} removed
  ) ranked
  where place <= (
    select count(distinct past.restored_id) from row_decisions past
    where past.natural_key = ranked.natural_key and past.reverted_at is not null)`;

/** What is in the table is not in quarantine as well. */
export const dropRestoredRejections: string = `
  delete from ${rejectionsTable} rejected using titans_restored restored
  where rejected.source = restored.source and rejected.source_row = restored.source_row`;

/** Decisions are kept once, whatever the number of loads; one that was taken back stays so. */
export const keepDecisions: string = `
  insert into row_decisions (source_file_id, source_row, transformer, kind, other_source, other_row, confidence,
    evidence, removed, natural_key, reverted_at)
  select distinct on (source_file_id, decided.source_row, transformer, kind)
    source_file_id, decided.source_row, transformer, kind, other_source, other_row, confidence, evidence,
    decided.removed, removed.natural_key, case when restored.source_row is not null then now() end
  from ${decisionsTable} decided join ${sourcesTable} using (source)
    left join ${removedTable} removed
      on decided.removed is not null and removed.source = decided.source and removed.source_row = decided.source_row
    left join titans_restored restored
      on decided.removed is not null and restored.source = decided.source and restored.source_row = decided.source_row
  order by source_file_id, decided.source_row, transformer, kind
  on conflict (source_file_id, source_row, transformer, kind) do update set
    other_source = excluded.other_source, other_row = excluded.other_row, confidence = excluded.confidence,
    evidence = excluded.evidence, removed = excluded.removed, natural_key = excluded.natural_key
  where (row_decisions.other_source, row_decisions.other_row, row_decisions.confidence, row_decisions.evidence,
      row_decisions.removed, row_decisions.natural_key)
    is distinct from (excluded.other_source, excluded.other_row, excluded.confidence, excluded.evidence,
      excluded.removed, excluded.natural_key)`;

/** The decision to take back, held until that is done. */
export const holdDecision: string = `
  select source_file_id, source_row, removed, reverted_at, name from row_decisions
  join source_files on source_files.id = source_file_id
  where row_decisions.id = $1 for update of row_decisions`;

/** Puts the staged row back beside those that are the same to the eye: it was decided that it is another. */
export const countSame: string = `
  create temporary table titans_fates on commit drop as
  select staged.ctid as row_id, 'new' as kind, null::bigint as known_id, 1 + coalesce(
    (select max(occurrence) from raw_transactions known where known.natural_key = staged.natural_key), 0) as occurrence
  from titans_staging staged`;

export const endQuarantine: string = 'delete from quarantine where source_file_id = $1 and source_row = $2';

export const markReverted: string = `
  update row_decisions set reverted_at = now(), restored_id = restored.id
  from (select (
    select known.id from titans_staging staged join titans_fates fate on fate.row_id = staged.ctid
      join raw_transactions known on known.natural_key = staged.natural_key and known.occurrence = fate.occurrence) as id
  ) restored
  where row_decisions.id = $1
  returning reverted_at`;
