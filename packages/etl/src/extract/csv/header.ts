import { importFields } from '../../normalise/import-field.js';
import { headerClaims } from '../inference/header-claims.js';
import type { Meaning } from '../inference/header-vocabulary.js';
import { cellShape, isTyped } from './cell-shape.js';
import { isRemark } from './remarks.js';
import type { SampledRecord } from './sampled-records.js';

/** Which record of a sample is the header. */
export interface FoundHeader {
  /** Its number among the records of the sample; `null` if there is none. */
  readonly index: number | null;
  readonly confidence: number;
  /** Numbers of other records that could be it as well; `null` for none. */
  readonly alternatives: readonly (number | null)[];
  readonly reason: string;
}

const longestName = 100;
/** What each record of the table of an earlier header takes off the score: it would be passed over. */
const rowOfTableBefore = 3;
const searchedRecords = 100;

const meanings: readonly Meaning[] = [
  ...(['date', 'amount', 'debit', 'credit', 'balance', 'currency', 'type', 'party', 'text'] as const),
  ...(['category', 'reference', 'account'] as const),
];
const clearClaim = 0.5;
/** So many fields named by one record are no chance. */
const fewestSureNames = 3;
const mostWordsOfName = 6;
/** Cells of a record that are looked at for names: enough for any bank, and a bound for hostile files. */
const mostNames = 64;

/** Meanings of columns that the cells of a record claim by their words; texts that are too long for a name claim none. */
export function namedFields(cells: readonly string[]): number {
  const named = new Set<string>();
  for (const [column, cell] of cells.slice(0, mostNames).entries()) {
    if (!isName(cell) || cell.trim().split(/\s+/).length > mostWordsOfName) continue;
    const claims = headerClaims(cell, column);
    for (const field of importFields) if (claims.aliasRank(field) !== -1) named.add(field);
    const best = meanings
      .map((meaning) => ({ meaning, claim: claims.claim(meaning) }))
      .reduce((top, one) => (one.claim > top.claim ? one : top));
    if (best.claim >= clearClaim)
      named.add(best.meaning === 'party' || best.meaning === 'text' ? 'description' : best.meaning);
  }
  return named.size;
}

/**
 * Finds the header among the first records: the one whose cells name the most fields, or stand as text above the most
 * columns of dates and numbers; of equal ones the first. Where nothing tells, the first record is taken for the
 * header if its cells are texts, few of them the same, and for data if it has a date or a number in it.
 */
export function findHeader(records: readonly SampledRecord[]): FoundHeader {
  const searched = records.slice(0, searchedRecords);
  const width = usualWidth(records);
  let rowsBefore = 0;
  let isHeaderBefore = false;
  const rated = searched.flatMap((record, index) => {
    const rating = rateHeader(record, records.slice(index + 1), width);
    const score = (rating?.score ?? 0) - (isHeaderBefore ? rowOfTableBefore : 1) * rowsBefore;
    isHeaderBefore ||= (rating?.named ?? 0) >= fewestSureNames;
    if (isFullRow(record, width)) rowsBefore++;
    return rating === null || score < 0 ? [] : [{ index, ...rating, score }];
  });
  const first = searched.findIndex(
    ({ isBlank, cells, problem }) => !isBlank && isTableRow(cells, width, problem),
  );
  let best = rated[0];
  for (const one of rated) if (best !== undefined && one.score > best.score) best = one;
  if (best !== undefined && (best.named >= 2 || best.above >= 1 || best.index === first)) {
    const evidence = best.named + best.above;
    const rivals = rated.filter(
      ({ index, score }) => index !== best.index && score >= best.score - 1 && score >= 3,
    );
    return {
      index: best.index,
      confidence: surety(evidence) * (rivals.length === 0 ? 1 : 0.8),
      alternatives: evidence === 0 ? [null] : rivals.map(({ index }) => index),
      reason:
        evidence === 0
          ? 'Its cells are different texts; nothing tells it from data.'
          : `${best.named} of its cells name fields, ${best.above} stand above dates or numbers.`,
    };
  }
  const typed = (searched[first]?.cells ?? []).filter(isTyped).length;
  return {
    index: null,
    confidence: surety(typed),
    alternatives: [],
    reason: 'No record has names of columns in it; the first has the shape of those after it.',
  };
}

/** From 0.6 without any evidence towards 0.99. */
function surety(evidence: number): number {
  return Math.min(0.99, 1 - 0.4 * 0.5 ** evidence);
}

/** Whether a record is data: lines before a header can have dates and numbers too, but few cells of the table. */
function isFullRow({ cells }: SampledRecord, width: number): boolean {
  const filled = cells.filter((cell) => cell.trim() !== '').length;
  return filled >= Math.max(2, width * 0.6) && cells.some(isTyped);
}

function isTableRow(cells: readonly string[], width: number, problem: unknown): boolean {
  return problem === null && cells.length >= Math.max(1, width / 2);
}

/** The number of fields that most records have; totals and remarks count only where there is nothing else. */
export function usualWidth(records: readonly SampledRecord[]): number {
  const rows = records.filter(({ isBlank, problem }) => !isBlank && problem === null);
  const data = rows.filter(({ cells }) => !isRemark(cells));
  const counts = new Map<number, number>();
  for (const { cells } of data.length === 0 ? rows : data) {
    counts.set(cells.length, (counts.get(cells.length) ?? 0) + 1);
  }
  let usual = 0;
  let most = 0;
  for (const [width, count] of counts) {
    if (count > most || (count === most && width > usual)) {
      usual = width;
      most = count;
    }
  }
  return usual;
}

interface HeaderRating {
  readonly score: number;
  /** Fields that its cells name. */
  readonly named: number;
  /** Columns of dates or numbers above which it has text. */
  readonly above: number;
}

/** `null` if the record cannot be a header. */
function rateHeader(
  { cells, isBlank, problem }: SampledRecord,
  after: readonly SampledRecord[],
  width: number,
): HeaderRating | null {
  if (isBlank || problem !== null) return null;
  const filled = cells.filter((cell) => cell.trim() !== '');
  const isNarrow = width >= 2 && (filled.length < 2 || cells.length < width / 2);
  if (isNarrow && filled.length < fewestSureNames) return null;
  const named = namedFields(filled);
  // One that names fields enough is the header, however many cells most records have.
  if (isNarrow && named < fewestSureNames) return null;
  const names = filled.filter(isName).length;
  if (filled.some(isTyped) && named < fewestSureNames) return null;
  if (names < filled.length * 0.7) return null;
  if (named < 2 && new Set(filled).size < filled.length * 0.7) return null;
  const above = cells.filter((cell, column) => isName(cell) && isTypedColumn(after, column, width)).length;
  return { score: 2 * named + above + filled.length / Math.max(cells.length, width) / 2, named, above };
}

function isName(cell: string): boolean {
  return cell.length <= longestName && /\p{L}/u.test(cell) && cellShape(cell) === 'text';
}

const lookedAtBelow = 50;

/** Whether most cells of a column that are not empty are dates or numbers. */
function isTypedColumn(after: readonly SampledRecord[], column: number, width: number): boolean {
  let filled = 0;
  let typed = 0;
  for (let index = 0; index < after.length && filled < lookedAtBelow; index++) {
    const { cells } = after[index] as SampledRecord;
    const cell = cells[column];
    if (cell === undefined || cells.length < width / 2 || cell.trim() === '') continue;
    filled++;
    if (isTyped(cell)) typed++;
  }
  return filled > 0 && typed >= filled * 0.6;
}
