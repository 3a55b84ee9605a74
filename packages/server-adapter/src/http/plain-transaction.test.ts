import { limits, paymentMethods, transactionTypes } from '@titans/core';
import { transactionRequestSchema } from '@titans/core/contract';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isPlainTransaction } from './plain-transaction.js';

const text = (maxLength: number): fc.Arbitrary<string> =>
  fc.oneof(
    fc.string({ unit: 'binary', maxLength: 20 }),
    fc.constantFrom('\ud800', 'a\udc00', '\udc00\ud800', '\ud83d\ude00'),
    fc.integer({ min: maxLength - 1, max: maxLength + 1 }).map((length) => 'x'.repeat(length)),
  );
const digits = (length: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom('0', '1', '2', '3', '6', '9'), minLength: length, maxLength: length });
const date = fc.tuple(digits(4), digits(2), digits(2)).map((parts) => parts.join('-'));
const time = fc.tuple(digits(2), digits(2), digits(2)).map((parts) => parts.join(':'));
const anything = fc.jsonValue({ maxDepth: 2 });

const members: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  transaction_id: text(limits.identifierLength),
  account_id: text(limits.identifierLength),
  date: fc.oneof(date, fc.constantFrom('2024-02-29', '2023-02-29', '0000-01-01', '2024-1-1')),
  time: fc.oneof(time, fc.constantFrom('23:59:59', '24:00:00', '12:00', '12:00:00.5')),
  type: fc.constantFrom(...transactionTypes, 'income'),
  description: text(limits.descriptionLength),
  amount: fc.oneof(fc.double(), fc.constantFrom(1_000_000, -1_000_000, 1_000_000.1, Number.NaN)),
  currency: fc.oneof(fc.constantFrom('USD', 'EUR', 'JPY', 'DEM', 'XXX', 'usd'), fc.string({ maxLength: 4 })),
  category: text(limits.categoryLength),
  payment_method: fc.constantFrom(...paymentMethods, 'card'),
  status: text(limits.statusLength),
  merchant_name: text(limits.nameLength),
  location: text(limits.nameLength),
  recurring: fc.boolean(),
  tags: fc.array(text(limits.tagLength), { maxLength: limits.tags + 1 }),
};
const anyMembers = Object.fromEntries(
  Object.entries(members).map(([name, right]) => [
    name,
    fc.oneof({ weight: 20, arbitrary: right }, { weight: 1, arbitrary: anything }),
  ]),
);
const transactions = fc
  .subarray(Object.keys(anyMembers), { maxLength: 4 })
  .chain((names) => fc.record(Object.fromEntries(names.map((name) => [name, anyMembers[name] ?? anything]))));
const bodies = fc.oneof(
  { weight: 20, arbitrary: transactions },
  {
    weight: 1,
    arbitrary: fc
      .tuple(transactions, fc.dictionary(fc.string(), anything))
      .map(([one, other]) => ({ ...one, ...other })),
  },
  { weight: 1, arbitrary: anything },
);

test('what it takes, the schema takes as it is', () => {
  let taken = 0;
  fc.assert(
    fc.property(bodies, (body) => {
      if (!isPlainTransaction(body)) return;
      taken++;
      const checked = transactionRequestSchema.safeParse(body);
      expect(checked.success).toBe(true);
      expect(checked.data).toEqual(body);
    }),
    { numRuns: 5_000, seed: 7 },
  );
  expect(taken).toBeGreaterThan(200);
});

test('of what the schema takes it leaves only nulls and tags to it', () => {
  fc.assert(
    fc.property(bodies, (body) => {
      if (!transactionRequestSchema.safeParse(body).success || isPlainTransaction(body)) return;
      const own = body as Readonly<Record<string, unknown>>;
      const isLeft =
        Object.values(own).some((member) => member === null || member === undefined) ||
        'tags' in own ||
        // Counted in code points by the schema.
        Object.values(own).some(
          (member) => typeof member === 'string' && /\p{Cs}|[\u{10000}-\u{10ffff}]/u.test(member),
        );
      expect(isLeft).toBe(true);
    }),
    { numRuns: 5_000, seed: 8 },
  );
});
