import type { ColumnFacts } from './column-facts.js';

const threeLetters = /\p{L}\P{L}*\p{L}\P{L}*\p{L}/u;
/** An address of mail, or letters and digits without a space as in the numbers of transactions and accounts. */
const nameless = /^(?:\S+@\S+|(?=\S*\d)[\p{L}\p{N}_:/.-]{8,})$/u;

/**
 * The column that describes the rows of which the description is blank, as banks leave it for interest and fees: the
 * one that has words in most of them and is called after a kind of booking, a party, a text or a category.
 *
 * @param description The columns of the description.
 * @param date Rows without a date are none that have to be described.
 * @returns `null` where no description is blank, or no column has words in at least half of those rows.
 */
export function fallbackColumn(
  columns: readonly ColumnFacts[],
  description: readonly ColumnFacts[],
  date: ColumnFacts | null,
): ColumnFacts | null {
  const rows = description[0]?.texts.length ?? 0;
  const blank = Array.from({ length: rows }, (_, row) => row).filter(
    (row) => date?.texts[row] !== '' && description.every(({ texts }) => texts[row] === ''),
  );
  if (blank.length === 0) return null;
  let best: ColumnFacts | null = null;
  let most = 0;
  for (const column of columns) {
    const claim = column.header.isNumber ? 0.5 : nameClaim(column);
    if (description.includes(column) || claim < 0.4) continue;
    const texts = blank.map((row) => column.texts[row] ?? '').filter(hasWords);
    const told = texts.length / blank.length;
    if (told < 0.5) continue;
    // What tells rows from each other describes them better than one word for all.
    const variety = Math.min(1, (2 * new Set(texts).size) / blank.length);
    const score = told + 0.5 * claim + (blank.length > 4 ? 0.5 * variety : 0);
    if (score <= most) continue;
    best = column;
    most = score;
  }
  return best;
}

/** Whether a text has words for people, rather than an address or a number. */
export function hasWords(text: string): boolean {
  const beginning = text.slice(0, 200);
  return threeLetters.test(beginning) && !nameless.test(beginning);
}

function nameClaim({ header }: ColumnFacts): number {
  const isType = header.aliasRank('type') >= 0 || header.aliasRank('merchantName') >= 0;
  const claims = (['type', 'text', 'party'] as const).map((meaning) => header.claim(meaning));
  return isType ? 1 : Math.max(...claims, 0.8 * header.claim('category'));
}
