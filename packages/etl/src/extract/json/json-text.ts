import type { ByteInput } from '../byte-input.js';
import { markedEncoding } from '../encoding/infer-encoding.js';
import { utf16WithoutMark } from '../encoding/utf-16.js';
import { type Utf8Input, utf8Input } from '../encoding/utf8-input.js';
import type { OpenOptions } from '../extractor.js';

/**
 * A source of JSON as UTF-8. That is what it is (RFC 8259, 8.1) unless another encoding is told, or it is UTF-16, which
 * tools of Windows write: nothing is guessed from its letters.
 */
export async function jsonText(input: ByteInput, options: OpenOptions): Promise<Utf8Input> {
  const { bytes } = input.sample;
  const told = options.settings?.encoding;
  const encoding = told ?? markedEncoding(bytes)?.encoding ?? utf16WithoutMark(bytes) ?? 'utf-8';
  const text = await utf8Input(input, { ...options, settings: { ...options.settings, encoding } });
  if (told !== undefined) return text;
  return { ...text, decision: { ...text.decision, basis: 'inferred', reason: 'its beginning says so' } };
}
