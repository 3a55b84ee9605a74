import {
  type TransactionSource,
  type TransactionTable,
  throwIfAborted,
  type WorkOptions,
} from '@titans/core';
import type { Transformer } from '../../pipeline/transformer.js';
import { maskedValue, type Rejection } from '../../records/rejection.js';
import type { RowDecision, RowReference } from '../../records/row-decision.js';
import { type TransactionBatch, withoutRows } from '../../records/transaction-batch.js';
import { requireKnownOptions, requireMethod } from '../../validation/arguments.js';
import { rowComparison } from './compared-rows.js';
import { type DuplicateMatch, duplicateFinder } from './duplicate-finder.js';
import { completeRules, type DuplicateRules, duplicateRules } from './duplicate-rules.js';
import type { ComparedRow } from './remembered-rows.js';

/** How duplicates are taken out. */
export interface DeduplicateOptions extends DuplicateRules {
  /** What is known already, for example a warehouse; read before the load begins. */
  readonly against?: TransactionSource;
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
const knownSource = -1;

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
 * With `against`, a row that the source knows under the same key as the loader would give it goes on, since the loader
 * tells that nothing changed; only what would become a second row is taken out.
 *
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
  }
  const { against, keep, rememberRows = 1_000_000, decideRows = 50_000, ...given } = options;
  const rules = completeRules(given);
  const isKept = keepTest(keep);
  return {
    name: transformerName,
    ...(against === undefined
      ? {}
      : { prepare: async (work = {}) => withKnown(await against.transactions(workOf(work))) }),
    async *transform(batches, work = {}) {
      const known = await against?.transactions(workOf(work));
      yield* withKnown(known ?? null).transform(batches, work);
    },
  };

  function withKnown(known: TransactionTable | null): Transformer {
    return {
      name: transformerName,
      transform: (batches, work) => withoutDuplicates(batches, known, work),
    };
  }

  async function* withoutDuplicates(
    batches: AsyncIterable<TransactionBatch>,
    known: TransactionTable | null,
    work: WorkOptions = {},
  ): AsyncGenerator<TransactionBatch> {
    const comparedRow = rowComparison();
    const finder = duplicateFinder(rules, rememberRows);
    const sourceNames = new Map<number, string>([[knownSource, 'known transactions']]);
    const sourceNumbers = new Map<string, number>();
    /** A source is told by its place in the run and its name, since batches made by hand may lack the first. */
    const sourceNumber = ({ sourceIndex, source }: TransactionBatch): number => {
      const key = `${sourceIndex} ${source}`;
      const number = sourceNumbers.get(key) ?? sourceNumbers.size;
      sourceNumbers.set(key, number);
      sourceNames.set(number, source);
      return number;
    };
    if (known !== null) finder.remember(knownRows(known, comparedRow));
    const waiting: Waiting[] = [];
    let chunk: { readonly row: ComparedRow; readonly of: Waiting; readonly index: number }[] = [];

    for await (const batch of batches) {
      throwIfAborted(work.signal, 'deduplicate');
      const sourceIndex = sourceNumber(batch);
      if (chunk[0] !== undefined && chunk[0].row.sourceIndex !== sourceIndex) decideChunk();
      const entry: Waiting = {
        batch,
        refused: new Uint8Array(batch.table.length),
        rejections: [],
        decisions: [],
        undecided: batch.table.length,
      };
      waiting.push(entry);
      for (let index = 0; index < batch.table.length; index++) {
        const place = { sourceIndex, row: batch.provenance.row[index] as number };
        chunk.push({ row: comparedRow(batch.table, index, place), of: entry, index });
        if (chunk.length >= decideRows) decideChunk();
      }
      if (batch.summary !== null) decideChunk();
      yield* decided();
    }
    decideChunk();
    yield* decided();

    function decideChunk(): void {
      const isFree = (row: ComparedRow): boolean =>
        isKept({ source: sourceNames.get(row.sourceIndex) as string, row: row.row });
      const matches = finder.decide(
        chunk.map(({ row }) => row),
        isFree,
      );
      for (const [at, { row, of, index }] of chunk.entries()) {
        of.undecided--;
        const match = matches[at] ?? null;
        if (match === null || hasSameKey(row, match)) continue;
        const other = {
          source: sourceNames.get(match.kept.sourceIndex) as string,
          row: match.kept.row,
        };
        of.refused[index] = 1;
        of.rejections.push(rejectionOfDuplicate(of.batch, index, row, other, match));
        of.decisions.push(decisionOf(of.batch, index, other, match));
      }
      chunk = [];
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
  const keyOf = ({ source, row }: RowReference): string => `${row} ${source}`;
  const kept = new Set(keep.map(keyOf));
  return (row) => kept.has(keyOf(row));
}

function workOf({ signal, onProgress }: WorkOptions): WorkOptions {
  return { ...(signal === undefined ? {} : { signal }), ...(onProgress === undefined ? {} : { onProgress }) };
}

function* knownRows(
  known: TransactionTable,
  comparedRow: ReturnType<typeof rowComparison>,
): Generator<ComparedRow> {
  for (let row = 0; row < known.length; row++) {
    yield comparedRow(known, row, { sourceIndex: knownSource, row: row + 1 });
  }
}

/** Whether a loader sees the two as one row by itself: the same day, and identifier or, without any, text. */
function hasSameKey(row: ComparedRow, { kept }: DuplicateMatch): boolean {
  if (kept.sourceIndex !== knownSource || row.day !== kept.day || row.id !== kept.id) return false;
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
