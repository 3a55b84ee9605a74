export {
  formatMinor,
  minorFromNumber,
  parseAmount,
  roundToMinor,
  sumMinor,
  toMajor,
} from './amount.js';
export type { AmountFormat } from './amount-format.js';
export { type CurrencyCode, currencyDecimals, isCurrency } from './currency.js';
