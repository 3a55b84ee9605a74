import type { ArtifactArray } from './artifact.js';

/** Name of an array type in the manifest. */
export const arrayTypes = [
  'float64',
  'float32',
  'int32',
  'uint32',
  'int16',
  'uint16',
  'int8',
  'uint8',
] as const;
export type ArrayType = (typeof arrayTypes)[number];

const constructors = {
  float64: Float64Array,
  float32: Float32Array,
  int32: Int32Array,
  uint32: Uint32Array,
  int16: Int16Array,
  uint16: Uint16Array,
  int8: Int8Array,
  uint8: Uint8Array,
} as const;

const hostIsLittleEndian: boolean = /* @__PURE__ */ (() =>
  new Uint8Array(new Uint16Array([1]).buffer)[0] === 1)();

/** The name of the array's type, or `undefined` if an artifact cannot hold it. */
export function typeOfArray(array: unknown): ArrayType | undefined {
  return arrayTypes.find((type) => array instanceof constructors[type]);
}

/** Bytes of one element. */
export function elementSize(type: ArrayType): number {
  return constructors[type].BYTES_PER_ELEMENT;
}

/** The elements of the array as little-endian bytes, in memory of their own. */
export function toLittleEndian(array: ArtifactArray): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(array.byteLength);
  bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
  return hostIsLittleEndian ? bytes : reverseElements(bytes, array.BYTES_PER_ELEMENT);
}

/** An array of the given type in memory of its own. The number of bytes must be a multiple of the element size. */
export function fromLittleEndian(type: ArrayType, source: Uint8Array): ArtifactArray {
  const bytes = new Uint8Array(source);
  if (!hostIsLittleEndian) reverseElements(bytes, elementSize(type));
  return new constructors[type](bytes.buffer);
}

/** Turns the byte order of every element around, in place. */
export function reverseElements<B extends Uint8Array>(bytes: B, size: number): B {
  for (let start = 0; start < bytes.length; start += size) bytes.subarray(start, start + size).reverse();
  return bytes;
}
