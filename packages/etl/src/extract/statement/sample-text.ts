import type { SourceSample } from '../byte-input.js';
import { markedEncoding } from '../encoding/infer-encoding.js';
import { utf16WithoutMark } from '../encoding/utf-16.js';

/**
 * The beginning of a source, to recognise a format by its ASCII: characters beyond it come out wrong. Empty for bytes
 * that are no text.
 */
export function sampleText({ bytes }: SourceSample, mostBytes: number = bytes.length): string {
  const beginning = bytes.subarray(0, mostBytes);
  const marked = markedEncoding(beginning);
  const wide =
    marked === null
      ? utf16WithoutMark(beginning)
      : marked.encoding.startsWith('utf-16')
        ? marked.encoding
        : null;
  if (wide !== null) return new TextDecoder(wide).decode(beginning);
  const text = Buffer.from(beginning.subarray(marked?.markBytes ?? 0)).toString('latin1');
  return text.includes('\0') ? '' : text;
}
