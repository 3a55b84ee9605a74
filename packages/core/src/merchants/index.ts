/**
 * Merchants: their names read out of raw descriptions, who is on the other side, and what merchant category codes (ISO 18245) stand for. Runs
 * everywhere.
 *
 * @module
 */
export {
  type Counterparty,
  type CounterpartyQuery,
  type CounterpartyType,
  counterpartyOf,
  counterpartyTypes,
} from './counterparty.js';
export { mccCategory, mccDescription, mccDetail } from './merchant-category.js';
export { type MerchantReading, normaliseMerchant } from './normalise-merchant.js';
export { type PlainCategory, plainCategories } from './plain-categories.js';
