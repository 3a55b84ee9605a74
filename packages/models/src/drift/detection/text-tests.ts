import { type TextMoments, textVectorLength } from '../sketches/text-moments.js';
import { meanEmbeddingTest, type VectorMoments } from '../tests/mean-embedding.js';
import type { TextDriftTest } from './drift-test.js';

/** Names of the tests of texts. */
export type TextTestName = 'mean-embedding';

/** Tests of texts by name. */
export const textTests: Readonly<Record<TextTestName, TextDriftTest>> = Object.freeze({
  'mean-embedding': Object.freeze<TextDriftTest>({
    name: 'mean-embedding',
    kind: 'text',
    compare: ({ reference, current }) => {
      const { statistic, pValue, distance } = meanEmbeddingTest(moments(reference), moments(current));
      // Vectors of one length are twice that apart at most.
      return { statistic, pValue, method: 'asymptotic', effect: Math.min(1, distance / 2) };
    },
  }),
});

/** In units of the length of a vector. */
function moments({ texts, sums, products }: TextMoments): VectorMoments {
  return {
    rows: texts,
    sums: sums.map((sum) => sum / textVectorLength),
    products: products.map((sum) => sum / textVectorLength ** 2),
  };
}
