import { type Database, type JsonValue, TitansError, type Transaction, tableFromRows } from '@titans/core';
import { batchOfTable } from '../records/batch-of-table.js';
import type { RowDecision } from '../records/row-decision.js';
import { requireText } from '../validation/arguments.js';
import { countSame, endQuarantine, holdDecision, markReverted } from './decision-statements.js';
import { kyselyOf } from './kysely-dialect.js';
import { isoMoment } from './ledger.js';
import { insertNew, markChanged } from './match-statements.js';
import { type Page, type PageQuery, readPage } from './page.js';
import { refreshProcessed, sumDays } from './processed-statements.js';
import { stagingLines } from './staging-lines.js';
import {
  createStaging,
  recordStagedSource,
  seeCommitted,
  stagedColumns,
  stagingTable,
  takeTurn,
} from './staging-statements.js';
import type { WarehouseTables } from './tables.js';

/** A decision as the warehouse keeps it. */
export interface KeptDecision extends RowDecision {
  readonly id: string;
  /** SHA-256 of the source of the row. */
  readonly sha256: string;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  /** When it was taken back, or `null`. */
  readonly revertedAt: string | null;
}

/** Which decisions are asked for. */
export interface DecisionQuery extends PageQuery {
  readonly kind?: string;
  /** Only those that were taken back, or only those that stand; all unless told. */
  readonly isReverted?: boolean;
}

/** What became of a decision that was taken back. */
export interface RevertedDecision {
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly revertedAt: string;
  /** Whether a transaction was put back; false where the decision took none out, or had been taken back before. */
  readonly isRestored: boolean;
}

/** Decisions of transformers, newest first. */
export function readDecisions(database: Database, query: DecisionQuery = {}): Promise<Page<KeptDecision>> {
  return readPage(query, ['kind', 'isReverted'], async (before, count) => {
    let select = kyselyOf<WarehouseTables>(database)
      .selectFrom('row_decisions')
      .innerJoin('source_files', 'source_files.id', 'row_decisions.source_file_id')
      .selectAll('row_decisions')
      .select(['source_files.name', 'source_files.sha256'])
      .orderBy('row_decisions.id', 'desc')
      .limit(count);
    if (before !== null) select = select.where('row_decisions.id', '<', before);
    if (query.kind !== undefined) select = select.where('row_decisions.kind', '=', query.kind);
    if (query.isReverted !== undefined)
      select = select.where('row_decisions.reverted_at', query.isReverted ? 'is not' : 'is', null);
    return (await select.execute()).map((row) => ({
      id: row.id,
      sha256: row.sha256,
      transformer: row.transformer,
      kind: row.kind,
      row: { source: row.name, row: row.source_row },
      other:
        row.other_source === null || row.other_row === null
          ? null
          : { source: row.other_source, row: row.other_row },
      confidence: row.confidence,
      evidence: JSON.parse(row.evidence) as JsonValue,
      removed: row.removed === null ? null : (JSON.parse(row.removed) as Transaction),
      createdAt: isoMoment(row.created_at),
      revertedAt: row.reverted_at === null ? null : isoMoment(row.reverted_at),
    }));
  });
}

/**
 * Takes a decision back. Where it took a transaction out, that is put back, even where an equal one is there, and leaves
 * quarantine; loading its file again changes nothing any more. Taking back twice does nothing.
 *
 * @throws TitansError `NOT_FOUND` if there is no such decision.
 */
export async function revertDecision(database: Database, id: string): Promise<RevertedDecision> {
  requireText(id, 'id', 'revert needs the id of a decision, as decisions.list() gives it');
  return database.transaction(async (runner) => {
    await runner.query(seeCommitted);
    await runner.query(takeTurn);
    const { rows } = await runner.query<HeldDecision>(holdDecision, [/^\d{1,18}$/.test(id) ? id : '0']);
    const decision = rows[0];
    if (decision === undefined) {
      throw new TitansError(
        'NOT_FOUND',
        `There is no decision with the id ${JSON.stringify(id.slice(0, 40))}.`,
      );
    }
    const { source_file_id: file, source_row: row, name } = decision;
    if (decision.reverted_at !== null)
      return { id, revertedAt: isoMoment(decision.reverted_at), isRestored: false };
    for (const statement of createStaging) await runner.query(statement);
    if (decision.removed !== null) {
      const removed = JSON.parse(decision.removed) as Transaction;
      const batch = batchOfTable(tableFromRows([removed]), { source: name });
      const provenance = { ...batch.provenance, row: Int32Array.of(row) };
      await runner.copyInto(stagingTable, stagedColumns, stagingLines({ ...batch, provenance }));
      await runner.query(recordStagedSource, [0, file, name, true]);
      await runner.query(countSame);
      for (const statement of [markChanged, insertNew, ...sumDays, refreshProcessed]) {
        await runner.query(statement);
      }
      await runner.query(endQuarantine, [file, row]);
    } else {
      await runner.query(countSame);
    }
    const { rows: reverted } = await runner.query<{ reverted_at: Date }>(markReverted, [id]);
    const revertedAt = reverted[0]?.reverted_at;
    if (revertedAt === undefined)
      throw new TitansError('INTERNAL', `The decision ${id} could not be marked.`);
    return { id, revertedAt: isoMoment(revertedAt), isRestored: decision.removed !== null };
  });
}

interface HeldDecision {
  readonly source_file_id: string;
  readonly source_row: number;
  readonly removed: string | null;
  readonly reverted_at: Date | null;
  readonly name: string;
}
