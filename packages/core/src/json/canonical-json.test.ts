import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson, type JsonValue } from './canonical-json.js';

describe('RFC 8785', () => {
  test('the example of section 3.2.2 gives the text of section 3.2.3', () => {
    const value: JsonValue = {
      numbers: [Number('333333333.33333329'), 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
      string: '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"/',
      literals: [null, true, false],
    };
    expect(canonicalJson(value)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
  });

  test('keys are sorted as in section 3.2.3: by UTF-16 code units', () => {
    const value = {
      '\u20ac': 'Euro Sign',
      '\r': 'Carriage Return',
      '\ufb33': 'Hebrew Letter Dalet With Dagesh',
      '1': 'One',
      '\ud83d\ude00': 'Emoji: Grinning Face',
      '\u0080': 'Control',
      '\u00f6': 'Latin Small Letter O With Diaeresis',
    };
    expect(Object.values(JSON.parse(canonicalJson(value)))).toHaveLength(7);
    const order = [...canonicalJson(value).matchAll(/"([^"]*)"[,}]/g)].map((match) => match[1]);
    expect(order).toEqual([
      'Carriage Return',
      'One',
      'Control',
      'Latin Small Letter O With Diaeresis',
      'Euro Sign',
      'Emoji: Grinning Face',
      'Hebrew Letter Dalet With Dagesh',
    ]);
  });

  // Appendix B: IEEE 754 bits and their text.
  test.each([
    ['0000000000000000', '0'],
    ['8000000000000000', '0'],
    ['0000000000000001', '5e-324'],
    ['8000000000000001', '-5e-324'],
    ['7fefffffffffffff', '1.7976931348623157e+308'],
    ['4340000000000000', '9007199254740992'],
    ['c340000000000000', '-9007199254740992'],
    ['4430000000000000', '295147905179352830000'],
    ['44b52d02c7e14af5', '9.999999999999997e+22'],
    ['44b52d02c7e14af6', '1e+23'],
    ['44b52d02c7e14af7', '1.0000000000000001e+23'],
    ['444b1ae4d6e2ef4e', '999999999999999700000'],
    ['444b1ae4d6e2ef4f', '999999999999999900000'],
    ['444b1ae4d6e2ef50', '1e+21'],
    ['3eb0c6f7a0b5ed8c', '9.999999999999997e-7'],
    ['3eb0c6f7a0b5ed8d', '0.000001'],
    ['41b3de4355555553', '333333333.3333332'],
    ['41b3de4355555557', '333333333.33333343'],
    ['becbf647612f3696', '-0.0000033333333333333333'],
    ['43143ff3c1cb0959', '1424953923781206.2'],
  ])('the number of bits %s is written %s', (bits, text) => {
    const number = new DataView(Uint8Array.from(Buffer.from(bits, 'hex')).buffer).getFloat64(0);
    expect(canonicalJson(number)).toBe(text);
  });
});

test('JSON.parse reads back what was written, in any order of the keys', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (generated) => {
      const value = JSON.parse(JSON.stringify(generated)) as JsonValue;
      fc.pre(!JSON.stringify(value).includes('__proto__'));
      expect(JSON.parse(canonicalJson(value))).toEqual(value);
      expect(canonicalJson(turned(value))).toBe(canonicalJson(value));
    }),
  );
});

function turned(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(turned);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, member]) => [key, turned(member)]),
  );
}

test('undefined members are left out, and a lone surrogate is escaped', () => {
  const value = Object.assign({ b: 1 }, { a: undefined });
  expect(canonicalJson(value as { b: number })).toBe('{"b":1}');
  expect(canonicalJson('\ud800')).toBe('"\\ud800"');
});

describe('what JSON cannot write is refused with its place', () => {
  const holes: JsonValue[] = [1, 2, 3];
  delete holes[1];
  const circular: Record<string, JsonValue> = {};
  circular.self = circular;

  test.each<[string, unknown, string, string]>([
    ['NaN', { a: [0, Number.NaN] }, 'DATA_NOT_FINITE', '/a/1'],
    ['infinity', Number.POSITIVE_INFINITY, 'DATA_NOT_FINITE', ''],
    ['a hole', { 'x/y~z': holes }, 'INVALID_ARGUMENT', '/x~1y~0z/1'],
    ['a function', { f: () => 1 }, 'INVALID_ARGUMENT', '/f'],
    ['a bigint', [1n], 'INVALID_ARGUMENT', '/0'],
    ['a Date', { at: new Date(0) }, 'INVALID_ARGUMENT', '/at'],
    ['a Map', new Map([['a', 1]]), 'INVALID_ARGUMENT', ''],
    ['a typed array', { w: new Float64Array(2) }, 'INVALID_ARGUMENT', '/w'],
    ['the key __proto__', JSON.parse('{"a":{"__proto__":1}}'), 'INVALID_ARGUMENT', '/a'],
    ['a circle', circular, 'INVALID_ARGUMENT', ''],
  ])('%s', (_, value, code, pointer) => {
    expect(() => canonicalJson(value as JsonValue)).toThrow(
      expect.objectContaining({ code, details: { pointer } }),
    );
  });
});
