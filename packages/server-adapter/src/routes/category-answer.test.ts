import { categoryResponseSchema } from '@titans/core/contract';
import type { CategoryPrediction } from '@titans/models';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CategoryAnswer, writtenCategory } from './category-answer.js';
import { rounded, writtenShare, writtenText } from './written-answer.js';

const text = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), fc.string());
const share = fc.double({ min: 0, max: 1, noNaN: true });
const predictions: fc.Arbitrary<CategoryPrediction> = fc.record({
  category: text,
  confidence: share,
  confidenceLevel: fc.constantFrom('very_high', 'high', 'medium', 'low', 'unknown'),
  alternatives: fc.uniqueArray(fc.record({ category: text, probability: share }), {
    selector: ({ category }) => category,
    maxLength: 40,
  }),
  source: fc.constantFrom('rule', 'memory', 'model', 'lexicon'),
  abstained: fc.boolean(),
  explanation: fc.array(
    fc.record({ feature: text, contribution: fc.double({ noNaN: true, noDefaultInfinity: true }) }),
    { maxLength: 8 },
  ),
  primary: fc.option(text),
  merchant: fc.option(text),
  counterpartyType: fc.option(fc.constantFrom('merchant', 'person')),
});

const envelope = {
  prediction_id: 'a-1',
  processing_time: 0.000_123,
  model_version: 'category@abc',
  model_sha256: 'abcdef',
};

describe('the answer about a category', () => {
  test('is written as JSON.stringify would write its members, with numbers of six decimals', () => {
    fc.assert(
      fc.property(predictions, (prediction) => {
        const answer = JSON.parse(JSON.stringify(new CategoryAnswer(prediction, envelope)));
        const explanation = prediction.explanation.map(({ feature, contribution }) => ({
          feature,
          contribution: rounded(contribution),
        }));
        // JSON has no negative zero.
        const expected: unknown = JSON.parse(JSON.stringify({ ...answer, explanation }));
        expect(JSON.parse(writtenCategory(prediction, envelope))).toEqual(expected);
      }),
      { seed: 11 },
    );
  });

  test('is one of the contract', () => {
    const [prediction] = fc.sample(predictions, { numRuns: 1, seed: 4 });
    if (prediction === undefined) throw new Error('nothing was drawn');
    const answer: unknown = JSON.parse(writtenCategory(prediction, envelope));
    expect(categoryResponseSchema.safeParse(answer).success).toBe(true);
  });
});

test('shares are written with six decimals, rounded half up, and stay within 0 and 1', () => {
  expect([0, 1e-9, 5e-7, 0.1234564, 0.9999994, 0.9999996, 1].map(writtenShare)).toEqual([
    '0',
    '0',
    '0.000001',
    '0.123456',
    '0.999999',
    '1',
    '1',
  ]);
  fc.assert(
    fc.property(share, (value) => {
      expect(JSON.parse(writtenShare(value))).toBe(rounded(value));
      expect(Math.abs(rounded(value) - value)).toBeLessThanOrEqual(5.000_001e-7);
    }),
  );
});

test('texts are written as JSON.stringify writes them, or as JSON that says the same', () => {
  fc.assert(
    fc.property(text, (value) => {
      expect(JSON.parse(writtenText(value))).toBe(value);
    }),
  );
  expect(writtenText('\ud800')).toBe(String.raw`"\ud800"`);
});
