import { parsePlainDate } from '../calendar/plain-date.js';
import { fromSecondOfDay, type PlainTime, toSecondOfDay } from '../calendar/plain-time.js';
import type { ErrorCode } from '../errors/error-codes.js';
import { isTitansError, TitansError } from '../errors/titans-error.js';
import { minorFromNumber, parseAmount } from '../money/amount.js';
import { type CurrencyCode, currencyDecimals } from '../money/currency.js';
import { normaliseText } from '../text/normalise.js';
import { type Transaction, transactionSchema } from './transaction.js';
import { defaultAccountId, defaultCurrency, type PaymentMethod, type TransactionType } from './vocabulary.js';

/** What {@link createTransaction} needs: a date, a description and an amount. The rest has defaults. */
export interface TransactionInput {
  readonly id?: string | null;
  /** `"default"` unless told. */
  readonly accountId?: string;
  /** `YYYY-MM-DD`. */
  readonly date: string;
  /** `HH:MM` or `HH:MM:SS`. */
  readonly time?: string | null;
  /** Taken from the sign of the amount unless told. An unsigned amount of an `Expense` is made negative. */
  readonly type?: TransactionType;
  readonly description: string;
  /** In the main unit, for example `-85.5` or `'-85.50'`. */
  readonly amount: number | string;
  /** `"USD"` unless told. */
  readonly currency?: CurrencyCode;
  readonly balance?: number | string | null;
  readonly category?: string | null;
  readonly paymentMethod?: PaymentMethod;
  readonly status?: string | null;
  readonly reference?: string | null;
  readonly receiptUrl?: string | null;
  readonly merchantName?: string | null;
  readonly merchantCategoryCode?: string | null;
  readonly location?: string | null;
  readonly recurring?: boolean | null;
  readonly tags?: readonly string[];
}

/**
 * Makes a validated {@link Transaction}.
 *
 * @throws TitansError with the code and field of the first value that cannot be taken: `DATE_INVALID`,
 * `TIME_INVALID`, `AMOUNT_INVALID`, `AMOUNT_FORMAT`, `AMOUNT_PRECISION`, `AMOUNT_RANGE`, `CURRENCY_UNKNOWN`,
 * `SIGN_MISMATCH`, `TYPE_INVALID`, `DESCRIPTION_INVALID` or `FIELD_INVALID`.
 * @example
 * ```ts
 * import { createTransaction } from '@titans/core';
 *
 * createTransaction({ date: '2024-12-03', description: 'Fuel for Vehicle', amount: -89.45 });
 * ```
 */
export function createTransaction(input: TransactionInput): Transaction {
  const currency = input.currency ?? defaultCurrency;
  inField('currency', () => currencyDecimals(currency));
  const minor = inField('amount', () => minorUnits(input.amount, currency));
  const { type, amountMinor } = agreeOnSign(minor, input.type);
  const description = inField('description', () => textOf(input.description, 'DESCRIPTION_INVALID'));
  const transaction: Transaction = {
    id: input.id ?? null,
    accountId: input.accountId ?? defaultAccountId,
    date: inField('date', () => parsePlainDate(textOf(input.date, 'DATE_INVALID'))),
    time: inField('time', () => readTime(input.time)),
    type,
    description: normaliseText(description),
    originalDescription: description,
    amountMinor,
    currency,
    balanceMinor: inField('balance', () =>
      input.balance === null || input.balance === undefined ? null : minorUnits(input.balance, currency),
    ),
    category: input.category ?? null,
    paymentMethod: input.paymentMethod ?? 'unknown',
    status: input.status ?? null,
    reference: input.reference ?? null,
    receiptUrl: input.receiptUrl ?? null,
    merchantName: input.merchantName ?? null,
    merchantCategoryCode: input.merchantCategoryCode ?? null,
    location: input.location ?? null,
    recurring: input.recurring ?? null,
    tags: input.tags ?? [],
  };
  const checked = transactionSchema.safeParse(transaction);
  if (checked.success) return transaction;
  const issue = checked.error.issues[0];
  const field = issue?.path.join('.') ?? '';
  throw new TitansError(
    codeOfField[field] ?? 'FIELD_INVALID',
    `The field ${field} is not valid: ${issue?.message}.`,
    {
      details: { field },
    },
  );
}

const codeOfField: Readonly<Record<string, ErrorCode>> = {
  description: 'DESCRIPTION_INVALID',
  type: 'TYPE_INVALID',
};

/** Callers without types may pass anything. */
function textOf(value: unknown, code: ErrorCode): string {
  if (typeof value === 'string') return value;
  throw new TitansError(code, `A text is needed, not ${value === null ? 'null' : typeof value}.`);
}

function readTime(time: string | null | undefined): PlainTime | null {
  if (time === null || time === undefined) return null;
  return fromSecondOfDay(toSecondOfDay(textOf(time, 'TIME_INVALID')));
}

function minorUnits(amount: number | string, currency: CurrencyCode): number {
  return typeof amount === 'number'
    ? minorFromNumber(amount, currency)
    : parseAmount(textOf(amount, 'AMOUNT_INVALID'), currency);
}

/**
 * Takes the type from the sign, or the sign from the type of an unsigned expense.
 *
 * @throws TitansError `SIGN_MISMATCH` for a negative income.
 */
export function agreeOnSign(
  minor: number,
  type: TransactionType | undefined,
): { type: TransactionType; amountMinor: number } {
  if (type === undefined) return { type: minor < 0 ? 'Expense' : 'Income', amountMinor: minor };
  if (type === 'Expense') return { type, amountMinor: minor > 0 ? -minor : minor };
  if (minor < 0) {
    throw new TitansError('SIGN_MISMATCH', 'The amount is negative but the type is Income.', {
      details: { field: 'amount' },
    });
  }
  return { type, amountMinor: minor };
}

function inField<T>(field: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw isTitansError(error) ? error.at({ field }) : error;
  }
}
