import { canonicalAmount, negated } from '../statement/canonical-amount.js';

/** A balance of a statement: fields 60 and 62. */
export interface BalanceField {
  readonly currency: string;
  /** Digits with a point; negative where the account is overdrawn. */
  readonly amount: string;
}

const fields = /^([CD])(\d{6})([A-Z]{3})(\d[\d.]*(?:,\d*)?)\s*$/;

/** Reads a mark, a day, a currency and an amount; `null` if it is written in another way. */
export function parseBalanceField(text: string): BalanceField | null {
  const match = fields.exec(text);
  if (match === null) return null;
  const [, mark, , currency = '', amount = ''] = match;
  const digits = canonicalAmount(amount).replace(/^0+(?=\d)/, '');
  return { currency, amount: mark === 'D' ? negated(digits) : digits };
}
