/** The orders in which the two bytes of a UTF-16 unit can stand. */
export type Utf16 = 'utf-16le' | 'utf-16be';

const mostLookedAtBytes = 4096;

/**
 * Whether bytes without a mark are UTF-16: text of any script has digits, spaces, delimiters and line ends, of which
 * every other byte is zero.
 *
 * @returns The order of the bytes, or `null`.
 */
export function utf16WithoutMark(sample: Uint8Array): Utf16 | null {
  const bytes = sample.subarray(0, mostLookedAtBytes - (mostLookedAtBytes % 2));
  const units = Math.floor(bytes.length / 2);
  if (units < 2) return null;
  let zerosAtEven = 0;
  let zerosAtOdd = 0;
  for (let unit = 0; unit < units; unit++) {
    if (bytes[unit * 2] === 0) zerosAtEven++;
    if (bytes[unit * 2 + 1] === 0) zerosAtOdd++;
  }
  const order = zerosAtOdd > zerosAtEven ? 'utf-16le' : 'utf-16be';
  const many = Math.max(zerosAtEven, zerosAtOdd);
  const few = Math.min(zerosAtEven, zerosAtOdd);
  if (many < units * 0.2 || few > Math.max(1, units * 0.02) || few * 4 > many) return null;
  return isText(new TextDecoder(order).decode(bytes.subarray(0, units * 2))) ? order : null;
}

/** Text has hardly any control characters and halves of characters. */
function isText(text: string): boolean {
  const faults = text.match(/[^\P{Cc}\s]|[\ufffd-\uffff]/gu)?.length ?? 0;
  return faults <= text.length * 0.02;
}
