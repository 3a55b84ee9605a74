import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseJson } from './parse-json.js';

test('JSON is read as JSON.parse reads it', () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      fc.pre(!text.includes('__proto__'));
      expect(parseJson(text)).toEqual(JSON.parse(text));
    }),
  );
  expect(parseJson('{"a\\u0070b":"\\u005f","constructor":{"prototype":1}}')).toEqual({
    apb: '_',
    constructor: { prototype: 1 },
  });
});

test.each([
  '{"__proto__":{"polluted":true}}',
  '[{"a":{"__proto__":null}}]',
  '{"\\u005f_proto__":1}',
  '{"__\\u0070roto__":1}',
  '{"__pr\\u006Fto__":1}',
  '{"__pro\\u0074o\\u005F\\u005f":1}',
])('%s is refused, however it is written', (text) => {
  expect(() => parseJson(text)).toThrow(
    expect.objectContaining({
      code: 'JSON_INVALID',
      message: 'The text is not valid JSON: it has the key __proto__.',
    }),
  );
  expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
});

test('the text __proto__ is permitted as a value', () => {
  expect(parseJson('["__proto__"]')).toEqual(['__proto__']);
});

test.each(['', '{', '{"a":}', '[1,]', 'NaN', "{'a':1}", '{"account":"Jane Roe"'])('%j is refused', (text) => {
  expect(() => parseJson(text)).toThrow(expect.objectContaining({ code: 'JSON_INVALID' }));
  expect(() => parseJson(text)).not.toThrow(/Roe/);
});
