import { negated } from '../statement/canonical-amount.js';
import { parseMoney } from '../statement/decimal.js';
import { digitsOfSwiftAmount, swiftAmount } from './swift-amount.js';

/** A balance of a statement: fields 60 and 62. */
export interface BalanceField {
  readonly currency: string;
  /** Digits with a point; negative where the account is overdrawn. */
  readonly amount: string;
}

const fields = new RegExp(`^([CD])(\\d{6})([A-Z]{3})(${swiftAmount.source})\\s*$`);

/** Reads a mark, a day, a currency and an amount; `null` if it is written in another way. */
export function parseBalanceField(text: string): BalanceField | null {
  const match = fields.exec(text);
  if (match === null) return null;
  const [, mark, , currency = '', amount = ''] = match;
  const digits = digitsOfSwiftAmount(amount);
  if (digits === null || parseMoney(digits, currency) === null) return null;
  return { currency, amount: mark === 'D' ? negated(digits) : digits };
}
