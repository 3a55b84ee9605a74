export {
  type AmountFormat,
  formatMinor,
  minorFromNumber,
  parseAmount,
  roundToMinor,
  sumMinor,
  toMajor,
} from './amount.js';
export { type CurrencyCode, currencyDecimals, isCurrency } from './currency.js';
