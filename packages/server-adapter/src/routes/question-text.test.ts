import type { TransactionQuery } from '@titans/models';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { questionOf } from './question-text.js';

const text = fc.string({ unit: fc.constantFrom('|', ':', '1', '"', 'a', 'description', 'é') });
const query: fc.Arbitrary<TransactionQuery> = fc.record(
  {
    description: text,
    merchantName: text,
    amount: fc.constantFrom(1, 11, -1, 0.5),
    recurring: fc.boolean(),
    tags: fc.array(text, { maxLength: 2 }),
  },
  { requiredKeys: [] },
);

test('two questions have one text only where they are the same', () => {
  fc.assert(
    fc.property(fc.tuple(query, query), ([one, other]) => {
      const isSame = JSON.stringify(one) === JSON.stringify(other);
      expect(questionOf('category', one) === questionOf('category', other)).toBe(isSame);
    }),
    { numRuns: 2_000 },
  );
});

test('a text that looks like another member is none', () => {
  const joined = questionOf('category', { description: 'a|merchantName:1:b' });
  expect(joined).not.toBe(questionOf('category', { description: 'a', merchantName: 'b' }));
  expect(joined).toBe('category|description:18:a|merchantName:1:b');
  expect(questionOf('amount', { amount: -3.5, tags: ['x'] })).toBe('amount|amount:4:-3.5|tags:5:["x"]');
});
