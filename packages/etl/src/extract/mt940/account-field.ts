import { isCurrency } from '@titans/core';

/** Field 25: an account, behind which some banks write its currency. */
export interface AccountField {
  readonly accountId: string;
  /** Empty where none is written. */
  readonly currency: string;
}

/** Reads field 25. The last three letters of a valid IBAN belong to it, as in those of the Seychelles. */
export function parseAccountField(text: string): AccountField {
  const account = text.trim();
  const currency = account.slice(-3);
  const isBehind = /\d\s?[A-Z]{3}$/.test(account) && isCurrency(currency) && !isIban(account);
  return isBehind
    ? { accountId: account.slice(0, -3).trim(), currency }
    : { accountId: account, currency: '' };
}

/** Whether the check digits are right (ISO 13616, ISO 7064 mod 97-10). */
function isIban(text: string): boolean {
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(text)) return false;
  let remainder = 0;
  for (const character of `${text.slice(4)}${text.slice(0, 4)}`) {
    const value = Number.parseInt(character, 36);
    remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
  }
  return remainder === 1;
}
