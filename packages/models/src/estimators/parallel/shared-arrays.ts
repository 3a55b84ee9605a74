import type { ArtifactArray } from '@titans/core';

/** The same data with every typed array in memory that threads share; arrays that are there already are not copied. */
export function withSharedArrays<T>(data: T): T {
  return shared(data) as T;
}

function shared(data: unknown): unknown {
  if (ArrayBuffer.isView(data)) return sharedArray(data as ArtifactArray);
  if (Array.isArray(data)) return data.map(shared);
  if (typeof data !== 'object' || data === null) return data;
  return Object.fromEntries(Object.entries(data).map(([name, value]) => [name, shared(value)]));
}

function sharedArray<A extends ArtifactArray>(array: A): A {
  if (array.buffer instanceof SharedArrayBuffer) return array;
  const buffer = new SharedArrayBuffer(array.byteLength);
  new Uint8Array(buffer).set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
  return new (array.constructor as new (memory: SharedArrayBuffer) => A)(buffer);
}
