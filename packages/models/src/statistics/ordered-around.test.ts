import fc from 'fast-check';
import { expect, test } from 'vitest';
import { orderedAround } from './ordered-around.js';

const value = fc.oneof(
  { weight: 20, arbitrary: fc.integer({ min: -40, max: 40 }) },
  { weight: 20, arbitrary: fc.double({ noNaN: true }).map((each) => each + 0) },
  fc.constantFrom(-0, Number.NaN, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY),
);
const lists = fc.oneof(
  fc.array(value, { minLength: 1, maxLength: 500, size: 'max' }),
  fc.array(fc.integer({ min: -3, max: 900 }), { minLength: 65, maxLength: 900, size: 'max' }),
);

test('a place and the next have what the sort of the engine puts there, and no value is lost', () => {
  fc.assert(
    fc.property(lists, fc.double({ min: 0, max: 1, noNaN: true }), (list, share) => {
      const place = Math.floor(share * (list.length - 1));
      const sorted = Float64Array.from(list).sort();
      const ordered = orderedAround(Float64Array.from(list), place);
      expect([...ordered.subarray(place, place + 2)]).toEqual([...sorted.subarray(place, place + 2)]);
      expect(ordered.slice().sort()).toEqual(sorted);
    }),
  );
});

test.each<[string, (at: number) => number]>([
  ['in order', (at) => at],
  ['in reverse', (at) => -at],
  ['all the same', () => 7],
  ['of two kinds', (at) => at % 2],
  ['up and down', (at) => Math.min(at, 2_000 - at)],
  ['a sawtooth', (at) => at % 37],
])('lists %s too', (_, of) => {
  const list = Float64Array.from({ length: 2_000 }, (_each, at) => of(at) + 0);
  const sorted = list.slice().sort();
  for (let place = 0; place < 2_000; place += 7) {
    const ordered = orderedAround(list.slice(), place);
    expect(ordered.subarray(place, place + 2)).toEqual(sorted.subarray(place, place + 2));
  }
});
