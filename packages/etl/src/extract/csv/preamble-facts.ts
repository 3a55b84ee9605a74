import { type CurrencyCode, isCurrency } from '@titans/core';
import type { ImportSettings } from '../import-settings.js';
import type { SampledRecord } from './sampled-records.js';

const ibanLike = /\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b/g;
const currencyLabel =
  /^(?:account )?(?:currency|ccy|währung|waehrung|kontowährung|devise|valuta|moneda|divisa|munt|waluta|měna)\s*:?$/iu;

/**
 * The account and the currency that a preamble tells beyond doubt: the only IBAN in it whose check digits are right,
 * and the only code of a currency after a label that says so.
 */
export function preambleFacts(
  preamble: readonly SampledRecord[],
): Pick<ImportSettings, 'accountId' | 'currency'> {
  const ibans = new Set<string>();
  const currencies = new Set<CurrencyCode>();
  for (const { cells } of preamble) {
    for (const [column, cell] of cells.entries()) {
      for (const [match] of cell.matchAll(ibanLike)) {
        const compact = match.replaceAll(' ', '');
        if (isIban(compact)) ibans.add(compact);
      }
      const next = cells[column + 1]?.trim().toUpperCase() ?? '';
      if (currencyLabel.test(cell.trim()) && isCurrency(next)) currencies.add(next);
    }
  }
  const [accountId] = ibans;
  const [currency] = currencies;
  return {
    ...(ibans.size === 1 && accountId !== undefined ? { accountId } : {}),
    ...(currencies.size === 1 && currency !== undefined ? { currency } : {}),
  };
}

/** Whether the check digits of an IBAN are right (ISO 13616: the number modulo 97 is 1). */
function isIban(compact: string): boolean {
  const digits = (compact.slice(4) + compact.slice(0, 4)).replace(/[A-Z]/g, (letter) =>
    String(letter.charCodeAt(0) - 55),
  );
  let remainder = 0;
  for (const digit of digits) remainder = (remainder * 10 + Number(digit)) % 97;
  return compact.length >= 15 && compact.length <= 34 && remainder === 1;
}
