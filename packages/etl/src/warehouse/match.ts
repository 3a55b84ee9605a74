import type { QueryRunner, SqlValue } from '@titans/core';
import type { LoadCounts } from '../load/loader.js';
import { type MatchableRow, matchRows, type StagedRow } from '../load/match-rows.js';
import {
  closeContested,
  countFates,
  fateColumns,
  fatesTable,
  fetchContested,
  openContested,
  pairRows,
} from './match-statements.js';

/**
 * Decides what becomes of every staged row. Where a key has one staged row and at most one known row, the database does
 * so by itself; the rest, a small part of most loads, is matched here, one key at a time.
 *
 * @returns How many rows are new, updated and unchanged.
 */
export async function matchStaged(runner: QueryRunner): Promise<Omit<LoadCounts, 'quarantined'>> {
  for (const statement of pairRows) await runner.query(statement);
  await runner.query(openContested);
  let group: ContestedRow[] = [];
  for (;;) {
    const { rows } = await runner.query<ContestedRow>(fetchContested);
    const fates: (readonly SqlValue[])[] = [];
    for (const row of rows) {
      if (row.key !== group[0]?.key) {
        for (const fate of fatesOf(group)) fates.push(fate);
        group = [];
      }
      group.push(row);
    }
    if (rows.length === 0) for (const fate of fatesOf(group)) fates.push(fate);
    if (fates.length > 0) await runner.copyInto(fatesTable, fateColumns, fates);
    if (rows.length === 0) break;
  }
  await runner.query(closeContested);
  return countStaged(runner);
}

interface ContestedRow {
  readonly key: string;
  /** `null` for a known row. */
  readonly source: number | null;
  /** Of a known row its occurrence, else its number in the source. */
  readonly row: number;
  readonly row_id: string | null;
  readonly known_id: string | null;
  readonly content: string;
  readonly second_of_day: number | null;
  readonly reference: string | null;
  readonly has_identifier: boolean;
}

interface KnownRow extends MatchableRow {
  readonly id: string | null;
}

function* fatesOf(group: readonly ContestedRow[]): Generator<readonly SqlValue[]> {
  const known: KnownRow[] = [];
  const staged: (StagedRow & { readonly rowId: string | null })[] = [];
  let occurrence = 0;
  for (const { source, row, row_id, known_id, content, second_of_day, reference } of group) {
    const values = { content, secondOfDay: second_of_day, reference };
    if (source !== null) staged.push({ ...values, source, rowId: row_id });
    else {
      known.push({ ...values, id: known_id });
      occurrence = Math.max(occurrence, row);
    }
  }
  const fates = matchRows(known, staged, group[0]?.has_identifier ?? false);
  for (const [index, fate] of fates.entries()) {
    const rowId = staged[index]?.rowId ?? null;
    if (fate.kind === 'new') yield [rowId, 'new', null, ++occurrence];
    else yield [rowId, fate.kind, 'known' in fate ? fate.known.id : null, null];
  }
}

/** Rows that a later one supersedes count as unchanged. */
async function countStaged(runner: QueryRunner): Promise<Omit<LoadCounts, 'quarantined'>> {
  const { rows } =
    await runner.query<Record<'staged' | 'new' | 'updated' | 'unchanged' | 'superseded', string>>(countFates);
  const [staged, fresh, updated, unchanged, superseded] = [
    rows[0]?.staged,
    rows[0]?.new,
    rows[0]?.updated,
    rows[0]?.unchanged,
    rows[0]?.superseded,
  ].map(Number) as [number, number, number, number, number];
  const alone = staged - fresh - updated - unchanged - superseded;
  return { loaded: fresh + alone, updated, unchanged: unchanged + superseded };
}
