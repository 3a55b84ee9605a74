import { expect, test } from 'vitest';
import { fromLittleEndian, reverseElements, toLittleEndian, typeOfArray } from './array-types.js';

test('numbers are written as IEEE 754 and two’s complement, least significant byte first', () => {
  // 1.0 is 3ff0000000000000 (IEEE 754 binary64); -2 is fffffffe in 32 bits.
  expect([...toLittleEndian(new Float64Array([1]))]).toEqual([0, 0, 0, 0, 0, 0, 0xf0, 0x3f]);
  expect([...toLittleEndian(new Int32Array([-2]))]).toEqual([0xfe, 0xff, 0xff, 0xff]);
});

test('a part of a larger buffer is written as that part', () => {
  const part = new Int16Array([1, 2, 3, 4]).subarray(1, 3);
  expect([...fromLittleEndian('int16', toLittleEndian(part))]).toEqual([2, 3]);
});

test('the byte order of each element is turned around alone', () => {
  expect([...reverseElements(Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8), 4)]).toEqual([4, 3, 2, 1, 8, 7, 6, 5]);
});

test('other views are not artifact arrays', () => {
  expect(typeOfArray(new Uint8ClampedArray(1))).toBeUndefined();
  expect(typeOfArray(new DataView(new ArrayBuffer(1)))).toBeUndefined();
  expect(typeOfArray([1, 2])).toBeUndefined();
  expect(typeOfArray(new Uint16Array(1))).toBe('uint16');
});
