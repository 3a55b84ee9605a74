import { type AmountFormat, currencyDecimals, isTitansError, parseAmount } from '@titans/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { amountReader, tryAmount } from './amounts.js';

const point: AmountFormat = { groupMark: ',' };
const comma: AmountFormat = { decimalMark: ',', groupMark: '.' };
const commaAlone: AmountFormat = { decimalMark: ',' };

const codeOf = (text: string, currency: string, format: AmountFormat): string | number => {
  try {
    return amountReader(currency, format)(text);
  } catch (error) {
    return isTitansError(error) ? error.code : String(error);
  }
};

describe('what can be meant in one way only is read', () => {
  test.each<[string, string, AmountFormat, number]>([
    ['-12.34', 'USD', {}, -1_234],
    ['12.34-', 'USD', {}, -1_234],
    ['\u221212.34', 'USD', {}, -1_234],
    ['\u201312.34', 'USD', {}, -1_234],
    ['+12.34', 'USD', {}, 1_234],
    ['12.34+', 'USD', {}, 1_234],
    ['(12.34)', 'USD', {}, -1_234],
    ['($12.34)', 'USD', {}, -1_234],
    ['$(12.34)', 'USD', {}, -1_234],
    ['-$12.34', 'USD', {}, -1_234],
    ['$-12.34', 'USD', {}, -1_234],
    ['$ 12.34', 'USD', {}, 1_234],
    ['$.50', 'USD', {}, 50],
    ['USD.50', 'USD', {}, 50],
    ['12.34 CR', 'USD', {}, 1_234],
    ['12.34 Cr.', 'USD', {}, 1_234],
    ['12.34DR', 'USD', {}, -1_234],
    ['DR 12.34', 'USD', {}, -1_234],
    ['-12.34 DR', 'USD', {}, -1_234],
    ['12,34 S', 'EUR', comma, -1_234],
    ['12,34 H', 'EUR', comma, 1_234],
    ['12,34 EUR S', 'EUR', comma, -1_234],
    ['12.34 C', 'USD', {}, 1_234],
    ['D12.34', 'USD', {}, -1_234],
    ['12,34 €', 'EUR', comma, 1_234],
    ['€12,34', 'EUR', comma, 1_234],
    ['EUR -1.234,50', 'EUR', comma, -123_450],
    ['1.234,50- EUR', 'EUR', comma, -123_450],
    ['1.234', 'EUR', comma, 123_400],
    ['1 234,50 kr', 'SEK', commaAlone, 123_450],
    ['1\u00a0234\u202f567,50', 'EUR', commaAlone, 123_456_750],
    ["CHF 1'234.50", 'CHF', {}, 123_450],
    ['1’234.50 Fr.', 'CHF', {}, 123_450],
    ['Rs.500', 'INR', {}, 50_000],
    ['₹12,34,567.89', 'INR', point, 123_456_789],
    ['R$ 1.234,50', 'BRL', comma, 123_450],
    ['US$12', 'USD', {}, 1_200],
    ['$12', 'CAD', {}, 1_200],
    ['500,-', 'DKK', commaAlone, 50_000],
    ['-500,-- kr', 'SEK', commaAlone, -50_000],
    ['12.3400', 'EUR', {}, 1_234],
    ['12.340000000000000000', 'EUR', {}, 1_234],
    ['1,200', 'JPY', point, 1_200],
    ['¥1,200', 'JPY', point, 1_200],
    ['-0.00', 'USD', {}, 0],
  ])('%j in %s, %j, is %d', (text, currency, format, minor) => {
    expect(tryAmount(text, currency, format)).toBe(minor);
    expect(amountReader(currency, format)(text)).toBe(minor);
  });
});

describe('what cannot is refused', () => {
  test.each<[string, string, AmountFormat, string]>([
    ['1.234,56', 'EUR', {}, 'AMOUNT_FORMAT'],
    ['-1.234,56 EUR', 'EUR', {}, 'AMOUNT_FORMAT'],
    ['1,234.56', 'USD', {}, 'AMOUNT_FORMAT'],
    ['1,234', 'USD', {}, 'AMOUNT_FORMAT'],
    ['1.234.567', 'EUR', {}, 'AMOUNT_FORMAT'],
    ['1,234.56', 'EUR', comma, 'AMOUNT_FORMAT'],
    ['1.234', 'EUR', {}, 'AMOUNT_PRECISION'],
    ['1,234', 'EUR', comma, 'AMOUNT_PRECISION'],
    ['(5)', 'USD', { negative: 'leading-minus' }, 'AMOUNT_FORMAT'],
    ['5-', 'USD', { negative: 'parentheses' }, 'AMOUNT_FORMAT'],
    ['(-5)', 'USD', {}, 'AMOUNT_INVALID'],
    ['--5', 'USD', {}, 'AMOUNT_INVALID'],
    ['-5-', 'USD', {}, 'AMOUNT_INVALID'],
    ['-5 CR', 'USD', {}, 'AMOUNT_INVALID'],
    ['5 CR DR', 'USD', {}, 'AMOUNT_INVALID'],
    ['5,-', 'USD', {}, 'AMOUNT_INVALID'],
    ['5.', 'USD', {}, 'AMOUNT_INVALID'],
    ['1 2', 'USD', {}, 'AMOUNT_INVALID'],
    ['12 345 6', 'USD', {}, 'AMOUNT_FORMAT'],
    ['1e5', 'USD', {}, 'AMOUNT_INVALID'],
    ['NaN', 'USD', {}, 'AMOUNT_INVALID'],
    ['0x10', 'USD', {}, 'AMOUNT_INVALID'],
    ['5 apples', 'USD', {}, 'AMOUNT_INVALID'],
    ['$', 'USD', {}, 'AMOUNT_INVALID'],
    ['', 'USD', {}, 'AMOUNT_INVALID'],
    ['2024-03-05', 'USD', {}, 'AMOUNT_INVALID'],
    ['12.34 EUR', 'USD', {}, 'CURRENCY_MISMATCH'],
    ['€12.34', 'USD', {}, 'CURRENCY_MISMATCH'],
    ['$12.34', 'EUR', {}, 'CURRENCY_MISMATCH'],
    ['$12.34 EUR', 'USD', {}, 'AMOUNT_INVALID'],
    ['9999999999999999', 'USD', {}, 'AMOUNT_RANGE'],
    [`${'(('.repeat(1e5)}`, 'USD', {}, 'AMOUNT_INVALID'],
  ])('%j in %s, %j: %s', (text, currency, format, code) => {
    expect(codeOf(text, currency, format)).toBe(code);
    expect(tryAmount(text, currency, format)).toBeNull();
  });

  test('as is a format with one mark for both', () => {
    expect(() => amountReader('USD', { groupMark: '.' })).toThrow(
      expect.objectContaining({ code: 'INVALID_ARGUMENT' }),
    );
  });
});

const currencies = fc.constantFrom('USD', 'JPY', 'KWD');
const formats = fc.constantFrom<AmountFormat>({}, comma, point, commaAlone, { groupMark: "'" });

test('what core reads is read in the same way, whatever the text, currency and convention', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: fc.constantFrom(..."0123456789.,-+() 'e"), maxLength: 18 }),
        fc.integer().map((value) => (value / 1000).toString()),
      ),
      currencies,
      formats,
      (text, currency, format) => {
        let expected: number | null = null;
        try {
          expected = parseAmount(text, currency, format);
        } catch (error) {
          expect(isTitansError(error)).toBe(true);
        }
        const found = codeOf(text, currency, format);
        if (expected !== null) expect(found).toBe(expected);
        else if (typeof found === 'number')
          expect(text).toMatch(/[-+)]\s*$|^\s*\(|\d[\s']\d{3}|,\d\d,|[.,]-/);
        expect(tryAmount(text, currency, format)).toBe(typeof found === 'number' ? found : null);
      },
    ),
    { numRuns: 3000 },
  );
});

test('every way to write an amount gives the amount, against BigInt', () => {
  const minorUnits = fc.bigInt({ min: -999_999_999_999_999n, max: 999_999_999_999_999n });
  fc.assert(
    fc.property(
      minorUnits,
      currencies,
      fc.constantFrom<readonly [string, AmountFormat]>(['.', point], [',', comma], [',', commaAlone]),
      fc.constantFrom('', 'format', ' ', '\u00a0', '\u202f', "'", '’'),
      fc.constantFrom(
        (x: string) => `-${x}`,
        (x: string) => `(${x})`,
        (x: string) => `${x}-`,
        (x: string) => `\u2212 ${x}`,
        (x: string) => `${x} DR`,
      ),
      fc.constantFrom('before', 'behind', 'none'),
      (minor, currency, [mark, format], group, negate, place) => {
        const decimals = currencyDecimals(currency);
        const digits = (minor < 0n ? -minor : minor).toString().padStart(decimals + 1, '0');
        const groupMark = group === 'format' ? (format.groupMark ?? '') : group;
        const whole = digits.slice(0, digits.length - decimals).replace(/\B(?=(\d{3})+$)/g, groupMark);
        const plain = decimals === 0 ? whole : `${whole}${mark}${digits.slice(-decimals)}`;
        const named =
          place === 'before' ? `${currency} ${plain}` : place === 'behind' ? `${plain} ${currency}` : plain;
        expect(tryAmount(minor < 0n ? negate(named) : named, currency, format)).toBe(Number(minor));
      },
    ),
    { numRuns: 1000 },
  );
});
