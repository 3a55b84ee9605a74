import type { CurrencyCode } from '@titans/core';
import type { DateFormat } from '../../normalise/dates.js';
import type { ColumnFacts } from './column-facts.js';

/** Names of columns in English, which tell nothing of the country. */
const english =
  /date|amount|description|balance|currency|debit|credit|payee|type|details|merchant|memo|value/i;
/** Currencies of the countries that write the month first. */
const monthFirst: readonly CurrencyCode[] = ['USD', 'PHP'];
/** Currencies of the countries that write a decimal comma. */
const decimalComma: ReadonlySet<CurrencyCode> = new Set(
  'EUR SEK NOK DKK ISK PLN CZK HUF RON BGN TRY RUB UAH BRL ARS CLP COP IDR VND RSD'.split(' '),
);

/** The order of dates that the language and the currency of a source speak for; `null` where they tell nothing. */
export function dateHint(
  columns: readonly ColumnFacts[],
  currency: CurrencyCode | null,
  decimalMark: '.' | ',' | null,
): DateFormat | null {
  if (decimalMark === ',') return 'day-first';
  if (isForeign(columns)) return 'day-first';
  if (currency === null) return null;
  return monthFirst.includes(currency) ? 'month-first' : 'day-first';
}

/** The decimal mark that the language and the currency speak for. */
export function decimalHint(
  columns: readonly ColumnFacts[],
  currency: CurrencyCode | null,
): '.' | ',' | null {
  if (!isForeign(columns)) return null;
  return currency === null || decimalComma.has(currency) ? ',' : null;
}

/** Whether the names of the columns are words, but none of them English. */
function isForeign(columns: readonly ColumnFacts[]): boolean {
  const names = columns.filter(({ header }) => !header.isNumber && header.words.compact !== '');
  return names.length > 0 && !names.some(({ header }) => english.test(header.name));
}
