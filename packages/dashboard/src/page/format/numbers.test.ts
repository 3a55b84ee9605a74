import { expect, test } from 'vitest';
import { formatMoney } from './numbers.js';

/** The digits, which every language of the test's machine that writes them from 0 to 9 has alike. */
const digits = (text: string): string => text.replace(/\D/g, '');

test('amounts have as many decimals as their currency has (ISO 4217)', () => {
  expect(digits(formatMoney(1234, 'JPY'))).toBe('1234');
  expect(digits(formatMoney(1234, 'USD'))).toBe('123400');
  expect(digits(formatMoney(1234, 'KWD'))).toBe('1234000');
});

test('dollars of different countries do not look alike', () => {
  const written = ['USD', 'CAD', 'AUD', 'HKD'].map((currency) => formatMoney(5, currency));
  expect(new Set(written).size).toBe(4);
});

test('nothing has no sign', () => {
  for (const amount of [-0, -0.001]) expect(formatMoney(amount, 'USD')).toBe(formatMoney(0, 'USD'));
  expect(formatMoney(-0.01, 'USD')).not.toBe(formatMoney(0.01, 'USD'));
});

test('a text that is no code of a currency stands beside the number', () => {
  const written = formatMoney(-12.5, 'points');
  expect(written).toContain('points');
  expect(digits(written)).toMatch(/^1250?$/);
});
