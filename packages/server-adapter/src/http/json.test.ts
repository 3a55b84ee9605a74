import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseJson, refuseUnsafeJson, writeJson } from './json.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const refused = expect.objectContaining({ code: 'REQUEST_MALFORMED' });

describe('JSON of an untrusted sender', () => {
  test('whatever JSON.parse reads is read the same', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 8 }), (text) => {
        fc.pre(!text.includes('__proto__'));
        expect(parseJson(bytes(text))).toEqual(JSON.parse(text));
      }),
    );
  });

  test.each([
    '',
    ' ',
    '{',
    '{"a":1,}',
    "{'a':1}",
    'NaN',
    'undefined',
    '{"a":1}{"a":2}',
    '01',
    '"\u0001"',
    '{"__proto__":{"admin":true}}',
    '{"\\u005f\\u005fproto__":{"admin":true}}',
    '[{"a":{"__proto__":null}}]',
    '{"constructor":{"prototype":{"admin":true}}}',
    `${'['.repeat(33)}${']'.repeat(33)}`,
    `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`,
  ])('refuses %.40s', (text) => {
    expect(() => parseJson(bytes(text))).toThrow(refused);
    expect(({} as Record<string, unknown>).admin).toBeUndefined();
  });

  test('refuses bytes that are not UTF-8', () => {
    expect(() => parseJson(Uint8Array.of(0x22, 0xc3, 0x28, 0x22))).toThrow(refused);
    expect(() => parseJson(Uint8Array.of(0xff, 0xfe, 0x7b, 0x00, 0x7d, 0x00))).toThrow(refused);
  });

  test('takes a byte-order mark, 32 levels and a member that is merely called constructor', () => {
    expect(parseJson(bytes('\uFEFF{"a":1}'))).toEqual({ a: 1 });
    expect(parseJson(bytes(`${'['.repeat(32)}${']'.repeat(32)}`))).toBeInstanceOf(Array);
    expect(parseJson(bytes('{"constructor":"Bob the builder"}'))).toEqual({ constructor: 'Bob the builder' });
  });

  test('what a host parsed is held to the same', () => {
    expect(() => refuseUnsafeJson(JSON.parse('{"__proto__":{"admin":true}}'))).toThrow(refused);
    expect(() => refuseUnsafeJson({ a: [1, { b: 'text' }], c: null })).not.toThrow();
  });
});

test('numbers that no double holds are written as something, so that what is written is as wrong as what was read', () => {
  const read = parseJson(bytes('{"a":[1e999,-1e999,1.5,null]}'));
  expect(writeJson(read)).toBe('{"a":["Infinity","-Infinity",1.5,null]}');
});
