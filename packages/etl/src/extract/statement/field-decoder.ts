import { TitansError } from '@titans/core';

/**
 * Gives the text of a field. Sources whose structure is ASCII are taken apart as one character per byte (Latin-1),
 * so that places are bytes and only fields with other characters are decoded.
 */
export type FieldDecoder = (latin1: string) => string;

const beyondAscii = /[\u0080-\u00ff]/;

/**
 * Makes a decoder of fields.
 *
 * @param given Encoding that the caller told, which is taken at its word.
 * @param declared Encoding that the source declares, windows-1252 unless it declares one. Banks declare windows-1252
 * and write UTF-8, so a field that is valid UTF-8 is read as that: text of another encoding practically never is.
 */
export function fieldDecoder(given: string | undefined, declared: string = 'windows-1252'): FieldDecoder {
  if (given !== undefined) {
    const decoder = new TextDecoder(given);
    return (latin1) => (beyondAscii.test(latin1) ? decoder.decode(Buffer.from(latin1, 'latin1')) : latin1);
  }
  const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const fallback = new TextDecoder(isByteEncoding(declared) ? declared : 'windows-1252');
  return (latin1) => {
    if (!beyondAscii.test(latin1)) return latin1;
    const bytes = Buffer.from(latin1, 'latin1');
    try {
      return utf8.decode(bytes);
    } catch {
      return fallback.decode(bytes);
    }
  };
}

/**
 * Refuses a source in UTF-16, which is not ASCII in its structure.
 *
 * @throws TitansError `ENCODING_INVALID`.
 */
export function refuseUtf16(bytes: Uint8Array, source: string): void {
  const mark = (bytes[0] ?? 0) * 256 + (bytes[1] ?? 0);
  if (mark !== 0xfffe && mark !== 0xfeff) return;
  throw new TitansError('ENCODING_INVALID', `"${source}" is UTF-16. Convert it to UTF-8.`, {
    details: { source, byteOffset: 0 },
  });
}

function isByteEncoding(label: string): boolean {
  try {
    const { encoding } = new TextDecoder(label);
    return encoding !== 'utf-8' && !encoding.startsWith('utf-16');
  } catch {
    return false;
  }
}
