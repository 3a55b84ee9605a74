import { TitansError } from '@titans/core';

/** What is wanted of the elements of an array: each of them, the first, or none. */
export type Wanted = 'all' | 'first' | 'none';

/** Told what stands in a document. */
export interface ScannerHandlers {
  /** Asked at the beginning of each array that is in no other one; the names of the keys that lead to it. */
  array(path: readonly string[]): Wanted;
  /**
   * A wanted element, as it is written.
   *
   * @param bytes Valid until the handler returns; `null` for an element that is too large.
   */
  element(bytes: Uint8Array | null, line: number, byteOffset: number): void;
  /**
   * A text, number, `true`, `false` or `null` that is in no array.
   *
   * @param text What it says, numbers with their digits; `null` for `null` and for a text that is too large.
   */
  scalar?(path: readonly string[], text: string | null): void;
  /** The end of an array that was asked for. */
  arrayEnd?(path: readonly string[]): void;
}

/** Finds the elements of arrays in a JSON document that comes in pieces. */
export interface DocumentScanner {
  /** @throws TitansError `SOURCE_INVALID` where it is no JSON. */
  push(chunk: Uint8Array): void;
  /** @throws TitansError `SOURCE_INVALID` if the document is not complete. */
  end(): void;
}

type Expected =
  | 'value'
  | 'key'
  | 'key-or-end'
  | 'colon'
  | 'after-value'
  | 'element'
  | 'element-or-end'
  | 'after-element'
  | 'nothing';

const mark = [0xef, 0xbb, 0xbf];
const mostNesting = 512;
const descriptions: Readonly<Record<Expected, string>> = {
  value: 'a value',
  key: 'a key in double quotes',
  'key-or-end': 'a key in double quotes or "}"',
  colon: '":"',
  'after-value': '"," or "}"',
  element: 'a value',
  'element-or-end': 'a value or "]"',
  'after-element': '"," or "]"',
  nothing: 'the end',
};

/**
 * Starts to scan. Only the brackets of elements are checked here: whether they are JSON is for those who take them.
 *
 * @param mostBytes Size of one element or key beyond which it is not held.
 */
export function documentScanner(
  source: string,
  mostBytes: number,
  handlers: ScannerHandlers,
): DocumentScanner {
  const path: string[] = [];
  let objects = 0;
  let expected: Expected = 'value';
  let wanted: Wanted = 'none';
  let isInArray = false;
  let chunk: Uint8Array = new Uint8Array(0);
  let at = 0;
  let chunkOffset = 0;
  let line = 1;

  // A value that is being taken whole: a key, a scalar or an element.
  let isTaking = false;
  let isHeld = false;
  let nested: number[] = [];
  let isInText = false;
  let isEscaped = false;
  let from = 0;
  let pieces: Uint8Array[] = [];
  let size = 0;
  let startLine = 1;
  let startOffset = 0;

  function push(next: Uint8Array): void {
    chunk = next;
    at = 0;
    from = 0;
    while (chunkOffset + at < mark.length && chunk[at] === mark[chunkOffset + at]) at++;
    while (at < chunk.length) {
      if (isTaking) take();
      else step(chunk[at] as number);
    }
    if (isTaking) keep(chunk.length);
    chunkOffset += chunk.length;
  }

  function step(code: number): void {
    if (code === 0x20 || code === 0x09 || code === 0x0d) at++;
    else if (code === 0x0a) {
      line++;
      at++;
    } else if (expected === 'value' || expected === 'element' || expected === 'element-or-end') {
      beginValue(code);
    } else if (code === 0x22 && (expected === 'key' || expected === 'key-or-end')) begin(true);
    else punctuation(code);
  }

  function beginValue(code: number): void {
    if (isInArray) {
      if (code === 0x5d && expected === 'element-or-end') endArray();
      else if (code === 0x2c || code === 0x3a || code === 0x5d || code === 0x7d) throw unexpected();
      else begin(wanted !== 'none');
    } else if (code === 0x7b) {
      objects++;
      if (objects > mostNesting) throw tooDeep();
      expected = 'key-or-end';
      at++;
    } else if (code === 0x5b) {
      wanted = handlers.array(path);
      isInArray = true;
      expected = 'element-or-end';
      at++;
    } else if (code === 0x2c || code === 0x3a || code === 0x5d || code === 0x7d) throw unexpected();
    else begin(true);
  }

  function punctuation(code: number): void {
    if (code === 0x3a && expected === 'colon') expected = 'value';
    else if (code === 0x2c && expected === 'after-value') {
      path.pop();
      expected = 'key';
    } else if (code === 0x7d && (expected === 'after-value' || expected === 'key-or-end')) {
      if (expected === 'after-value') path.pop();
      objects--;
      expected = objects === 0 ? 'nothing' : 'after-value';
    } else if (code === 0x2c && expected === 'after-element') expected = 'element';
    else if (code === 0x5d && expected === 'after-element') {
      endArray();
      return;
    } else throw unexpected();
    at++;
  }

  function endArray(): void {
    isInArray = false;
    handlers.arrayEnd?.(path);
    expected = objects === 0 ? 'nothing' : 'after-value';
    at++;
  }

  function begin(hold: boolean): void {
    isTaking = true;
    isHeld = hold;
    nested = [];
    isInText = false;
    isEscaped = false;
    from = at;
    pieces = [];
    size = 0;
    startLine = line;
    startOffset = chunkOffset + at;
  }

  function take(): void {
    const end = endOfValue();
    if (end === -1) at = chunk.length;
    else finish(end);
  }

  /** Where the value that is being taken ends; -1 if it goes on in the next piece. */
  function endOfValue(): number {
    const bytes = chunk;
    const length = bytes.length;
    for (let i = at; i < length; i++) {
      const code = bytes[i] as number;
      if (isInText) {
        if (isEscaped) isEscaped = false;
        else if (code === 0x5c) isEscaped = true;
        else if (code === 0x22) {
          isInText = false;
          if (nested.length === 0) return i + 1;
        }
        continue;
      }
      switch (code) {
        case 0x22:
          isInText = true;
          break;
        case 0x7b:
        case 0x5b:
          nested.push(code);
          if (nested.length > mostNesting) throw tooDeep();
          break;
        case 0x7d:
        case 0x5d:
          if (nested.length === 0) return i;
          if (nested.pop() !== code - 2) {
            at = i;
            throw unexpected(`a bracket of the other kind`);
          }
          if (nested.length === 0) return i + 1;
          break;
        case 0x0a:
          if (nested.length === 0) return i;
          line++;
          break;
        case 0x20:
        case 0x09:
        case 0x0d:
        case 0x2c:
        case 0x3a:
          if (nested.length === 0) return i;
          break;
        default:
      }
    }
    return -1;
  }

  function keep(end: number): void {
    size += end - from;
    if (size > mostBytes) isHeld = false;
    if (!isHeld) pieces = [];
    else if (end > from) pieces.push(chunk.slice(from, end));
    from = 0;
  }

  function finish(end: number): void {
    at = end;
    isTaking = false;
    size += end - from;
    const isTooLarge = size > mostBytes;
    const last = chunk.subarray(from, end);
    const bytes =
      !isHeld || isTooLarge ? null : pieces.length === 0 ? last : Buffer.concat([...pieces, last]);
    pieces = [];
    if (isInArray) {
      expected = 'after-element';
      if (wanted !== 'none') handlers.element(bytes, startLine, startOffset);
      if (wanted === 'first') wanted = 'none';
      return;
    }
    const value = bytes === null ? null : scalarOf(bytes);
    if (expected === 'value') {
      handlers.scalar?.(path, bytes === null || value === null ? null : textOfScalar(value, bytes));
      expected = objects === 0 ? 'nothing' : 'after-value';
    } else {
      if (value === null) throw invalid(`A key has more than ${mostBytes} bytes`, startLine, startOffset);
      path.push(String(value));
      expected = 'colon';
    }
  }

  function scalarOf(bytes: Uint8Array): unknown {
    try {
      return JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8'));
    } catch {
      throw invalid('A value is expected that is JSON', startLine, startOffset);
    }
  }

  function textOfScalar(value: unknown, bytes: Uint8Array): string {
    return typeof value === 'string' ? value : Buffer.from(bytes).toString('latin1');
  }

  function end(): void {
    // A document can be a number alone, which nothing ends.
    if (isTaking && nested.length === 0 && !isInText) {
      chunk = new Uint8Array(0);
      from = 0;
      finish(0);
    }
    if (isTaking) throw invalid('It ends inside a value that begins', startLine, startOffset);
    if (expected !== 'nothing') {
      throw invalid(`It ends where ${descriptions[expected]} is expected`, line, chunkOffset);
    }
  }

  function unexpected(instead = descriptions[expected]): TitansError {
    const reason = instead === descriptions[expected] ? `${instead} is expected` : `There is ${instead}`;
    return invalid(reason.charAt(0).toUpperCase() + reason.slice(1), line, chunkOffset + at);
  }

  function invalid(reason: string, atLine: number, byteOffset: number): TitansError {
    return new TitansError(
      'SOURCE_INVALID',
      `"${source}" is not JSON. ${reason} on line ${atLine} (byte ${byteOffset}). Mend it there, or export it again.`,
      { details: { source, line: atLine, byteOffset } },
    );
  }

  function tooDeep(): TitansError {
    return new TitansError(
      'LIMIT_EXCEEDED',
      `"${source}" has more than ${mostNesting} objects and arrays inside one another on line ${line}.`,
      { details: { source, line, byteOffset: chunkOffset + at } },
    );
  }

  return { push, end };
}
