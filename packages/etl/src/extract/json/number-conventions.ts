import type { Decision } from '../import-profile.js';
import type { ApiShape, Cells } from './api-shapes.js';
import { decimalsOf, fromMinorUnits } from './minor-units.js';

const minorName = /(?:minor|minorunits?|cents?|pence|baseunits?)$/;
const momentName = /(?:date|time|timestamp|created|updated|posted|booked|settled)$/i;
/** `paid_at`, `visibleTS`, but not `location`. */
const momentEnding = /(?:^|[_\s-])(?:at|on|ts)$|[a-z](?:At|On|Ts|TS)$/;
const currencyName = /^(?:currency|currencycode|ccy|isocurrencycode)$/;
/** Between September 2001 and November 2096. */
const seconds = /^[1-3]\d{9}$/;
const milliseconds = /^[1-3]\d{12}$/;
const whole = /^-?\d+$/;

/**
 * How JSON APIs write what JSON has no type for: amounts in minor units, told by the name of the column
 * (`minorUnits`, `amount_cents`), and moments as seconds or milliseconds since 1970, told by the name and by all
 * values. Both are written in the usual way, so that nobody takes 1234 cents for 1234 euros.
 *
 * @returns `null` where there is neither.
 */
export function numberConventions(
  columns: readonly string[],
  records: readonly Cells[],
): Pick<ApiShape, 'decisions' | 'rewrite'> | null {
  const every = (column: number, pattern: RegExp): boolean => {
    const texts = records.map((cells) => cells[column] ?? '').filter((text) => text !== '');
    return texts.length > 0 && texts.every((text) => pattern.test(text));
  };
  const found = columns.map((path, column) => {
    const leaf = path.slice(path.lastIndexOf('.') + 1);
    if (minorName.test(spelling(leaf)) && every(column, whole)) return 'minor-units';
    if (!momentName.test(leaf) && !momentEnding.test(leaf)) return null;
    if (every(column, seconds)) return 'seconds';
    return every(column, milliseconds) ? 'milliseconds' : null;
  });
  if (found.every((convention) => convention === null)) return null;
  const currencies = columns.map((path) => currencyBeside(path, columns));

  return {
    decisions: decisionsOf(columns, found),
    rewrite(cells) {
      for (const [column, convention] of found.entries()) {
        const text = cells[column] ?? '';
        if (convention === null || text === '') continue;
        cells[column] =
          convention === 'minor-units'
            ? fromMinorUnits(text, decimalsOf(cells[currencies[column] ?? -1] ?? ''))
            : momentOf(text, convention);
      }
    },
  };
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

function momentOf(text: string, unit: 'seconds' | 'milliseconds'): string {
  if (!(unit === 'seconds' ? seconds : milliseconds).test(text)) return text;
  const moment = new Date(Number(text) * (unit === 'seconds' ? 1_000 : 1));
  return moment.toISOString().replace('.000Z', 'Z');
}

/** The column of the currency in the same object, else that of the record; -1 if there is none. */
function currencyBeside(path: string, columns: readonly string[]): number {
  const parent = path.slice(0, path.lastIndexOf('.') + 1);
  for (const prefix of [parent, '']) {
    const index = columns.findIndex(
      (column) => column.startsWith(prefix) && currencyName.test(spelling(column.slice(prefix.length))),
    );
    if (index !== -1) return index;
  }
  return -1;
}

function decisionsOf(columns: readonly string[], found: readonly (string | null)[]): readonly Decision[] {
  const decision = (setting: string, conventions: readonly string[], reason: string): readonly Decision[] => {
    const value = columns.filter((_, column) => conventions.includes(found[column] ?? ''));
    return value.length === 0 ? [] : [{ setting, value, confidence: 0.9, basis: 'inferred', reason }];
  };
  return [
    ...decision('json.minorUnits', ['minor-units'], 'The names say that these columns are in minor units.'),
    ...decision('json.epoch', ['seconds', 'milliseconds'], 'These columns count from 1970, in UTC.'),
  ];
}

function spelling(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}
