import { isAscii } from 'node:buffer';
import { isSingleByte, upperCharacters } from './single-byte.js';

/** Turns bytes in some encoding into UTF-8 as they arrive, and knows where the text stood in the source. */
export interface Utf8Decoder {
  /** What cannot be decoded becomes the three bytes FF FF FF, which are no UTF-8: its record is refused, not altered. */
  decode(chunk: Uint8Array, isLast: boolean): Uint8Array;
  /** The byte of the source for a byte of the UTF-8 text that begins a character; NaN where it cannot be told. */
  sourceOffset(utf8Offset: number): number;
  /** Forgets what is needed for offsets before this one. */
  forget(utf8Offset: number): void;
}

/** @param encoding As `TextDecoder` names it; not UTF-8. */
export function utf8Decoder(encoding: string, markBytes: number): Utf8Decoder {
  if (isSingleByte(encoding)) return singleByteDecoder(encoding);
  return encoding.startsWith('utf-16') ? utf16Decoder(encoding, markBytes) : otherDecoder(encoding);
}

const undecodable = '\ufffd';

function singleByteDecoder(encoding: string): Utf8Decoder {
  const places = offsetMap(1, 0);
  const encoded = Array.from(upperCharacters(encoding), (character) =>
    character === undecodable ? Buffer.from([0xff, 0xff, 0xff]) : Buffer.from(character),
  );
  return {
    ...places,
    decode(chunk) {
      if (isAscii(chunk)) {
        places.pass(chunk.length);
        return chunk;
      }
      const text = Buffer.allocUnsafe(chunk.length * 3);
      let length = 0;
      let since = 0;
      for (const byte of chunk) {
        if (byte < 0x80) {
          text[length++] = byte;
          continue;
        }
        const character = encoded[byte - 0x80] as Buffer;
        for (const one of character) text[length++] = one;
        places.pass(length - since, character.length - 1);
        since = length;
      }
      places.pass(length - since);
      return text.subarray(0, length);
    },
  };
}

function utf16Decoder(encoding: string, markBytes: number): Utf8Decoder {
  const places = offsetMap(2, markBytes);
  const decoder = new TextDecoder(encoding);
  return {
    ...places,
    decode(chunk, isLast) {
      const text = decoder.decode(chunk, { stream: !isLast });
      let since = 0;
      let length = 0;
      for (let at = 0; at < text.length; at++) {
        const unit = text.charCodeAt(at);
        if (unit < 0x80) {
          length++;
          continue;
        }
        const isPair = unit >= 0xd800 && unit < 0xdc00;
        if (isPair) at++;
        length += isPair ? 4 : unit < 0x800 ? 2 : 3;
        places.pass(length - since, isPair || unit >= 0x800 ? 2 : 1);
        since = length;
      }
      places.pass(length - since);
      return marked(text);
    },
  };
}

/** Encodings of several bytes for some characters: where a record stands in them is not known. */
function otherDecoder(encoding: string): Utf8Decoder {
  const decoder = new TextDecoder(encoding);
  return {
    decode: (chunk, isLast) => marked(decoder.decode(chunk, { stream: !isLast })),
    sourceOffset: () => Number.NaN,
    forget: () => {},
  };
}

function marked(text: string): Buffer {
  const bytes = Buffer.from(text);
  if (!text.includes(undecodable)) return bytes;
  const sign = Buffer.from(undecodable);
  for (let at = bytes.indexOf(sign); at !== -1; at = bytes.indexOf(sign, at)) bytes.fill(0xff, at, at + 3);
  return bytes;
}

interface OffsetMap extends Pick<Utf8Decoder, 'sourceOffset' | 'forget'> {
  /** So many bytes were written; the last character of them is longer in UTF-8 than in units of the source. */
  pass(bytes: number, extra?: number): void;
}

/**
 * Maps offsets back: text of `n` bytes in UTF-8 is `n - extra` units in the source, where `extra` is the sum over its
 * characters of how many more bytes than units they have.
 */
function offsetMap(unitBytes: number, markBytes: number): OffsetMap {
  let written = 0;
  let extraTotal = 0;
  let extraForgotten = 0;
  let ends: number[] = [];
  let extras: number[] = [];
  return {
    pass(bytes, extra = 0) {
      written += bytes;
      if (extra === 0) return;
      extraTotal += extra;
      ends.push(written);
      extras.push(extraTotal);
    },
    sourceOffset(utf8Offset) {
      const before = countUpTo(utf8Offset);
      const extra = before === 0 ? extraForgotten : (extras[before - 1] as number);
      return (utf8Offset - extra) * unitBytes + markBytes;
    },
    forget(utf8Offset) {
      const before = countUpTo(utf8Offset);
      if (before === 0) return;
      extraForgotten = extras[before - 1] as number;
      ends = ends.slice(before);
      extras = extras.slice(before);
    },
  };

  /** How many of the longer characters end at or before an offset. */
  function countUpTo(utf8Offset: number): number {
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ends[middle] as number) <= utf8Offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
