/** SHA-256 (FIPS 180-4) of the bytes, or of the UTF-8 form of the text. */
export async function sha256(data: Uint8Array | string): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await globalThis.crypto.subtle.digest('SHA-256', unshared(data)));
}

/**
 * SHA-256 (FIPS 180-4) of the bytes, or of the UTF-8 form of the text, as 64 hexadecimal digits in lower case.
 *
 * @example
 * ```ts
 * import { sha256Hex } from '@titans/core';
 *
 * await sha256Hex('abc'); // 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'
 * ```
 */
export async function sha256Hex(data: Uint8Array | string): Promise<string> {
  return toHex(await sha256(data));
}

/** Two lower-case hexadecimal digits per byte. */
export function toHex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += byte.toString(16).padStart(2, '0');
  return text;
}

/** WebCrypto does not read shared memory: bytes of a SharedArrayBuffer are copied first. */
function unshared(data: Uint8Array | string): Uint8Array<ArrayBuffer> {
  if (typeof data === 'string') return new TextEncoder().encode(data);
  return isUnshared(data) ? data : new Uint8Array(data);
}

function isUnshared(bytes: Uint8Array): bytes is Uint8Array<ArrayBuffer> {
  return bytes.buffer instanceof ArrayBuffer;
}
