import { expect, test } from 'vitest';
import { valueInWords } from './value-in-words.js';

test.each<[unknown, string]>([
  [1.5, '1.5'],
  [null, 'null'],
  [Symbol('a'), 'Symbol(a)'],
  [['a', 1], 'a,1'],
  [{}, '[object Object]'],
  [JSON.parse('{"toString":""}'), 'an object'],
  [[JSON.parse('{"toString":[]}')], 'an object'],
  [Object.create(null), 'an object'],
])('%o', (value, words) => {
  expect(valueInWords(value)).toBe(words);
});
