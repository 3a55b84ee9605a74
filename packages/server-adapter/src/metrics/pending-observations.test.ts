import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pendingObservations } from './pending-observations.js';

test('every observation is passed on once, in order, at the latest when someone asks', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.string(), fc.double({ noNaN: true }), fc.nat(), fc.boolean())),
      fc.integer({ min: 1, max: 8 }),
      (all, most) => {
        const passed: unknown[] = [];
        const pending = pendingObservations<string>(most, (...observation) => passed.push(observation));
        for (const [index, [series, seconds, count, isAsked]] of all.entries()) {
          pending.add(series, seconds, count);
          if (isAsked) pending.flush();
          expect(index + 1 - passed.length).toBeLessThan(most);
          if (isAsked) expect(passed).toHaveLength(index + 1);
        }
        pending.flush();
        expect(passed).toEqual(all.map(([series, seconds, count]) => [series, seconds, count]));
      },
    ),
  );
});
