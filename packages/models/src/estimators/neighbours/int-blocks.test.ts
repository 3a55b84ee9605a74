import fc from 'fast-check';
import { expect, test } from 'vitest';
import { intBlocks } from './int-blocks.js';

test('blocks never overlap, and those given back are taken again', () => {
  const step = fc.record({ size: fc.integer({ min: 1, max: 900 }), isGivenBack: fc.boolean() });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const blocks = intBlocks();
      const held: { readonly from: number; readonly size: number; readonly mark: number }[] = [];
      steps.forEach(({ size, isGivenBack }, mark) => {
        const last = isGivenBack ? held.pop() : undefined;
        if (last !== undefined) {
          blocks.free(last.from, last.size);
          expect(blocks.take(last.size)).toBe(last.from);
          blocks.free(last.from, last.size);
        }
        const from = blocks.take(size);
        blocks.items.fill(mark, from, from + size);
        held.push({ from, size, mark });
      });
      for (const { from, size, mark } of held) {
        expect([...blocks.items.subarray(from, from + size)]).toEqual(
          Array.from({ length: size }, () => mark),
        );
      }
    }),
  );
});
