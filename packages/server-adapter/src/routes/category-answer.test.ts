import { categoryResponseSchema } from '@titans/core/contract';
import type { CategoryPrediction } from '@titans/models';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CategoryAnswer, writtenCategory } from './category-answer.js';
import { rounded } from './json-writer.js';
import { inEnvelope } from './written-answer.js';

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
        const { text, byteLength } = inEnvelope(writtenCategory(prediction), envelope);
        expect(JSON.parse(text)).toEqual(expected);
        expect(byteLength).toBe(new TextEncoder().encode(text).length);
      }),
      { seed: 11 },
    );
  });

  test('is one of the contract', () => {
    const [prediction] = fc.sample(predictions, { numRuns: 1, seed: 4 });
    if (prediction === undefined) throw new Error('nothing was drawn');
    const answer: unknown = JSON.parse(inEnvelope(writtenCategory(prediction), envelope).text);
    expect(categoryResponseSchema.safeParse(answer).success).toBe(true);
  });
});
