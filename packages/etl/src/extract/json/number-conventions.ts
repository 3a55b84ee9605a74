import type { ApiShape } from './api-shapes.js';
import type { Cells } from './known-shape.js';

const momentName = /(?:date|time|timestamp|created|updated|posted|booked|settled)$/i;
/** `paid_at`, `visibleTS`, but not `location`. */
const momentEnding = /(?:^|[_\s-])(?:at|on|ts)$|[a-z](?:At|On|Ts|TS)$/;
/** Between September 2001 and November 2096. */
const seconds = /^[1-3]\d{9}$/;
const milliseconds = /^[1-3]\d{12}$/;

/**
 * How JSON APIs write what JSON has no type for: moments as seconds or milliseconds since 1970, told by the name of
 * the column and by all values. They are written as ISO 8601.
 *
 * @returns `null` where there are none.
 */
export function momentConventions(
  columns: readonly string[],
  records: readonly Cells[],
): Pick<ApiShape, 'decisions' | 'rewrite'> | null {
  const every = (column: number, pattern: RegExp): boolean => {
    const texts = records.map((cells) => cells[column] ?? '').filter((text) => text !== '');
    return texts.length > 0 && texts.every((text) => pattern.test(text));
  };
  const found = columns.map((path, column) => {
    const leaf = path.slice(path.lastIndexOf('.') + 1);
    return (momentName.test(leaf) || momentEnding.test(leaf)) &&
      (every(column, seconds) || every(column, milliseconds))
      ? column
      : -1;
  });
  const moments = found.filter((column) => column >= 0);
  if (moments.length === 0) return null;
  return {
    decisions: [
      {
        setting: 'json.epoch',
        value: moments.map((column) => columns[column] as string),
        confidence: 0.9,
        basis: 'inferred',
        reason: 'These columns count from 1970, in UTC.',
      },
    ],
    rewrite(cells) {
      for (const column of moments) cells[column] = momentOf(cells[column] ?? '');
    },
  };
}

/** A count of seconds or milliseconds since 1970 as ISO 8601; any other text as it is. */
export function momentOf(text: string): string {
  const unit = seconds.test(text) ? 1_000 : milliseconds.test(text) ? 1 : 0;
  return unit === 0 ? text : new Date(Number(text) * unit).toISOString().replace('.000Z', 'Z');
}

const jsonNumber = /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const withoutLetters = /^[^\p{L}]{1,32}$/u;
const dayOrTime = /^\d{1,4}[-/.:]\d{1,2}(?:[-/.:]|$)/;

/**
 * Whether all that may be amounts is written as JSON writes numbers, so that `1.234` is no thousand: texts that look
 * like another notation, such as `"1.234,50"`, leave it open.
 */
export function hasJsonNumbersOnly(records: readonly Cells[]): boolean {
  for (const cells of records) {
    for (const text of cells) {
      if (text === undefined || !withoutLetters.test(text) || !/\d/.test(text)) continue;
      if (!jsonNumber.test(text) && !dayOrTime.test(text)) return false;
    }
  }
  return true;
}
