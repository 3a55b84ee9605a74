import { isTyped } from './cell-shape.js';
import { type CsvLimits, defaultCsvLimits } from './csv-limits.js';
import { type CsvDialect, type SampledRecord, sampledRecords } from './sampled-records.js';

/** Delimiters that are looked for, the most frequent first. */
const knownDelimiters = [',', ';', '\t', '|'] as const;

/** What is told about the dialect. */
export interface GivenDialect {
  readonly delimiter?: string | undefined;
  readonly quote?: CsvDialect['quote'] | undefined;
}

/** A dialect with the records that it makes of the sample. */
export interface FoundDialect extends CsvDialect {
  /** How far it is ahead of other delimiters: 0.5 if another one splits the records as well, 0 if none does. */
  readonly confidence: number;
  /** Delimiters that split the records as well. */
  readonly alternatives: readonly string[];
  /** Share of the records that have as many fields as most of them. */
  readonly evenness: number;
  readonly records: readonly SampledRecord[];
}

/**
 * Finds the delimiter and the quote that make the most even table of a sample, by the consistency measure of van den
 * Burg, Nazábal and Sutton, "Wrangling messy CSV files by detecting row and type patterns" (2019): rows of one width
 * with many cells, times the share of cells that look like a date, a number or text without another delimiter in it.
 *
 * @param isWhole Whether the sample is the whole source; if not, its last record may be cut and is left out.
 */
export function inferDialect(
  sample: Uint8Array,
  isWhole: boolean,
  given: GivenDialect = {},
  limits: CsvLimits = defaultCsvLimits,
): FoundDialect {
  const quotes = given.quote === undefined ? possibleQuotes(sample) : [given.quote];
  const delimiters = given.delimiter === undefined ? knownDelimiters : [given.delimiter];
  const candidates = delimiters.flatMap((delimiter) =>
    quotes.map((quote) => {
      const records = sampledRecords(sample, isWhole, { delimiter, quote }, limits);
      return { delimiter, quote, records, ...rate(records) };
    }),
  );
  const best = candidates.reduce((top, one) => (one.score > top.score * 1.0001 ? one : top));
  const rivals = candidates.filter(({ delimiter }) => delimiter !== best.delimiter);
  const next = Math.max(0, ...rivals.map(({ score }) => score));
  const lead = best.score === 0 ? 0 : Math.min(1, 1.5 - next / best.score);
  return {
    delimiter: best.delimiter,
    quote: best.quote,
    records: best.records,
    evenness: best.evenness,
    confidence: given.delimiter === undefined ? lead : 1,
    alternatives: rivals
      .filter(({ score }) => best.score > 0 && score >= best.score * 0.95)
      .map(({ delimiter }) => delimiter),
  };
}

/** Single quotes are looked at only where cells begin with one: most are apostrophes. */
function possibleQuotes(sample: Uint8Array): readonly CsvDialect['quote'][] {
  const text = Buffer.from(sample.buffer, sample.byteOffset, sample.byteLength).toString('latin1');
  return /(?:^|[,;|\t\r\n])'[^'\r\n]*'[,;|\t\r\n]/.test(text) ? ['"', "'"] : ['"'];
}

/** Rows of one cell are almost no evidence for a table. */
const oneCellScore = 0.001;
/** A cell with another delimiter in it counts less: it may have been quoted. */
const uncleanCell = 0.25;
const otherDelimiter = /[;|\t]|,(?=\S)|^["']|["']$/;

function rate(records: readonly SampledRecord[]): { score: number; evenness: number } {
  const rows = new Map<number, number>();
  let cells = 0;
  let clean = 0;
  let count = 0;
  for (const { cells: texts, isBlank } of records) {
    if (isBlank) continue;
    count++;
    rows.set(texts.length, (rows.get(texts.length) ?? 0) + 1);
    for (const text of texts) {
      cells++;
      clean += isTyped(text) || !otherDelimiter.test(text) ? 1 : uncleanCell;
    }
  }
  let pattern = 0;
  let most = 0;
  for (const [width, number] of rows) {
    pattern += number * (width < 2 ? oneCellScore : (width - 1) / width);
    if (width >= 2) most = Math.max(most, number);
  }
  if (most === 0) return { score: 0, evenness: 0 };
  return { score: (pattern / rows.size) * (clean / Math.max(cells, 1)), evenness: most / count };
}
