import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type CounterpartyQuery,
  type CounterpartyType,
  counterpartyOf,
  counterpartyTypes,
} from './counterparty.js';

test.each<[CounterpartyQuery, string | null, CounterpartyType | null, string | null]>([
  [
    { description: 'SQ *BLUE BOTTLE COFFEE Oakland CA', amount: -6 },
    'Blue Bottle Coffee',
    'merchant',
    'Square',
  ],
  [{ description: 'PAYPAL *SPOTIFY', amount: -10 }, 'Spotify', 'merchant', 'PayPal'],
  [{ description: 'PAYPAL TRANSFER', amount: -10 }, 'PayPal', 'payment_app', null],
  [{ description: 'STRIPE* PAYOUT', amount: 10 }, 'Stripe', 'payment_terminal', null],
  [{ description: 'PAYPAL', amount: -10 }, 'PayPal', 'payment_app', null],
  [{ description: 'AMZN Mktp US*2K4AB12C0', amount: -20 }, 'Amazon', 'marketplace', null],
  [{ description: 'UBER   *EATS', amount: -20 }, 'Uber Eats', 'marketplace', null],
  [{ description: 'SUMUP', amount: 80 }, 'Sumup', 'payment_terminal', null],
  [{ description: 'CHASE', amount: -30 }, 'Chase', 'financial_institution', null],
  [{ description: 'SPARKASSE KOELNBONN', amount: -4 }, 'Sparkasse Koelnbonn', 'financial_institution', null],
  [{ description: 'OVERDRAFT FEE', amount: -35 }, 'Overdraft Fee', 'financial_institution', null],
  [{ description: 'ACME CORP PAYROLL', amount: 2_400 }, 'Acme Corp Payroll', 'income_source', null],
  [{ description: 'GEHALT MAI', amount: 2_400 }, 'Gehalt Mai', 'income_source', null],
  // Wages that go out are no income.
  [{ description: 'ACME CORP PAYROLL', amount: -2_400 }, 'Acme Corp Payroll', null, null],
  [{ description: 'LEEDS CITY COUNCIL', amount: -140 }, 'Leeds City Council', 'government', null],
  [{ description: 'IRS USATAXPYMT', amount: -140 }, 'Irs Usataxpymt', 'government', null],
  [{ description: 'STANDING ORDER TO MRS A PATEL', amount: -50 }, 'Mrs A Patel', 'person', null],
  [{ description: 'ZELLE TO JENNIFER LOPEZ', amount: -50 }, 'Zelle To Jennifer Lopez', null, null],
  [{ description: 'TRANSFER TO MARIA GARCIA', amount: -50 }, 'Maria Garcia', 'person', null],
  [
    { description: 'MARIA GARCIA', amount: -50, paymentMethod: 'bank_transfer' },
    'Maria Garcia',
    'person',
    null,
  ],
  [{ description: 'MARIA GARCIA', amount: -50 }, 'Maria Garcia', null, null],
  [{ description: 'THOMAS SHOES', amount: -50, paymentMethod: 'bank_transfer' }, 'Thomas Shoes', null, null],
  [
    { description: 'XYZ TRADING', amount: -50, paymentMethod: 'credit_card' },
    'Xyz Trading',
    'merchant',
    null,
  ],
  [{ description: 'XYZ TRADING', amount: -50 }, 'Xyz Trading', null, null],
  [
    { description: 'XYZ TRADING', amount: -50, merchantCategoryCode: '5411' },
    'Xyz Trading',
    'merchant',
    null,
  ],
  [{ description: 'XYZ', amount: -50, merchantCategoryCode: '6011' }, 'XYZ', 'financial_institution', null],
  [{ description: 'XYZ', amount: -50, merchantCategoryCode: '9311' }, 'XYZ', 'government', null],
  [{ merchantName: 'TESCO STORES 6737', description: 'card 1234', amount: -9 }, 'Tesco', 'merchant', null],
  [{ merchantCategoryCode: '5411' }, null, 'merchant', null],
  [{}, null, null, null],
])('%j', (query, name, counterpartyType, processor) => {
  const answer = counterpartyOf(query);
  expect(answer.counterpartyType).toBe(counterpartyType);
  expect(answer.processor).toBe(processor);
  if (answer.name !== null && name !== null) expect(answer.name.toLowerCase()).toBe(name.toLowerCase());
  else expect(answer.name).toBe(name);
});

test('whatever the text, the type is one of the list or none, and what is no transaction is refused', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.double(), (description, amount) => {
      const { counterpartyType } = counterpartyOf({ description, amount });
      expect([...counterpartyTypes, null]).toContain(counterpartyType);
    }),
  );
  // @ts-expect-error no transaction, on purpose
  expect(() => counterpartyOf(null)).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }));
  // @ts-expect-error a code is a text, on purpose
  expect(() => counterpartyOf({ description: 'x', merchantCategoryCode: 5411 })).toThrow(
    expect.objectContaining({ code: 'INVALID_ARGUMENT' }),
  );
  // @ts-expect-error no text, on purpose
  expect(() => counterpartyOf({ description: 5 })).toThrow(
    expect.objectContaining({ code: 'INVALID_ARGUMENT' }),
  );
});

// By hand: who is meant by the words.
test.each([
  ['TESCO BANK', 'Tesco Bank', 'financial_institution'],
  ["SAINSBURY'S BANK 4471", "Sainsbury's Bank", 'financial_institution'],
  ['TESCO STORES 3344', 'Tesco', 'merchant'],
  ['BANK STREET BOOKS', 'Bank Street Books', null],
  ['LEEDS FOOD BANK', 'Leeds Food Bank', null],
])('%s is %s, %s', (description, name, counterpartyType) => {
  expect(counterpartyOf({ description, amount: -5 })).toMatchObject({ name, counterpartyType });
});
