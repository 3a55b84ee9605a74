import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mostProbableFirst } from './most-probable-first.js';

test.each([5, 96, 97, 150])('orders %i classes as a stable sort does', (classes) => {
  // Few values, so that there are ties.
  const probability = fc.integer({ min: 0, max: 9 }).map((tenths) => tenths / 10);
  fc.assert(
    fc.property(fc.array(probability, { minLength: classes, maxLength: classes }), (probabilities) => {
      const given = [...probabilities.keys()].reverse();
      const wanted = [...given].sort((a, b) => (probabilities[b] as number) - (probabilities[a] as number));
      const order = Int32Array.from(given);
      mostProbableFirst(order, Float64Array.from(probabilities));
      expect([...order]).toEqual(wanted);
    }),
  );
});
