import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nameIndex } from './name-index.js';

/** Every name compared in full. */
function reference(
  names: readonly Int32Array[],
  looked: Int32Array,
): readonly { readonly at: number; readonly similarity: number }[] {
  const weight = (column: number): number =>
    (Math.log((1 + names.length) / (1 + names.filter((name) => name.includes(column)).length)) + 1) ** 2;
  const length = (columns: Int32Array): number =>
    Math.sqrt(columns.reduce((sum, column) => sum + weight(column), 0));
  return names
    .map((name, at) => {
      const common = name.filter((column) => looked.includes(column));
      const product = common.reduce((sum, column) => sum + weight(column), 0);
      return { at, similarity: product === 0 ? 0 : product / (length(name) * length(looked)) };
    })
    .filter(({ similarity }) => similarity > 0);
}

const columns = fc
  .uniqueArray(fc.integer({ min: 0, max: 12 }), { minLength: 1, maxLength: 6 })
  .map((list) => Int32Array.from(list).sort());

test('finds what comparing with every name finds', () => {
  fc.assert(
    fc.property(fc.array(columns, { maxLength: 20 }), columns, (names, looked) => {
      const index = nameIndex();
      const slots = names.map((name, key) => index.add({ key, columns: name }));
      const expected = reference(names, looked);
      const found = index.similar(looked, 20, 1e-9);
      expect(found.map(({ slot }) => slot).sort()).toEqual(expected.map(({ at }) => slots[at]).sort());
      for (const { slot, similarity } of found) {
        const same = expected.find(({ at }) => slots[at] === slot);
        expect(similarity).toBeCloseTo(same?.similarity ?? -1, 12);
      }
      const similarities = found.map(({ similarity }) => similarity);
      expect(similarities).toEqual(similarities.toSorted((a, b) => b - a));
    }),
  );
});

test('names that were removed are as if they had never been there', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(columns, fc.boolean()), { maxLength: 20 }), columns, (names, looked) => {
      const [index, fresh] = [nameIndex(), nameIndex()];
      const keyOf = new Map<number, number>();
      const freshKeyOf = new Map<number, number>();
      const gone = names.flatMap(([name, isGone], key) => {
        const slot = index.add({ key, columns: name });
        keyOf.set(slot, key);
        if (!isGone) freshKeyOf.set(fresh.add({ key, columns: name }), key);
        return isGone ? [slot] : [];
      });
      for (const slot of gone) index.remove(slot);
      const found = index.similar(looked, 5, 0.1);
      const expected = fresh.similar(looked, 5, 0.1);
      expect(found.map(({ slot, similarity }) => [keyOf.get(slot), similarity])).toEqual(
        expected.map(({ slot, similarity }) => [freshKeyOf.get(slot), similarity]),
      );
    }),
  );
});
