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

test('of all numbers of cards many have the key of one, so that the key does not tell it', () => {
  const keyOf = (accountId: string): number => {
    const found = accountKeyOf(featureRowOf({ accountId }, 'GBP'));
    if (found === null) throw new Error('An account that is named has a key.');
    return found;
  };
  const keys = new Set<number>();
  for (let number = 0; number < 20_000; number++)
    keys.add(keyOf(`45395781${String(number).padStart(8, '0')}`));
  // Of 20,000 balls in 2^20 bins some 190 fall where one lies: 20,000² ÷ 2 ÷ 2^20.
  expect(20_000 - keys.size).toBeGreaterThan(100);
  expect(20_000 - keys.size).toBeLessThan(300);
  expect(Math.max(...keys)).toBeLessThan(2 ** 20);
});

test('rows that name no account have none', () => {
  expect(accountKeyOf(featureRowOf({ description: 'Tesco' }, 'GBP'))).toBeNull();
  const [first, second] = ['GB29 NWBK 6016', 'GB29 NWBK 6017'].map((accountId) =>
    accountKeyOf(featureRowOf({ accountId }, 'GBP')),
  );
  expect(first).not.toBeNull();
  expect(first).not.toBe(second);
});
