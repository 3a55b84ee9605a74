/**
 * Payments that recur: `findRecurring`, and when they are due: `dueDates`.
 *
 * @module
 */
export { type DueDateOptions, dueDates } from './due-dates.js';
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
  type RecurringPunctuality,
  type RecurringReport,
  type RecurringSchedule,
  type RecurringStream,
} from './stream.js';
