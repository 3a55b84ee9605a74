/**
 * Payments that recur: `findRecurring`.
 *
 * @module
 */
export { findRecurring } from './find-recurring.js';
export {
  type AmountStep,
  type BusinessDayRule,
  type Frequency,
  frequencies,
  type NextPayment,
  type RecurringAlert,
  type RecurringAmount,
  type RecurringOptions,
  type RecurringReport,
  type RecurringSchedule,
  type RecurringStream,
} from './stream.js';
