import { TitansError } from '@titans/core';
import type { SourceSample } from '../byte-input.js';
import { markedEncoding } from '../encoding/infer-encoding.js';
import { utf16WithoutMark } from '../encoding/utf-16.js';

/**
 * The encoding of an XML document as XML 1.0, appendix F, finds it out: by its byte order mark, by the zero bytes of
 * UTF-16, by its declaration, else it is UTF-8.
 *
 * @throws TitansError `ENCODING_INVALID` if it is one that cannot be decoded.
 */
export function xmlEncoding({ bytes, name }: SourceSample): string {
  const marked = markedEncoding(bytes)?.encoding ?? utf16WithoutMark(bytes);
  if (marked !== null) return known(marked, name);
  const beginning = Buffer.from(bytes.subarray(0, 256)).toString('latin1');
  const declared =
    /^\s*<\?xml\s[^>]*?encoding\s*=\s*["']([A-Za-z][\w.-]*)["']/.exec(beginning)?.[1] ?? 'utf-8';
  // What is declared in single bytes is not in two.
  return /^utf-?16/i.test(declared) ? 'utf-8' : known(declared, name);
}

function known(label: string, source: string): string {
  try {
    return new TextDecoder(label).encoding;
  } catch (cause) {
    const message = `"${source}" is written in ${label.slice(0, 40)}, which cannot be decoded. Convert it to UTF-8.`;
    throw new TitansError('ENCODING_INVALID', message, { details: { source, byteOffset: 0 }, cause });
  }
}
