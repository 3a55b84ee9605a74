import { type AmountFormat, currencyDecimals, formatMinor } from '@titans/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { tryAmount } from './amounts.js';
import { type DateFormat, dateFormats, tryDate } from './dates.js';
import { plainDay, plainMinor } from './plain-bytes.js';

const formats: readonly AmountFormat[] = [
  {},
  { decimalMark: ',', groupMark: '.' },
  { groupMark: ',' },
  { decimalMark: ',' },
  { groupMark: "'" },
  { groupMark: ' ' },
];

function minorOf(text: string, currency: string, format: AmountFormat): number {
  const bytes = Buffer.from(`<${text}>`);
  return plainMinor(bytes, 1, bytes.length - 1, currencyDecimals(currency), {
    decimal: (format.decimalMark ?? '.').charCodeAt(0),
    group: format.groupMark ? format.groupMark.charCodeAt(0) : -1,
  });
}

test('amounts read from bytes are those read from texts', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: fc.constantFrom(..."0123456789.,-+() '€"), maxLength: 18 }),
        fc.string({ unit: fc.constantFrom(...'01.,'), maxLength: 9 }),
        fc
          .bigInt({ min: -(10n ** 16n), max: 10n ** 16n })
          .map((digits) => `${digits / 100n}.${digits % 10n}5`),
      ),
      fc.constantFrom('USD', 'JPY', 'KWD', 'CLF'),
      fc.constantFrom(...formats),
      (text, currency, format) => {
        const minor = minorOf(text, currency, format);
        if (!Number.isNaN(minor)) expect(tryAmount(text, currency, format)).toBe(minor);
      },
    ),
    { numRuns: 5000 },
  );
});

test('every amount as it is mostly written is read from bytes', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -(10 ** 14), max: 10 ** 14 }),
      fc.constantFrom('USD', 'JPY', 'KWD', 'CLF'),
      (minor, currency) => {
        expect(minorOf(formatMinor(minor, currency), currency, {})).toBe(minor);
      },
    ),
    { numRuns: 1000 },
  );
  expect(minorOf('-1,234,567.8', 'USD', { groupMark: ',' })).toBe(-123_456_780);
  expect(minorOf('1.234', 'EUR', { decimalMark: ',', groupMark: '.' })).toBe(123_400);
});

const dateText = fc.oneof(
  fc.string({ unit: fc.constantFrom(...'0123456789/.- T:'), maxLength: 11 }),
  fc
    .tuple(
      fc.constantFrom('2024', '1999', '0000', '24', '4'),
      fc.constantFrom('02', '2', '13', '0'),
      fc.constantFrom('29', '5', '31', '00'),
      fc.constantFrom('-', '/', '.', '. ', ' '),
      fc.constantFrom([0, 1, 2], [2, 1, 0], [1, 2, 0]),
    )
    .map(([year, month, day, mark, order]) => order.map((part) => [year, month, day][part]).join(mark)),
);

test('dates read from bytes are those read from texts', () => {
  fc.assert(
    fc.property(dateText, fc.constantFrom<DateFormat>(...dateFormats), (text, format) => {
      const bytes = Buffer.from(`1${text}1`);
      const day = plainDay(bytes, 1, bytes.length - 1, format);
      if (!Number.isNaN(day)) expect(tryDate(text, format)).toEqual({ day, secondOfDay: -1 });
    }),
    { numRuns: 5000 },
  );
});

test('every date as it is mostly written is read from bytes', () => {
  fc.assert(
    fc.property(fc.integer({ min: -700_000, max: 2_900_000 }), (day) => {
      const [year, month, date] = new Date(day * 86_400_000).toISOString().slice(0, 10).split('-');
      const written: readonly (readonly [string, DateFormat])[] = [
        [`${year}-${month}-${date}`, 'iso'],
        [`${year}/${month}/${date}`, 'year-first'],
        [`${Number(date)}.${Number(month)}.${year}`, 'day-first'],
        [`${month}/${date}/${year}`, 'month-first'],
      ];
      for (const [text, format] of written) {
        expect(plainDay(Buffer.from(text), 0, text.length, format)).toBe(day);
      }
    }),
    { numRuns: 500 },
  );
});
