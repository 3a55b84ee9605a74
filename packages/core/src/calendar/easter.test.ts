import { expect, test } from 'vitest';
import { easterSunday } from './easter.js';
import { fromEpochDay } from './plain-date.js';

// dateutil.easter of the same years; 1818 and 1943 are the earliest and the latest that there can be.
test.each([
  [1818, '1818-03-22'],
  [1943, '1943-04-25'],
  [2000, '2000-04-23'],
  [2008, '2008-03-23'],
  [2024, '2024-03-31'],
  [2038, '2038-04-25'],
  [2285, '2285-03-22'],
])('Easter of %i is %s', (year, date) => {
  expect(fromEpochDay(easterSunday(year))).toBe(date);
});

test('the Easters of 1583 to 4099 have the check sum of those of dateutil', () => {
  // s = 0; for y in range(1583, 4100): s = (s * 31 + (easter(y) - date(1970, 1, 1)).days) % 1000003
  const modulus = 1_000_003;
  let sum = 0;
  for (let year = 1583; year < 4100; year++) {
    sum = (((sum * 31 + easterSunday(year)) % modulus) + modulus) % modulus;
  }
  expect(sum).toBe(214_091);
});
