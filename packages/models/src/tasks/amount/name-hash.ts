/**
 * 52 bits of a name, so that a model can recognise names without holding them: two 32-bit FNV-1a hashes of the UTF-16
 * units, the second from another start, of which 20 bits are kept.
 */
export function hashName(name: string): number {
  let low = 0x811c9dc5;
  let high = 0x01000193;
  for (let index = 0; index < name.length; index++) {
    const unit = name.charCodeAt(index);
    low = Math.imul(low ^ (unit & 0xff), 0x01000193);
    low = Math.imul(low ^ (unit >>> 8), 0x01000193);
    high = Math.imul(high ^ unit, 0x5bd1e995);
    high ^= high >>> 15;
  }
  return (high >>> 12) * 2 ** 32 + (low >>> 0);
}
