import { describe, expect, test } from 'vitest';
import { agreeOnSign, createTransaction, type TransactionInput } from './create-transaction.js';
import { transactionSchema } from './transaction.js';

const fuel: TransactionInput = { date: '2024-12-03', description: 'Fuel for Vehicle', amount: -89.45 };

test('a date, a description and an amount make a transaction', () => {
  expect(createTransaction(fuel)).toEqual({
    id: null,
    accountId: 'default',
    date: '2024-12-03',
    time: null,
    type: 'Expense',
    description: 'Fuel for Vehicle',
    originalDescription: 'Fuel for Vehicle',
    amountMinor: -8945,
    currency: 'USD',
    balanceMinor: null,
    category: null,
    paymentMethod: 'unknown',
    status: null,
    reference: null,
    receiptUrl: null,
    merchantName: null,
    merchantCategoryCode: null,
    location: null,
    recurring: null,
    tags: [],
  });
});

test('the description is normalised beside the original', () => {
  const { description, originalDescription } = createTransaction({ ...fuel, description: '  ＣＡＦÉ\t№ 5 ' });
  expect(description).toBe('CAFÉ No 5');
  expect(originalDescription).toBe('  ＣＡＦÉ\t№ 5 ');
});

test('amounts and balances are exact in the decimals of their currency', () => {
  const yen = createTransaction({ ...fuel, amount: '-1200', balance: 5, currency: 'JPY', time: '07:30' });
  expect([yen.amountMinor, yen.balanceMinor, yen.time]).toEqual([-1200, 5, '07:30:00']);
  expect(createTransaction({ ...fuel, amount: '1.234', currency: 'KWD' }).amountMinor).toBe(1234);
});

describe('sign and type', () => {
  test.each<[number, TransactionInput['type'], string, number]>([
    [-5, undefined, 'Expense', -500],
    [5, undefined, 'Income', 500],
    [0, undefined, 'Income', 0],
    [5, 'Expense', 'Expense', -500],
    [-5, 'Expense', 'Expense', -500],
    [0, 'Expense', 'Expense', 0],
    [5, 'Income', 'Income', 500],
  ])('%d as %s is %s of %d', (amount, type, expectedType, minor) => {
    const input = type === undefined ? { ...fuel, amount } : { ...fuel, amount, type };
    const transaction = createTransaction(input);
    expect([transaction.type, transaction.amountMinor]).toEqual([expectedType, minor]);
    expect(transactionSchema.safeParse(transaction).success).toBe(true);
  });

  test('a negative income is refused', () => {
    expect(() => agreeOnSign(-1, 'Income')).toThrow(
      expect.objectContaining({ code: 'SIGN_MISMATCH', details: { field: 'amount' } }),
    );
  });

  test('the schema refuses a sign that contradicts the type', () => {
    const wrong = { ...createTransaction(fuel), type: 'Income' };
    expect(transactionSchema.safeParse(wrong).error?.issues[0]).toMatchObject({ path: ['amountMinor'] });
  });
});

describe('what cannot be taken has a code and a field', () => {
  test.each<[string, string, object]>([
    ['DATE_INVALID', 'date', { date: '2024-02-30' }],
    ['DATE_INVALID', 'date', { date: '03/12/2024' }],
    ['DATE_INVALID', 'date', { date: undefined }],
    ['TIME_INVALID', 'time', { time: '24:00' }],
    ['TIME_INVALID', 'time', { time: 730 }],
    ['AMOUNT_INVALID', 'amount', { amount: Number.NaN }],
    ['AMOUNT_INVALID', 'amount', { amount: 'NaN' }],
    ['AMOUNT_INVALID', 'amount', { amount: '1e999' }],
    ['AMOUNT_INVALID', 'amount', { amount: undefined }],
    ['AMOUNT_FORMAT', 'amount', { amount: '1.234,56' }],
    ['AMOUNT_FORMAT', 'amount', { amount: '(1,234.50)' }],
    ['AMOUNT_PRECISION', 'amount', { amount: 0.1 + 0.2 }],
    ['AMOUNT_RANGE', 'amount', { amount: 1e300 }],
    ['AMOUNT_INVALID', 'balance', { balance: 'n/a' }],
    ['CURRENCY_UNKNOWN', 'currency', { currency: 'usd' }],
    ['SIGN_MISMATCH', 'amount', { type: 'Income' }],
    ['TYPE_INVALID', 'type', { amount: 5, type: 'Transfer' }],
    ['DESCRIPTION_INVALID', 'description', { description: ' \u200b ' }],
    ['DESCRIPTION_INVALID', 'description', { description: 'x'.repeat(501) }],
    ['DESCRIPTION_INVALID', 'description', { description: null }],
    ['FIELD_INVALID', 'paymentMethod', { paymentMethod: 'cheque' }],
    ['FIELD_INVALID', 'merchantCategoryCode', { merchantCategoryCode: '742' }],
    ['FIELD_INVALID', 'id', { id: '' }],
    ['FIELD_INVALID', 'accountId', { accountId: '' }],
    ['FIELD_INVALID', 'category', { category: 'x'.repeat(101) }],
    ['FIELD_INVALID', 'tags', { tags: Array.from({ length: 51 }, () => 'x') }],
    ['FIELD_INVALID', 'tags.1', { tags: ['ok', 'x'.repeat(65)] }],
    ['FIELD_INVALID', 'recurring', { recurring: 'yes' }],
  ])('%s at %s: %j', (code, field, change) => {
    // As a caller without types would pass it.
    const input: TransactionInput = Object.assign({}, fuel, change);
    expect(() => createTransaction(input)).toThrow(
      expect.objectContaining({ code, details: expect.objectContaining({ field }) }),
    );
  });

  test('a description of 500 characters is taken, and counted after it is normalised', () => {
    expect(
      createTransaction({ ...fuel, description: `${' '.repeat(50)}${'x'.repeat(500)}` }).description,
    ).toHaveLength(500);
  });
});
