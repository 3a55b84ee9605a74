import { fromEpochDay, throwIfAborted, type WorkOptions } from '@titans/core';
import type { Transformer } from '../../pipeline/transformer.js';
import { maskedValue, type Rejection } from '../../records/rejection.js';
import type { RowDecision, RowReference } from '../../records/row-decision.js';
import { type TransactionBatch, withoutRows } from '../../records/transaction-batch.js';
import {
  requireAtLeastOne,
  requireBatches,
  requireKnownOptions,
  requireList,
  requireMembers,
  requireMethod,
} from '../../validation/arguments.js';
import { rowComparison } from './compared-rows.js';
import { type DuplicateMatch, duplicateFinder } from './duplicate-finder.js';
import { completeRules, type DuplicateRules, duplicateRules } from './duplicate-rules.js';
import {
  type KnownSource,
  type KnownTransactions,
  knownSource,
  knownTransactions,
} from './known-transactions.js';
import type { ComparedRow, SeenRow } from './remembered-rows.js';

/** How duplicates are taken out. */
export interface DeduplicateOptions extends DuplicateRules {
  /**
   * What is known already, for example a warehouse. Of one with a `snapshot` only the accounts and days at hand are
   * read; any other is read whole before the load begins.
   */
  readonly against?: KnownSource;
  /** Rows that are never taken out: takes decisions of an earlier run back. */
  readonly keep?: readonly RowReference[] | ((row: RowReference) => boolean);
  /** Rows that later ones are compared with, about 60 bytes each beside their texts: 1,000,000 unless told. */
  readonly rememberRows?: number;
  /**
   * Rows of one source that are decided about together, best evidence first, and held back until then: 50,000 unless
   * told. A source with fewer rows is decided about as a whole.
   */
  readonly decideRows?: number;
}

const optionNames: readonly (keyof DeduplicateOptions)[] = [
  ...duplicateRules,
  'against',
  'keep',
  'rememberRows',
  'decideRows',
];

const transformerName = 'deduplicate';

/**
 * Takes out rows that stand for a transaction that was seen before: of the same account, amount and currency, at most
 * three days apart, in another source (or with the same identifier in the same one), and with a like description, by
 * {@link normaliseMerchant} and the letters in common. Rows of one source with different identifiers are never
 * duplicates, nor are equal rows of one source without one. A transaction takes at most one row of every other source,
 * so that two purchases in one export and two in the next remain two.
 *
 * The first row seen stays. Each row taken out becomes a rejection `ROW_DUPLICATE` that names the row which stays, and
 * a decision that holds the row; `warehouse.decisions.revert` takes it back, and so does its place in `keep`.
 *
 * Where one file ends and the next begins, another day is no other date of one purchase if purchases of the same text
 * recur within `days`, such as a coffee of every morning. The result does not depend on the size of batches; the order of
 * rows within a source matters only beyond `decideRows`.
 *
 * With `against`, a row goes on that a loader takes for a known one, or for one of an earlier source of the run, by
 * itself: the same day, and identifier or text. The loader tells what changed; only what would become a second row is
 * taken out. Known rows of the accounts at hand are
 * read from twice `days` before the first day to as many after the last, up to `decideRows` rows at a time.
 *
 * @throws TitansError `INVALID_ARGUMENT` for an option that is wrong or not known.
 * @example
 * ```ts
 * import { deduplicate, extract, openWarehouse, pipeline } from '@titans/etl';
 *
 * const warehouse = await openWarehouse('./titans-data');
 * const report = await pipeline({
 *   extract: extract('exports/*.csv'),
 *   transform: deduplicate({ against: warehouse }),
 *   load: warehouse.loader(),
 * }).run();
 * console.log(report.rejections.byCode);
 * await warehouse.close();
 * ```
 */
export function deduplicate(options: DeduplicateOptions = {}): Transformer {
  requireKnownOptions(options, optionNames, 'deduplicate');
  if (options.against !== undefined) {
    requireMethod(
      options.against,
      'transactions',
      'against',
      '"against" must hold transactions, as a warehouse does',
    );
    if (options.against.snapshot !== undefined) {
      requireMethod(options.against, 'snapshot', 'against', 'The "snapshot" of "against" must be a function');
    }
  }
  const { against, keep, rememberRows = 1_000_000, decideRows = 50_000, ...given } = options;
  requireAtLeastOne(rememberRows, 'rememberRows');
  requireAtLeastOne(decideRows, 'decideRows');
  const rules = completeRules(given);
  const isKept = keepTest(keep);
  return {
    name: transformerName,
    ...(against === undefined
      ? {}
      : { prepare: async (work = {}) => withKnown(await startWith(against, work)) }),
    async *transform(batches, work = {}) {
      requireBatches(batches);
      yield* withKnown(await startWith(against, work)).transform(batches, work);
    },
  };

  async function startWith(source: KnownSource | undefined, work: WorkOptions): Promise<Start> {
    const comparedRow = rowComparison();
    if (source === undefined) return { comparedRow, known: null };
    return { comparedRow, known: await knownTransactions(source, rules.days, comparedRow, workOf(work)) };
  }

  function withKnown(start: Start): Transformer {
    return {
      name: transformerName,
      transform: (batches, work) => withoutDuplicates(batches, start, work),
    };
  }

  async function* withoutDuplicates(
    batches: AsyncIterable<TransactionBatch>,
    { comparedRow, known }: Start,
    work: WorkOptions = {},
  ): AsyncGenerator<TransactionBatch> {
    const finder = duplicateFinder(rules, rememberRows);
    const sourceNames = new Map<number, string>();
    const sourceNumbers = new Map<string, number>();
    /** A source is told by its place in the run and its name, since batches made by hand may lack the first. */
    const sourceNumber = ({ sourceIndex, source }: TransactionBatch): number => {
      const key = `${sourceIndex} ${source}`;
      const number = sourceNumbers.get(key) ?? sourceNumbers.size;
      sourceNumbers.set(key, number);
      sourceNames.set(number, source);
      return number;
    };
    const waiting: Waiting[] = [];
    let chunk: { readonly row: ComparedRow; readonly of: Waiting; readonly index: number }[] = [];
    let accounts = new Set<string>();

    for await (const batch of batches) {
      throwIfAborted(work.signal, 'deduplicate');
      const sourceIndex = sourceNumber(batch);
      if (chunk[0] !== undefined && chunk[0].row.sourceIndex !== sourceIndex) await decideChunk();
      const entry: Waiting = {
        batch,
        refused: new Uint8Array(batch.table.length),
        rejections: [],
        decisions: [],
        undecided: batch.table.length,
      };
      waiting.push(entry);
      const { accountId } = batch.table.columns;
      for (let index = 0; index < batch.table.length; index++) {
        const place = { sourceIndex, row: batch.provenance.row[index] as number };
        chunk.push({ row: comparedRow(batch.table, index, place), of: entry, index });
        accounts.add(accountId.values[accountId.codes[index] as number] as string);
        if (chunk.length >= decideRows) await decideChunk();
      }
      if (batch.summary !== null) await decideChunk();
      yield* decided();
    }
    await decideChunk();
    yield* decided();

    async function decideChunk(): Promise<void> {
      const isFree = (row: ComparedRow): boolean =>
        isKept({ source: sourceNames.get(row.sourceIndex) as string, row: row.row });
      const rows = chunk.map(({ row }) => row);
      const around = rows.length === 0 ? null : ((await known?.around(rows, accounts, work)) ?? null);
      const matches = finder.decide(rows, isFree, around);
      for (const [at, { row, of, index }] of chunk.entries()) {
        of.undecided--;
        const match = matches[at] ?? null;
        if (match === null || (known !== null && hasSameKey(row, match.kept))) continue;
        const other = { source: sourceOf(match.kept), row: match.kept.row };
        of.refused[index] = 1;
        of.rejections.push(rejectionOfDuplicate(of.batch, index, row, other, match));
        of.decisions.push(decisionOf(of.batch, index, other, match));
      }
      chunk = [];
      accounts = new Set();
    }

    function sourceOf({ sourceIndex, day }: SeenRow): string {
      if (sourceIndex === knownSource) return `known transactions of ${fromEpochDay(day)}`;
      return sourceNames.get(sourceIndex) as string;
    }

    function* decided(): Generator<TransactionBatch> {
      while (waiting[0]?.undecided === 0) {
        const { batch, refused, rejections, decisions } = waiting.shift() as Waiting;
        yield rejections.length === 0
          ? batch
          : {
              ...withoutRows(batch, refused, rejections),
              decisions: [...batch.decisions, ...decisions],
            };
      }
    }
  }
}

/** What a run begins with; the accounts of both are numbered alike. */
interface Start {
  readonly comparedRow: ReturnType<typeof rowComparison>;
  readonly known: KnownTransactions | null;
}

/** A batch that is held back until all of its rows have been decided about. */
interface Waiting {
  readonly batch: TransactionBatch;
  readonly refused: Uint8Array;
  readonly rejections: Rejection[];
  readonly decisions: RowDecision[];
  undecided: number;
}

function keepTest(keep: DeduplicateOptions['keep']): (row: RowReference) => boolean {
  if (keep === undefined) return () => false;
  if (typeof keep === 'function') return keep;
  requireList(keep, 'keep', '"keep" must be a list of rows or a function');
  for (const row of keep) {
    requireMembers(row, ['source', 'row'], 'keep', '"keep" must hold places: { source, row }');
  }
  const keyOf = ({ source, row }: RowReference): string => `${row} ${source}`;
  const kept = new Set(keep.map(keyOf));
  return (row) => kept.has(keyOf(row));
}

function workOf({ signal, onProgress }: WorkOptions): WorkOptions {
  return { ...(signal === undefined ? {} : { signal }), ...(onProgress === undefined ? {} : { onProgress }) };
}

/** Whether a loader sees the two as one row by itself: the same day, and identifier or, without any, text. */
function hasSameKey(row: ComparedRow, kept: SeenRow): boolean {
  if (row.day !== kept.day || row.id !== kept.id) return false;
  return row.id !== null || row.description === kept.description;
}

function rejectionOfDuplicate(
  batch: TransactionBatch,
  index: number,
  row: ComparedRow,
  other: RowReference,
  { evidence }: DuplicateMatch,
): Rejection {
  const line = batch.provenance.line[index] as number;
  const byteOffset = batch.provenance.byteOffset[index] as number;
  const { daysApart } = evidence;
  const apart = daysApart === 0 ? 'on the same day' : `${daysApart} day${daysApart === 1 ? '' : 's'} apart`;
  return {
    code: 'ROW_DUPLICATE',
    message:
      `Taken for the same transaction as row ${other.row} of "${other.source}": the same account and amount, ${apart}, ` +
      `confidence ${evidence.confidence.toFixed(2)}. If it is another one, revert the decision, or pass its place to "keep".`,
    source: batch.source,
    row: row.row,
    line: line === 0 ? null : line,
    byteOffset: Number.isNaN(byteOffset) ? null : byteOffset,
    field: 'description',
    column: null,
    value: maskedValue(row.description),
  };
}

function decisionOf(
  batch: TransactionBatch,
  index: number,
  other: RowReference,
  { evidence }: DuplicateMatch,
): RowDecision {
  const { kind, confidence, similarity, daysApart, sameId } = evidence;
  return {
    transformer: transformerName,
    kind,
    row: { source: batch.source, row: batch.provenance.row[index] as number },
    other,
    confidence,
    evidence: { similarity, daysApart, sameId },
    removed: batch.table.row(index),
  };
}
