import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { processorMs } from '../testing/processor-time.js';
import { formatMinor, minorFromNumber, parseAmount, roundToMinor, sumMinor, toMajor } from './amount.js';
import type { AmountFormat } from './amount-format.js';
import { currencyDecimals } from './currency.js';

const comma: AmountFormat = { decimalMark: ',', groupMark: '.' };
const points: AmountFormat = { groupMark: ',' };
const currencies = fc.constantFrom('USD', 'JPY', 'KWD', 'CLF');
/** Every whole number of minor units that fits in 15 digits. */
const minorUnits = fc.bigInt({ min: -999_999_999_999_999n, max: 999_999_999_999_999n });

describe('conventions', () => {
  test.each<[string, string, AmountFormat, number]>([
    ['0', 'USD', {}, 0],
    ['-0', 'USD', {}, 0],
    ['-1295.83', 'USD', {}, -129_583],
    ['+5', 'USD', {}, 500],
    ['−5.1', 'USD', {}, -510],
    ['- 5.10', 'USD', {}, -510],
    ['.50', 'USD', {}, 50],
    ['-.5', 'USD', {}, -50],
    ['00012.30', 'USD', {}, 1_230],
    ['\u00a012.30 ', 'USD', {}, 1_230],
    ['1.2300', 'USD', {}, 123],
    ['1200', 'JPY', {}, 1_200],
    ['1200.00', 'JPY', {}, 1_200],
    ['1.234', 'KWD', {}, 1_234],
    ['9999999999999.99', 'USD', {}, 999_999_999_999_999],
    ['1,234,567.89', 'USD', points, 123_456_789],
    ['1234567.89', 'USD', points, 123_456_789],
    ['1.234.567,89', 'EUR', comma, 123_456_789],
    ['1234,5', 'EUR', comma, 123_450],
    ['1 234,50', 'EUR', { decimalMark: ',', groupMark: ' ' }, 123_450],
    ['1\u00a0234\u202f567,50', 'EUR', { decimalMark: ',', groupMark: ' ' }, 123_456_750],
    ["1'234.50", 'CHF', { groupMark: "'" }, 123_450],
    ['1’234.50', 'CHF', { groupMark: "'" }, 123_450],
    ['(1,234.50)', 'USD', { ...points, negative: 'parentheses' }, -123_450],
    ['( 1,234.50 )', 'USD', { ...points, negative: 'parentheses' }, -123_450],
    ['1,234.50', 'USD', { ...points, negative: 'parentheses' }, 123_450],
    ['1234.50-', 'USD', { negative: 'trailing-minus' }, -123_450],
    ['1234.50 −', 'USD', { negative: 'trailing-minus' }, -123_450],
    ['-1234.50', 'USD', { negative: 'trailing-minus' }, -123_450],
  ])('%j in %s, %j, is %d', (text, currency, format, minor) => {
    expect(parseAmount(text, currency, format)).toBe(minor);
  });
});

describe('refusals', () => {
  test.each<[string, string, AmountFormat]>([
    ['AMOUNT_FORMAT', '1.234,56', {}],
    ['AMOUNT_FORMAT', '1234,56', {}],
    ['AMOUNT_FORMAT', '1,234', {}],
    ['AMOUNT_FORMAT', '1,234.50', {}],
    ['AMOUNT_FORMAT', '(1,234.50)', {}],
    ['AMOUNT_FORMAT', '12.50-', {}],
    ['AMOUNT_FORMAT', '1.234.567', {}],
    ['AMOUNT_FORMAT', '1 234.50', {}],
    ['AMOUNT_FORMAT', '(5)', comma],
    ['AMOUNT_INVALID', '1e999', {}],
    ['AMOUNT_INVALID', '1e5', {}],
    ['AMOUNT_INVALID', 'NaN', {}],
    ['AMOUNT_INVALID', 'Infinity', {}],
    ['AMOUNT_INVALID', '0x10', {}],
    ['AMOUNT_INVALID', '', {}],
    ['AMOUNT_INVALID', ' ', {}],
    ['AMOUNT_INVALID', '-', {}],
    ['AMOUNT_INVALID', '.', {}],
    ['AMOUNT_INVALID', '5.', {}],
    ['AMOUNT_INVALID', '--5', {}],
    ['AMOUNT_INVALID', '$5', {}],
    ['AMOUNT_INVALID', '١٢', {}],
    ['AMOUNT_INVALID', '1,23,456.00', points],
    ['AMOUNT_INVALID', '1,2345.00', points],
    ['AMOUNT_INVALID', '(-5)', { negative: 'parentheses' }],
    ['AMOUNT_INVALID', '()', { negative: 'parentheses' }],
    ['AMOUNT_PRECISION', '1.005', {}],
    ['AMOUNT_RANGE', '10000000000000.00', {}],
    ['AMOUNT_RANGE', '9'.repeat(99), {}],
    ['AMOUNT_INVALID', '9'.repeat(101), {}],
  ])('%s: %j, %j', (code, text, format) => {
    expect(() => parseAmount(text, 'USD', format)).toThrow(expect.objectContaining({ code }));
  });

  test('an amount of another convention is told which setting reads it', () => {
    const hints: readonly (readonly [string, AmountFormat])[] = [
      ['1.234,56', comma],
      ['(5.00)', { negative: 'parentheses' }],
      ['5.00-', { negative: 'trailing-minus' }],
      ['1,234.50', points],
      ["1'234.50", { groupMark: "'" }],
    ];
    for (const [text, format] of hints) {
      const setting = Object.keys(format).join('|');
      expect(() => parseAmount(text, 'USD')).toThrow(new RegExp(setting));
      expect(() => parseAmount(text, 'USD', format)).not.toThrow();
    }
  });

  test('a currency that does not exist and two equal marks are refused', () => {
    expect(() => parseAmount('1', 'XXX')).toThrow(expect.objectContaining({ code: 'CURRENCY_UNKNOWN' }));
    expect(() => parseAmount('1', 'USD', { groupMark: '.' })).toThrow(
      expect.objectContaining({ code: 'INVALID_ARGUMENT' }),
    );
  });

  test('a hostile field costs little', () => {
    const spent = processorMs(() => {
      for (const text of [`1.${'0'.repeat(1e6)}1`, `${'0'.repeat(1e6)}1`, '1,'.repeat(1e6)]) {
        expect(() => parseAmount(text, 'USD', points)).toThrow(
          expect.objectContaining({ code: 'AMOUNT_INVALID' }),
        );
      }
    });
    expect(spent).toBeLessThan(1_000);
  });
});

/** The decimal text of minor units, by integer arithmetic alone. */
function decimalText(minor: bigint, decimals: number, marks: { decimal: string; group: string }): string {
  const digits = (minor < 0n ? -minor : minor).toString().padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals).replace(/\B(?=(\d{3})+$)/g, marks.group);
  const fraction = decimals === 0 ? '' : `${marks.decimal}${digits.slice(-decimals)}`;
  return `${minor < 0n ? '-' : ''}${whole}${fraction}`;
}

describe('exactness, against BigInt', () => {
  test('every amount is read exactly, in every convention', () => {
    fc.assert(
      fc.property(minorUnits, currencies, (minor, currency) => {
        const decimals = currencyDecimals(currency);
        const expected = Number(minor);
        expect(parseAmount(decimalText(minor, decimals, { decimal: '.', group: '' }), currency)).toBe(
          expected,
        );
        expect(parseAmount(decimalText(minor, decimals, { decimal: ',', group: '.' }), currency, comma)).toBe(
          expected,
        );
        expect(
          parseAmount(decimalText(minor, decimals, { decimal: '.', group: ',' }), currency, points),
        ).toBe(expected);
        expect(formatMinor(expected, currency)).toBe(
          decimalText(minor, decimals, { decimal: '.', group: '' }),
        );
      }),
      { numRuns: 1_000 },
    );
  });

  test('a number that shows an amount is that amount', () => {
    fc.assert(
      fc.property(minorUnits, currencies, (minor, currency) => {
        const shown = Number(decimalText(minor, currencyDecimals(currency), { decimal: '.', group: '' }));
        expect(minorFromNumber(shown, currency)).toBe(Number(minor));
        expect(toMajor(Number(minor), currency)).toBe(shown + 0);
        expect(roundToMinor(shown, currency)).toBe(Number(minor));
      }),
      { numRuns: 1_000 },
    );
  });

  test('sums are exact', () => {
    fc.assert(
      fc.property(fc.array(fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n })), (amounts) => {
        const expected = Number(amounts.reduce((sum, amount) => sum + amount, 0n));
        expect(sumMinor(amounts.map(Number))).toBe(expected);
      }),
    );
    expect(() => sumMinor([Number.MAX_SAFE_INTEGER, 1])).toThrow(
      expect.objectContaining({ code: 'AMOUNT_RANGE', details: { row: 2 } }),
    );
    expect(() => sumMinor([0.5])).toThrow(expect.objectContaining({ code: 'AMOUNT_RANGE' }));
  });
});

describe('numbers', () => {
  test.each<[number, string, number]>([
    [85.5, 'USD', 8_550],
    [0.07, 'USD', 7],
    [1.1, 'USD', 110],
    [-0, 'USD', 0],
    [4.35, 'USD', 435],
    [1e-3, 'KWD', 1],
    [1.5e-3, 'CLF', 15],
    [1e12, 'USD', 100_000_000_000_000],
  ])('%d in %s is %d', (amount, currency, minor) => {
    expect(minorFromNumber(amount, currency)).toBe(minor);
  });

  test.each<[string, number]>([
    ['AMOUNT_INVALID', Number.NaN],
    ['AMOUNT_INVALID', Number.NEGATIVE_INFINITY],
    ['AMOUNT_PRECISION', 0.1 + 0.2],
    ['AMOUNT_PRECISION', 1e-7],
    ['AMOUNT_PRECISION', 5e-324],
    ['AMOUNT_RANGE', 1e14],
    ['AMOUNT_RANGE', 1e300],
  ])('%s: %d', (code, amount) => {
    expect(() => minorFromNumber(amount, 'USD')).toThrow(expect.objectContaining({ code }));
  });

  test('estimates are rounded half away from zero, as their decimal text says', () => {
    // 1.005 and 1.115 are below their text as floats: a plain Math.round(100 * x) gives 100 and 111.
    expect([1.005, -1.005, 1.115, 2.5, -0.004, 1_234.565].map((x) => roundToMinor(x, 'USD'))).toEqual([
      101, -101, 112, 250, 0, 123_457,
    ]);
    expect([2.5, -2.5, 2.4].map((x) => roundToMinor(x, 'JPY'))).toEqual([3, -3, 2]);
  });

  test('minor units that are no safe integers are not formatted', () => {
    expect(() => formatMinor(1e21, 'USD')).toThrow(expect.objectContaining({ code: 'AMOUNT_RANGE' }));
    expect(() => formatMinor(0.5, 'USD')).toThrow(expect.objectContaining({ code: 'AMOUNT_RANGE' }));
    expect(formatMinor(-5, 'USD')).toBe('-0.05');
    expect(formatMinor(-5, 'JPY')).toBe('-5');
  });
});
