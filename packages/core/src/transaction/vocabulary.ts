/** Whether money came in or went out, as the specification writes it. */
export const transactionTypes = ['Income', 'Expense'] as const;
export type TransactionType = (typeof transactionTypes)[number];

/** How a transaction was paid. */
export const paymentMethods = [
  'cash',
  'credit_card',
  'debit_card',
  'bank_transfer',
  'loan',
  'unknown',
] as const;
export type PaymentMethod = (typeof paymentMethods)[number];

/** Lengths, counts and amounts that every package enforces, on records and on requests alike. */
export const limits = {
  descriptionLength: 500,
  categoryLength: 100,
  nameLength: 200,
  identifierLength: 200,
  statusLength: 100,
  urlLength: 2_048,
  tags: 50,
  tagLength: 64,
  /** Largest absolute amount of a request, in the main unit of its currency. */
  requestAmount: 1_000_000,
  batchSize: 100,
  forecastDays: 365,
  /** Transactions that one request may bring as history, for import or for comparison. */
  historyRows: 10_000,
  /** Transactions of one job. */
  jobRows: 10_000,
  /** Changes of one scenario: each is a forecast more. */
  scenarioChanges: 50,
} as const;

/** Stands for the account where a source names none. */
export const defaultAccountId = 'default';

/** The currency where neither the source nor the caller names one. */
export const defaultCurrency = 'USD';
