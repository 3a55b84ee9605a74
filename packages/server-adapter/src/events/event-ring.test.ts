import fc from 'fast-check';
import { expect, test } from 'vitest';
import { eventRing } from './event-ring.js';

test('it holds the last ones, in order, as a plain list would', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 8 }),
      fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 40 }),
      fc.nat(130),
      fc.integer({ min: 1, max: 10 }),
      (capacity, steps, after, most) => {
        const ring = eventRing<string>(capacity);
        const all: { id: number; item: string }[] = [];
        let id = 0;
        for (const step of steps) {
          id += step;
          ring.push(id, `item ${id}`);
          all.push({ id, item: `item ${id}` });
        }
        const kept = all.slice(-capacity);
        expect(ring.after(after, most)).toEqual(kept.filter((slot) => slot.id > after).slice(0, most));
        expect(ring.lastDropped).toBe(all[all.length - kept.length - 1]?.id ?? 0);
      },
    ),
  );
});
