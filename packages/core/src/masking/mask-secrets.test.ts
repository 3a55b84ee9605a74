import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { processorMs } from '../testing/processor-time.js';
import { hasIbanCheckDigits } from './iban.js';
import { maskSecrets } from './mask-secrets.js';
import { hasLuhnCheckDigit, isCardNumber } from './payment-card.js';

describe('what is masked', () => {
  test.each([
    // Numbers that the schemes publish for tests.
    ['paid with 4111111111111111.', 'paid with [card].'],
    ['4111 1111 1111 1111', '[card]'],
    ['4222222222222', '[card]'],
    ['5555-5555-5555-4444', '[card]'],
    ['2223003122003222', '[card]'],
    ['amex 3782 822463 10005', 'amex [card]'],
    ['6011111111111117 and 3530111333300000', '[card] and [card]'],
    ['diners 30569309025904', 'diners [card]'],
    ['txn4111111111111111x', 'txn[card]x'],
    ['20240902 4111111111111111', '20240902 [card]'],
    ['%B4111111111111111^DOE/JANE', '%B[card]^DOE/JANE'],
    // Examples of the SWIFT registry.
    ['to DE89 3704 0044 0532 0130 00 now', 'to [iban] now'],
    ['GB29NWBK60161331926819', '[iban]'],
    ['fr1420041010050500013m02606', '[iban]'],
    ['NO93 8601 1117 947', '[iban]'],
    ['MT84MALT011000012345MTLCAST001S', '[iban]'],
    ['jane.roe+bank@mail.example.co.uk said', '[email] said'],
    ['user=jane%40example.com', '[email]'],
    ['josé@bücher.example', '[email]'],
    ['call +49 171 1234567', 'call [phone]'],
    ['+14155552671', '[phone]'],
    ['(415) 555-2671', '[phone]'],
    ['415-555-2671', '[phone]'],
    ['020 7946 0958', '[phone]'],
    ['01 23 45 67 89', '[phone]'],
    ['0171/1234567', '[phone]'],
    ['Authorization: Bearer abc.def-123', 'Authorization: [hidden] [credential]'],
    ['bearer titans_ab12_c0ffee', 'bearer [credential]'],
    ['key titans_ab12_c0ffee1234', 'key titans_[key]'],
    ['eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln', '[token]'],
    ['postgres://titans:hunter2@10.0.0.9/bank', 'postgres://[credential]@10.0.0.9/bank'],
    ['{"password":"hunter2","a":1}', '{"password":"[hidden]","a":1}'],
    ['TITANS_JWT_SECRET_KEY=abc', 'TITANS_JWT_SECRET_KEY=[hidden]'],
    ['-----BEGIN EC PRIVATE KEY-----\nMHc\n-----END EC PRIVATE KEY-----', '[private key]'],
  ])('%s', (text, masked) => {
    expect(maskSecrets(text)).toBe(masked);
  });
});

describe('what is not', () => {
  test.each([
    '-1.234,56',
    '+12,345,678.90',
    '+1.234.567',
    '2024-09-02T10:11:12.123Z',
    '02.09.2024 12:30',
    '1732331423123456',
    '4111111111111112',
    'c0ffee00-4111-4111-8111-111111111111',
    'f5a5fd42d16a20302798ef6ed309979b43003d2320d9f0e8ea9831a92759fb4b',
    'a41111111111111111b5fd42d16a20302798ef6ed309979b43003d2320d9f0e8',
    'DE89 3704 0044 0532 0130 01',
    'RF18 5390 0754 7034',
    'INV-2024-0012345',
    '0001234567',
    '192.168.10.200:5432',
    'at Object.<anonymous> (node_modules/@titans/core/dist/index.js:120:15)',
    'packages/foo@1.2.3/index.js',
    'The access token is expired.',
    'WHOLEFDS MKT 10234 AUSTIN TX',
    '',
  ])('%s', (text) => {
    expect(maskSecrets(text)).toBe(text);
  });
});

test('masking again changes nothing more', () => {
  const piece = fc.constantFrom(
    '4111 1111 1111 1111',
    'GB29NWBK60161331926819',
    'a@b.example',
    '+14155552671',
    'Bearer abcdefgh',
    'password=x',
    ' ',
    '12',
    '-',
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(piece, fc.string())), (pieces) => {
      const once = maskSecrets(pieces.join('; '));
      expect(maskSecrets(once)).toBe(once);
    }),
  );
});

test('a card number is found wherever other text stands around it', () => {
  const body = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 14, maxLength: 14 });
  const text = fc.string({ maxLength: 30 }).filter((around) => !/[\d\w.\-\u00a0]/.test(around));
  fc.assert(
    fc.property(body, text, text, (digits, before, after) => {
      const begin = `4${digits.join('')}`;
      const check = [...'0123456789'].find((digit) => hasLuhnCheckDigit(begin + digit)) ?? '';
      expect(isCardNumber(begin + check)).toBe(true);
      expect(maskSecrets(`${before}x ${begin}${check} x${after}`)).not.toContain(begin + check);
    }),
  );
});

test('check digits are those of the standards', () => {
  // ISO/IEC 7812-1, example of annex B; ISO 13616 example of Wikipedia.
  expect([hasLuhnCheckDigit('79927398713'), hasLuhnCheckDigit('79927398710')]).toEqual([true, false]);
  expect([
    hasIbanCheckDigits('GB82WEST12345698765432'),
    hasIbanCheckDigits('GB82WEST12345698765433'),
  ]).toEqual([true, false]);
});

test.each([
  ['digits', '4'],
  ['letters before no @', 'a'],
  ['beginnings of keys', 'eyJ'],
  ['half addresses', 'a@'],
  ['separated digits', '1 '],
  ['labels of a name', 'a@a.'],
  ['words that are assigned', 'password'],
  ['plus signs', '+1'],
])('%s take time in proportion to their length', (_name, piece) => {
  const timeOf = (length: number): number => {
    const text = piece.repeat(length / piece.length);
    let best = Number.POSITIVE_INFINITY;
    for (let round = 0; round < 3; round++) {
      best = Math.min(
        best,
        processorMs(() => maskSecrets(text)),
      );
    }
    return best;
  };
  timeOf(10_000);
  expect(timeOf(160_000)).toBeLessThan(100 + 40 * timeOf(10_000));
});
