import { expect, test } from 'vitest';
import { amountFeatures } from './amount-input.js';

// Of what the answer about a row without a history may depend on, `answer.ts` keeps answers by these fields.
test('no feature asks for a field by which answers are not kept', () => {
  const asked = new Set(amountFeatures.features.flatMap(({ inputs }) => inputs));
  expect([...asked].sort()).toEqual([
    'category',
    'date',
    'description',
    'merchantName',
    'paymentMethod',
    'time',
    'type',
  ]);
});
