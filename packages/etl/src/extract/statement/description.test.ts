import { expect, test } from 'vitest';
import { descriptionOf } from './description.js';

test.each([
  [['Shell', 'Fuel  7\n8'], 'Shell Fuel 7 8'],
  [['Shell', 'SHELL GAS STATION'], 'SHELL GAS STATION'],
  [['Jane Doe', 'Jane Doe'], 'Jane Doe'],
  [['', ' ', 'x'], 'x'],
  [[], ''],
])('%j is described as %j', (parts, expected) => {
  expect(descriptionOf(parts)).toBe(expected);
});

test('is no longer than a description may be, and ends with no half character', () => {
  expect(descriptionOf(['a'.repeat(600)])).toHaveLength(500);
  expect(descriptionOf([`${'a'.repeat(499)}😀`])).toBe('a'.repeat(499));
});
