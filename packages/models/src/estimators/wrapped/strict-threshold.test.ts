import fc from 'fast-check';
import { expect, test } from 'vitest';
import { above, below } from './strict-threshold.js';

// math.nextafter(x, -inf) of Python 3.11
test.each([
  [1, 0.9999999999999999],
  [-1, -1.0000000000000002],
  [0, -5e-324],
  [0.1, 0.09999999999999999],
  [1e300, 9.999999999999999e299],
  [5e-324, 0],
])('the number below %d is %d', (value, expected) => {
  expect(below(value)).toBe(expected);
});

test('no number lies between, and above undoes below', () => {
  const finite = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e308, max: 1e308 });
  fc.assert(
    fc.property(finite, finite, (threshold, x) => {
      expect(x <= below(threshold)).toBe(x < threshold);
      expect(above(below(threshold)) === threshold).toBe(true);
    }),
  );
});
