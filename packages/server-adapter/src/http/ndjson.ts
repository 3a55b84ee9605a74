import { isTitansError, type TitansError } from '@titans/core';
import { parseJson } from './json.js';
import { requestError } from './problem.js';

/** A line of newline-delimited JSON: what it says, or why it says nothing. */
export type NdjsonLine =
  | { readonly kind: 'value'; readonly line: number; readonly value: unknown }
  /** `REQUEST_MALFORMED`, or `REQUEST_TOO_LARGE` for a line that is too long. The lines after it are read all the same. */
  | { readonly kind: 'problem'; readonly line: number; readonly error: TitansError };

/** How lines are read. */
export interface NdjsonOptions {
  /** Bytes of a line without its end, 65,536 unless told. What is longer is skipped, and never kept. */
  readonly maxLineBytes?: number;
}

const defaultMaxLineBytes = 65_536;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const space = 0x20;
const tab = 0x09;

/**
 * Reads newline-delimited JSON as it arrives: the lines that each piece completes come together, in their order, so that
 * they can be answered together. Lines may end with CR LF, the last one may have no end, and blank lines are skipped but
 * counted; `line` counts from 1. Each line is held to the rules of {@link parseJson}. At most one line and one piece are in
 * memory.
 *
 * @throws Whatever reading the pieces throws.
 */
export async function* readNdjson(
  pieces: AsyncIterable<Uint8Array>,
  { maxLineBytes = defaultMaxLineBytes }: NdjsonOptions = {},
): AsyncGenerator<readonly NdjsonLine[]> {
  let line = 0;
  /** Parts of a line that has not ended, and how long they are together, those that were not kept included. */
  let parts: Uint8Array[] = [];
  let length = 0;

  function keep(part: Uint8Array, isCopied: boolean): void {
    length += part.byteLength;
    // One byte more is a CR that belongs to the end of the line.
    if (length > maxLineBytes + 1) parts = [];
    else if (part.byteLength > 0) parts.push(isCopied ? new Uint8Array(part) : part);
  }

  function finish(): NdjsonLine | null {
    line++;
    const whole = parts.length === 1 ? (parts[0] as Uint8Array) : joined(parts);
    const isTooLong = length > maxLineBytes && withoutReturn(whole).byteLength !== length - 1;
    parts = [];
    length = 0;
    if (isTooLong) return tooLong(line, maxLineBytes);
    return isBlank(whole) ? null : parsed(withoutReturn(whole), line);
  }

  for await (const piece of pieces) {
    const found: NdjsonLine[] = [];
    let from = 0;
    for (let end = piece.indexOf(lineFeed); end >= 0; end = piece.indexOf(lineFeed, from)) {
      keep(piece.subarray(from, end), false);
      from = end + 1;
      const read = finish();
      if (read !== null) found.push(read);
    }
    // A view would keep the whole piece, or change with it where its memory is used again.
    keep(piece.subarray(from), true);
    if (found.length > 0) yield found;
  }
  const last = length > 0 ? finish() : null;
  if (last !== null) yield [last];
}

function parsed(bytes: Uint8Array, line: number): NdjsonLine {
  try {
    return { kind: 'value', line, value: parseJson(bytes, `Line ${line}`) };
  } catch (error) {
    if (!isTitansError(error)) throw error;
    return { kind: 'problem', line, error };
  }
}

function tooLong(line: number, maxLineBytes: number): NdjsonLine {
  const message = `Line ${line} is longer than ${maxLineBytes} bytes.`;
  return { kind: 'problem', line, error: requestError('REQUEST_TOO_LARGE', message) };
}

function withoutReturn(bytes: Uint8Array): Uint8Array {
  return bytes.at(-1) === carriageReturn ? bytes.subarray(0, -1) : bytes;
}

function isBlank(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === space || byte === tab || byte === carriageReturn);
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.byteLength, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.byteLength;
  }
  return whole;
}
