import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalAmount, negated } from './canonical-amount.js';
import { decimalText, parseDecimal } from './decimal.js';

describe('exact decimals', () => {
  test.each([
    ['0', 0n, '0.00'],
    ['-1234.50', -123_450_000_000n, '-1234.50'],
    ['+.5', 50_000_000n, '0.50'],
    ['5.', 500_000_000n, '5.00'],
    ['0.00000001', 1n, '0.00000001'],
    ['1.2300', 123_000_000n, '1.23'],
    ['999999999999999999.99', 99_999_999_999_999_999_999_000_000n, '999999999999999999.99'],
  ])('%s is %d hundred-millionths', (text, units, written) => {
    expect(parseDecimal(text)).toBe(units);
    expect(decimalText(units)).toBe(written);
  });

  test.each(['', '-', '.', '1,5', '1e5', '0x1', '--1', '1.123456789', ' 1', '9'.repeat(41), 'NaN'])(
    '%j is none',
    (text) => expect(parseDecimal(text)).toBeNull(),
  );

  test('every one is read back from its text', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 25n), max: 10n ** 25n }), (units) => {
        expect(parseDecimal(decimalText(units))).toBe(units);
      }),
    );
  });
});

describe('amounts with a point or a comma', () => {
  test.each([
    ['25,03', '25.03'],
    ['500,', '500'],
    ['500', '500'],
    ['+12.5', '12.5'],
    ['-12,5', '-12.5'],
    [' .50 ', '.50'],
    ['1,234.56', '1234.56'],
    ['-1.234.567,89', '-1234567.89'],
    // By the rules of OFX and SWIFT there are no thousands separators: one mark is the decimal mark.
    ['1,234', '1.234'],
    ['1.234', '1.234'],
  ])('%j is %j', (text, expected) => {
    expect(canonicalAmount(text)).toBe(expected);
  });

  test.each(['', 'abc', '1,2,3', '1.2.3', '1,23.45', '12-', '(5.00)', '1e3', '٣'])(
    '%j is left for the normaliser to refuse',
    (text) => expect(canonicalAmount(text)).toBe(text),
  );

  test.each([
    ['5', '-5'],
    ['-5', '5'],
    ['+5', '-5'],
    ['', ''],
  ])('the other sign of %j is %j', (text, expected) => {
    expect(negated(text)).toBe(expected);
  });
});
