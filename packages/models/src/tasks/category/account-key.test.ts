import fc from 'fast-check';
import { expect, test } from 'vitest';
import { featureRowOf } from '../../features/feature-row.js';
import { accountKeyOf, payeeOnAccount } from './account-key.js';

const key = fc.maxSafeInteger().map(Math.abs);
const account = fc.nat({ max: 2 ** 32 - 1 });

test('payees on an account have keys of their own, and payees that differ differ on each account', () => {
  fc.assert(
    fc.property(key, key, account, (first, second, on) => {
      const [a, b] = [payeeOnAccount(first, on), payeeOnAccount(second, on)];
      expect(Number.isSafeInteger(a) && a >= 0).toBe(true);
      expect(a === b).toBe(first === second);
    }),
  );
});

test('one payee has another key on each account', () => {
  fc.assert(
    fc.property(key, account, account, (payee, first, second) => {
      expect(payeeOnAccount(payee, first) === payeeOnAccount(payee, second)).toBe(first === second);
    }),
  );
});

test('rows that name no account have none', () => {
  expect(accountKeyOf(featureRowOf({ description: 'Tesco' }, 'GBP'))).toBeNull();
  const [first, second] = ['GB29 NWBK 6016', 'GB29 NWBK 6017'].map((accountId) =>
    accountKeyOf(featureRowOf({ accountId }, 'GBP')),
  );
  expect(first).not.toBeNull();
  expect(first).not.toBe(second);
});
