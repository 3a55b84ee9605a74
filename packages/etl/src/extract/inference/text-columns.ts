import type { ColumnFacts } from './column-facts.js';
import { hasWords } from './description-fallback.js';

/** The columns that say what a row was for. */
export interface TextColumns {
  /** In the order in which they make up the description. */
  readonly description: readonly ColumnFacts[];
  readonly merchantName: ColumnFacts | null;
  /** From 0 to 1. */
  readonly confidence: number;
  readonly reason: string;
}

/** Most columns that a description is put together from. */
const mostParts = 6;

/**
 * Finds the columns of text: the party and what was written for it, by their names and by whether they hold words.
 *
 * @param description Columns that were told.
 */
export function findTexts(
  columns: readonly ColumnFacts[],
  description: readonly ColumnFacts[] | null,
): TextColumns {
  const strongest = Math.max(0, ...columns.map(partyClaim));
  // Beside a column of the other party's name, one that is only called "name" holds that of the account's owner.
  const parties = ranked(columns, (column) =>
    partyClaim(column) < 0.4 || (strongest >= 0.9 && partyClaim(column) < 0.7)
      ? 0
      : partyClaim(column) * content(column),
  );
  const texts = ranked(columns, (column) => textClaim(column) * content(column));
  const party = parties[0] ?? null;
  const merchantName = party !== null && isMerchant(party) && party.fill > 0 ? party : null;
  if (description !== null) {
    const others = merchantName !== null && !description.includes(merchantName) ? merchantName : null;
    return { description, merchantName: others, confidence: 1, reason: 'told' };
  }
  const text = texts.find((column) => column !== party) ?? null;
  if (party !== null && text !== null && textClaim(text) >= 0.6) {
    const parts = [party, ...numberedWith(text, texts)].filter(
      (column, index) => index === 0 || column !== party,
    );
    const isFull = party.fill >= 0.999 && party.fill > 0;
    // A description in every row stands for itself, and so does a party where what is beside it are only notes.
    const isDescribed = textClaim(text) > 1 && (text.fill > 0.95 || text.texts.length === 0);
    const enough =
      isDescribed && isMerchant(party) ? parts.slice(1) : isFull && textClaim(text) < 0.8 ? [party] : parts;
    return {
      description: enough.slice(0, mostParts),
      merchantName: isMerchant(party) && (isDescribed || enough.length > 1) ? party : null,
      confidence: isDescribed ? 1 : 0.9,
      reason:
        enough.length > 1 ? 'one column names the party and others what it was for' : 'its name says so',
    };
  }
  const named =
    text !== null && (party === null || textClaim(text) * content(text) >= partyClaim(party) * content(party))
      ? text
      : party;
  const fuller = named === null ? null : fullerThan(named, columns);
  if (fuller !== null) {
    const reason =
      'of all columns it holds the most varied words, many times those of the column that is named so';
    return { description: [fuller], merchantName: null, confidence: 0.8, reason };
  }
  if (named !== null && (named.fill > 0 || named.texts.length === 0)) {
    const parts = numberedWith(named, texts);
    return {
      description: parts.slice(0, mostParts),
      merchantName: null,
      confidence: Math.min(1, Math.max(textClaim(named), partyClaim(named))),
      reason: 'its name says so',
    };
  }
  const wordy = ranked(columns, wordiness);
  const most = wordy[0] === undefined ? 0 : wordiness(wordy[0]);
  const alike = wordy
    .filter((column) => wordiness(column) >= 0.5 * most && !isRepeated(column, wordy))
    .slice(0, 4);
  if (alike.length === 0 && named !== null) {
    return {
      description: [named],
      merchantName: null,
      confidence: 0.6,
      reason: 'its name says so, but it is blank',
    };
  }
  return {
    description: [...alike].sort((a, b) => a.index - b.index),
    merchantName: null,
    confidence: alike.length === 1 ? 0.8 : 0.6,
    reason:
      alike.length > 1
        ? 'of all columns they hold the most varied words'
        : 'of all columns it holds the most varied words',
  };
}

/** So many times as wordy as a column that only may be the description, as its name is that of categories too. */
const muchFuller = 3;

/** The column that describes the rows by its cells, where the one that is named so holds a few short words again and again. */
function fullerThan(named: ColumnFacts, columns: readonly ColumnFacts[]): ColumnFacts | null {
  if (textClaim(named) >= 0.9 || partyClaim(named) > 0 || named.texts.length === 0) return null;
  if (!holdsKinds(named)) return null;
  const [wordiest] = ranked(columns, wordiness);
  if (wordiest === undefined || wordiest === named) return null;
  return wordiness(wordiest) > muchFuller * wordiness(named) ? wordiest : null;
}

/** Whether the cells are a few short words again and again, as categories are. */
export function holdsKinds({ distinct, texts }: ColumnFacts): boolean {
  return distinct.size > 1 && 4 * distinct.size < texts.length && ![...distinct.keys()].some(isPhrase);
}

function isPhrase(text: string): boolean {
  return text.trim().split(/\s+/).length > 2;
}

function textClaim({ header }: ColumnFacts): number {
  const rank = header.aliasRank('description');
  return rank >= 0 ? 1.2 - rank * 0.01 : header.claim('text');
}

function partyClaim({ header }: ColumnFacts): number {
  return header.aliasRank('merchantName') >= 0 ? 1 : header.claim('party');
}

function isMerchant({ header }: ColumnFacts): boolean {
  return header.aliasRank('merchantName') >= 0 || header.claim('party') >= 0.9;
}

/** Whether the cells hold words: columns that are blank or always the same tell little. */
function content(column: ColumnFacts): number {
  if (column.texts.length === 0) return 1;
  if (column.fill === 0) return 0.01;
  if (areAccounts(column) || (areNameless(column) && textClaim(column) < 1)) return 0;
  const isConstant = column.distinct.size === 1 && column.texts.length > 3;
  return (
    (0.3 + 0.7 * Math.max(column.wordShare, 0.2)) *
    (0.4 + 0.6 * column.fill) *
    (isConstant || areNameless(column) ? 0.3 : 1) *
    (isRepetitive(column) ? 0.9 : 1)
  );
}

/** Whether most cells are the same, as where the owner of the account is named: of two columns alike the other tells more. */
function isRepetitive({ distinct, texts, fill }: ColumnFacts): boolean {
  return distinct.size > 1 && Math.max(...distinct.values()) > 0.5 * texts.length * fill;
}

/** Whether the cells are numbers of accounts, such as IBANs. */
function areAccounts({ distinct }: ColumnFacts): boolean {
  return [...distinct.keys()].every((text) => /^[A-Z]{2}\d{2}[A-Z0-9 ]{8,}$/.test(text));
}

/** Whether none of the cells has words: they are addresses of mail, or numbers of something. */
function areNameless({ distinct }: ColumnFacts): boolean {
  return distinct.size > 1 && ![...distinct.keys()].some(hasWords);
}

/** Whether an earlier column says the same in every row. */
function isRepeated(column: ColumnFacts, others: readonly ColumnFacts[]): boolean {
  return others.some(
    (other) => other.index < column.index && other.texts.every((text, row) => text === column.texts[row]),
  );
}

/** How much the cells look like descriptions: words, many of them, not the same ones again and again. */
function wordiness(column: ColumnFacts): number {
  if (column.wordShare < 0.5 || column.currencyShare > 0.9 || column.dateShare > 0.9) return 0;
  let letters = 0;
  let spaces = 0;
  for (const text of column.distinct.keys()) {
    letters += Math.min(60, text.length);
    if (/\s/.test(text.slice(0, 100))) spaces++;
  }
  const size = column.distinct.size;
  const rows = Math.max(1, column.texts.length * column.fill);
  if (areAccounts(column)) return 0;
  return (
    column.wordShare *
    column.fill *
    (0.3 + 0.7 * Math.min(1, (2 * size) / rows)) *
    Math.min(1, letters / size / 20 + 0.1) *
    (0.5 + (0.5 * spaces) / size)
  );
}

/** The columns whose names are the same but for a number or what is behind it, in their order. */
function numberedWith(column: ColumnFacts, others: readonly ColumnFacts[]): readonly ColumnFacts[] {
  const stem = column.header.words.compact.replace(/\d+$/, '');
  const alike = others.filter(
    ({ header, fill, texts }) =>
      header.words.compact.startsWith(stem) &&
      (header.words.compact.replace(/\d+$/, '') === stem || header.claim('text') === 1) &&
      !header.isNumber &&
      (fill > 0 || texts.length === 0),
  );
  return alike.length > 1 && alike.includes(column) ? [...alike].sort((a, b) => a.index - b.index) : [column];
}

function ranked(
  columns: readonly ColumnFacts[],
  score: (column: ColumnFacts) => number,
): readonly ColumnFacts[] {
  return columns
    .map((column) => ({ column, score: score(column) }))
    .filter((each) => each.score > 0.005)
    .sort((a, b) => b.score - a.score || a.column.index - b.column.index)
    .map(({ column }) => column);
}
