import { expect, test } from 'vitest';
import { hasCardNumber, isWellFormedText } from './text-defects.js';

test.each([
  ['Café Müller – Zürich', true],
  ['Â£20 voucher', false],
  ['M�ller', false],
  ['a\u0007b', false],
  ['Straße Ñandú 株式会社', true],
  ['MÃ¼ller', false],
  ['â‚¬5', false],
  ['ÂNGELA Ãœ', false],
  ['TÃO & FILHOS', true],
])('%j is well formed: %j', (text, expected) => expect(isWellFormedText(text)).toBe(expected));

// Test numbers that the schemes publish; the last have a wrong check digit, issuer or length.
test.each([
  ['4111111111111111', true],
  ['paid by 5555-5555-5555-4444 today', true],
  ['378282246310005', true],
  ['6011 1111 1111 1117', true],
  ['3530111333300000', true],
  ['4111111111111112', false],
  ['1234567812345670', false],
  ['GB29NWBK60161331926819', false],
  ['41111111111111111111', false],
])('%s holds a card number: %j', (text, expected) => expect(hasCardNumber(text)).toBe(expected));
