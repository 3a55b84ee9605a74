/** A hash that a longer name goes on from. */
export interface NameHash {
  readonly low: number;
  readonly high: number;
}

const nothing: NameHash = { low: 0x811c9dc5, high: 0x01000193 };

/** The hash of what names begin with. */
export function hashStart(name: string): NameHash {
  let { low, high } = nothing;
  for (let index = 0; index < name.length; index++) {
    const unit = name.charCodeAt(index);
    low = lowAfter(low, unit);
    high = highAfter(high, unit);
  }
  return { low, high };
}

/**
 * 52 bits of a name, so that a model can recognise names without holding them: two 32-bit FNV-1a hashes of the UTF-16
 * units, the second from another start, of which 20 bits are kept.
 *
 * @param start The hash of what stands before the name; nothing unless told.
 * @param end Units of the name that are hashed; all unless told.
 */
export function hashName(name: string, start: NameHash = nothing, end: number = name.length): number {
  let { low, high } = start;
  for (let index = 0; index < end; index++) {
    const unit = name.charCodeAt(index);
    low = lowAfter(low, unit);
    high = highAfter(high, unit);
  }
  return (high >>> 12) * 2 ** 32 + (low >>> 0);
}

function lowAfter(low: number, unit: number): number {
  return Math.imul(Math.imul(low ^ (unit & 0xff), 0x01000193) ^ (unit >>> 8), 0x01000193);
}

function highAfter(high: number, unit: number): number {
  const next = Math.imul(high ^ unit, 0x5bd1e995);
  return next ^ (next >>> 15);
}
