import { isCurrency } from '@titans/core';
import { type MarkEvidence, noMarkEvidence, observeMarks } from './amount-marks.js';
import { type AmountShape, amountShape } from './amount-shape.js';
import { type DateEvidence, dateShare, noDateEvidence, observeDate } from './date-evidence.js';
import { type HeaderClaims, headerClaims } from './header-claims.js';

/** What the name and the sampled cells of one column tell. */
export interface ColumnFacts {
  readonly index: number;
  readonly header: HeaderClaims;
  /** Cells of the sampled records without space around. */
  readonly texts: readonly string[];
  /** Share of the sampled records in which it is not blank, from 0 to 1. */
  readonly fill: number;
  /** Different texts that are not blank, and how often each occurs. */
  readonly distinct: ReadonlyMap<string, number>;
  readonly dates: DateEvidence;
  /** Shares of the cells that are not blank, from 0 to 1. */
  readonly dateShare: number;
  /** The same without bare digits, which can be anything, unless they have eight of them. */
  readonly clearDateShare: number;
  readonly amountShare: number;
  readonly currencyShare: number;
  readonly wordShare: number;
  /** Each cell as an amount; `null` where it is none. */
  readonly amounts: readonly (AmountShape | null)[];
  readonly marks: MarkEvidence;
  /** Whether its numbers are those of accounts or documents rather than of money. */
  readonly isIdentifier: boolean;
}

const threeLetters = /\p{L}\P{L}*\p{L}\P{L}*\p{L}/u;

/** Gathers the facts of a column from its sampled cells. */
export function columnFacts(name: string, index: number, cells: readonly string[]): ColumnFacts {
  const texts = cells.map((cell) => cell.trim());
  const distinct = new Map<string, number>();
  for (const text of texts) if (text !== '') distinct.set(text, (distinct.get(text) ?? 0) + 1);
  const filled = texts.reduce((sum, text) => sum + (text === '' ? 0 : 1), 0);
  const share = (holds: (text: string) => boolean): number => {
    let held = 0;
    for (const [text, times] of distinct) if (holds(text)) held += times;
    return filled === 0 ? 0 : held / filled;
  };
  const shapes = new Map([...distinct.keys()].map((text) => [text, amountShape(text)] as const));
  const marks = noMarkEvidence();
  const dates = noDateEvidence();
  for (const text of texts) {
    const shape = shapes.get(text);
    if (shape !== null && shape !== undefined) observeMarks(marks, shape);
    observeDate(dates, text);
  }
  return {
    index,
    header: headerClaims(name, index),
    texts,
    fill: texts.length === 0 ? 0 : filled / texts.length,
    distinct,
    dates,
    dateShare: dateShare(dates),
    clearDateShare: Math.min(
      dateShare(dates),
      share((text) => shapes.get(text) === null || /^\d{8}$/.test(text)),
    ),
    amountShare: share((text) => shapes.get(text) !== null),
    currencyShare: share((text) => text.length === 3 && isCurrency(text.toUpperCase())),
    wordShare: share((text) => threeLetters.test(text.slice(0, 500))),
    amounts: texts.map((text) => shapes.get(text) ?? null),
    marks,
    isIdentifier: areIdentifiers(distinct, shapes),
  };
}

/** Numbers with leading zeros or of many digits, none of which has a mark or a sign. */
function areIdentifiers(
  distinct: ReadonlyMap<string, number>,
  shapes: ReadonlyMap<string, AmountShape | null>,
): boolean {
  let numbers = 0;
  let suspicious = 0;
  for (const text of distinct.keys()) {
    const shape = shapes.get(text);
    if (shape === null || shape === undefined) continue;
    if (shape.sign !== null || shape.currencies !== null || /\D/.test(shape.digits)) return false;
    numbers++;
    if (/^0\d/.test(shape.digits) || shape.digits.length > 8) suspicious++;
  }
  return numbers > 0 && suspicious * 2 > numbers;
}
