import { type CurrencyCode, defaultCurrency, isCurrency } from '@titans/core';
import { currenciesOf } from '../../normalise/currency-symbols.js';
import type { ColumnFacts } from './column-facts.js';

/** The currency of rows that name none, and why. */
export interface CurrencyDecision {
  readonly currency: CurrencyCode;
  readonly confidence: number;
  readonly basis: 'inferred' | 'default';
  readonly alternatives: readonly CurrencyCode[];
  readonly reason: string;
}

/**
 * Decides on the currency: by a column of codes, by what is written beside the amounts, by the names of the columns
 * of money, by the country of the account.
 *
 * @param money Columns of money, the amounts first.
 * @param account The column of the own account.
 */
export function decideCurrency(
  columns: readonly ColumnFacts[],
  codes: ColumnFacts | null,
  money: readonly ColumnFacts[],
  account: ColumnFacts | null,
): CurrencyDecision {
  const counts = new Map<string, number>();
  for (const [text, times] of codes?.distinct ?? []) {
    const code = text.toUpperCase();
    if (isCurrency(code)) counts.set(code, (counts.get(code) ?? 0) + times);
  }
  if (counts.size > 0 && (codes?.currencyShare ?? 0) >= 0.5) {
    const [code, times] = [...counts].reduce((a, b) => (b[1] > a[1] ? b : a));
    const all = [...counts.values()].reduce((a, b) => a + b, 0);
    return {
      currency: code,
      confidence: counts.size === 1 ? 1 : times / all,
      basis: 'inferred',
      alternatives: [],
      reason:
        counts.size === 1
          ? 'every row that names a currency names this one'
          : `${times} of ${all} rows name it`,
    };
  }
  const beside = besideAmounts(money);
  if (beside !== null) return beside;
  for (const column of [...money, ...columns]) {
    const code = codeInName(column.header.name);
    if (code !== null) {
      const isMoney = money.includes(column);
      return {
        currency: code,
        confidence: isMoney ? 0.95 : 0.7,
        basis: 'inferred',
        alternatives: [],
        reason: 'the name of a column has it',
      };
    }
  }
  const country = account === null ? null : countryOfAccounts(account);
  if (country !== null) {
    return {
      currency: country,
      confidence: 0.7,
      basis: 'inferred',
      alternatives: [],
      reason: 'it is that of the country in the number of the account',
    };
  }
  return {
    currency: defaultCurrency,
    confidence: 1,
    basis: 'default',
    alternatives: [],
    reason: codes === null ? 'the source names no currency' : 'it is that of rows that name none',
  };
}

function besideAmounts(money: readonly ColumnFacts[]): CurrencyDecision | null {
  let possible: readonly CurrencyCode[] | null = null;
  let amounts = 0;
  for (const { amounts: shapes } of money) {
    for (const shape of shapes) {
      if (shape === null || shape.currencies === null) continue;
      const { currencies } = shape;
      amounts++;
      const shared: readonly CurrencyCode[] =
        possible === null ? currencies : possible.filter((code) => currencies.includes(code));
      if (shared.length > 0) possible = shared;
    }
  }
  const currency = possible?.[0];
  if (possible === null || currency === undefined) return null;
  return {
    currency,
    confidence: possible.length === 1 ? 1 : 0.8,
    basis: 'inferred',
    alternatives: possible.slice(1, 4),
    reason: `it is written beside ${amounts} amounts`,
  };
}

/** Names of currencies that stand for one only, as names of columns have them: `Débit euros`, `出金(円)`. */
const spokenCurrencies: ReadonlyMap<string, CurrencyCode> = new Map([
  ['euro', 'EUR'],
  ['euros', 'EUR'],
  ['euroa', 'EUR'],
  ['円', 'JPY'],
  ['sterling', 'GBP'],
]);

/** Codes and symbols in parentheses or as the last word of a name: `Amount (EUR)`, `Betrag in EUR`, `Amount £`. */
export function codeInName(name: string): CurrencyCode | null {
  const words = name.slice(0, 200).split(/[\s()（）[\],:/_-]+/);
  for (const written of words) {
    const word = /^[A-Z]{3}\$$/.test(written) ? written.slice(0, 3) : written;
    const spoken = spokenCurrencies.get(word.toLowerCase());
    if (spoken !== undefined) return spoken;
    if (/^[A-Z]{3}$/.test(word) && isCurrency(word)) return word;
    if (/^(?:[€£¥₹]|zł|Kč|Ft|R\$)$/.test(word)) return currenciesOf(word)?.[0] ?? null;
  }
  return null;
}

/** Countries of IBANs by their currency. */
const countries: ReadonlyMap<string, CurrencyCode> = new Map(
  Object.entries({
    EUR: 'AT BE CY DE EE ES FI FR GR HR IE IT LT LU LV MC MT NL PT SI SK SM VA',
    BGN: 'BG',
    CHF: 'CH LI',
    CZK: 'CZ',
    DKK: 'DK FO GL',
    GBP: 'GB',
    HUF: 'HU',
    ISK: 'IS',
    NOK: 'NO',
    PLN: 'PL',
    RON: 'RO',
    SEK: 'SE',
    TRY: 'TR',
  }).flatMap(([code, all]) => all.split(' ').map((country) => [country, code] as const)),
);
const iban = /^([A-Z]{2})\d{2}(?: ?[A-Z0-9]){11,30}$/;

/** The currency of the country of all IBANs; `null` where they are none or differ. */
function countryOfAccounts({ distinct }: ColumnFacts): CurrencyCode | null {
  const found = new Set(
    [...distinct.keys()].map((text) => countries.get(iban.exec(text)?.[1] ?? '') ?? null),
  );
  return found.size === 1 ? ([...found][0] ?? null) : null;
}
