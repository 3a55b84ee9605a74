import { maskSample, TitansError } from '@titans/core';
import type { JsonColumns, KeyNode } from './json-columns.js';
import type { JsonLimits } from './json-limits.js';
import { plainDecimal } from './plain-decimal.js';

/** Takes a record apart into the texts of its columns. */
export interface RecordParser {
  /**
   * The texts by number of column; absent where the record has none. Nested objects become columns by dotted path;
   * arrays of scalars are joined with `;`, other arrays keep their JSON text; `null` is the empty text; numbers keep
   * their digits.
   *
   * @throws TitansError `JSON_INVALID` if the text is not one JSON object (RFC 8259) or has a key twice,
   * `ROW_NOT_TRANSACTION` if it is JSON but no object, `LIMIT_EXCEEDED` if it is nested too deeply, and what `late`
   * throws.
   */
  parse(text: string): (string | undefined)[];
}

/** @param late Called with the path of each key that is no column but has a value. */
export function recordParser(
  columns: JsonColumns,
  { depth: mostDepth }: Pick<JsonLimits, 'depth'>,
  late: (path: string) => void,
): RecordParser {
  const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
  let text = '';
  let at = 0;
  let depth = 0;
  let cells: (string | undefined)[] = [];

  function parse(record: string): (string | undefined)[] {
    text = record;
    at = 0;
    depth = 0;
    cells = [];
    skipSpace();
    if (text.charCodeAt(at) !== 0x7b) {
      skipValue();
      requireEnd();
      throw new TitansError(
        'ROW_NOT_TRANSACTION',
        `An object is needed where "${maskSample(record.trim())}" stands.`,
      );
    }
    readObject(columns.root, '');
    requireEnd();
    return cells;
  }

  function requireEnd(): void {
    skipSpace();
    if (at < text.length) throw invalid('the end of the record');
  }

  /** @param node `null` for an object whose keys are not known. */
  function readObject(node: KeyNode | null, outerPath: string): void {
    enter();
    skipSpace();
    if (text.charCodeAt(at) === 0x7d) at++;
    else {
      let previous: KeyNode | null = null;
      for (let goesOn = true; goesOn; goesOn = readSeparator(0x7d)) {
        skipSpace();
        const guess: KeyNode | null = previous === null ? (node?.first ?? null) : previous.follower;
        let child: KeyNode | null;
        let latePath = '';
        if (guess !== null && text.startsWith(guess.written, at)) {
          child = guess;
          at += guess.written.length;
        } else {
          if (text.charCodeAt(at) !== 0x22) throw invalid('a key in double quotes');
          const name = readString();
          child = node === null ? null : columns.childOf(node, name);
          if (child === null) latePath = joined(node === null ? outerPath : node.path, name);
          else if (previous !== null) previous.follower = child;
          else if (node !== null) node.first = child;
        }
        previous = child;
        skipSpace();
        if (text.charCodeAt(at) !== 0x3a) throw invalid('":"');
        at++;
        skipSpace();
        readValue(child, latePath);
      }
    }
    depth--;
  }

  function readValue(node: KeyNode | null, latePath: string): void {
    const first = text.charCodeAt(at);
    if (first === 0x7b) readObject(node, latePath);
    else put(node, latePath, first === 0x5b ? readArray() : readScalar(first));
  }

  function put(node: KeyNode | null, latePath: string, value: string | null): void {
    // A key that holds nothing gets no column by it: the same key may hold an object elsewhere.
    const column = node === null ? -1 : value === null ? node.column : columns.columnOf(node);
    if (column >= 0) {
      if (cells[column] !== undefined) throw twice((node as KeyNode).path);
      cells[column] = value ?? '';
    } else if (value !== null && value !== '') {
      late(node === null ? latePath : node.path);
    }
  }

  /** `null` for null. */
  function readScalar(first: number): string | null {
    if (first === 0x22) return readString();
    if (first === 0x2d || (first >= 0x30 && first <= 0x39)) return plainDecimal(readNumber());
    if (text.startsWith('true', at)) return word('true');
    if (text.startsWith('false', at)) return word('false');
    if (text.startsWith('null', at)) {
      word('null');
      return null;
    }
    throw invalid('a value');
  }

  function word(value: string): string {
    at += value.length;
    return value;
  }

  function readNumber(): string {
    number.lastIndex = at;
    if (!number.test(text)) throw invalid('a number');
    const from = at;
    at = number.lastIndex;
    const next = text.charCodeAt(at);
    if ((next >= 0x30 && next <= 0x39) || next === 0x2e) throw invalid('a number without superfluous zeros');
    return text.slice(from, at);
  }

  function readString(): string {
    const from = ++at;
    for (;;) {
      const code = text.charCodeAt(at);
      if (code === 0x22) return text.slice(from, at++);
      if (code === 0x5c) return readEscaped(from);
      if (!(code >= 0x20)) throw invalid(at >= text.length ? '"\\""' : 'an escaped control character');
      at++;
    }
  }

  function readEscaped(from: number): string {
    for (; text.charCodeAt(at) !== 0x22; at++) {
      if (text.charCodeAt(at) === 0x5c) at++;
      if (at >= text.length) throw invalid('"\\""');
    }
    at++;
    try {
      return JSON.parse(text.slice(from - 1, at)) as string;
    } catch {
      at = from;
      throw invalid('a text with valid escapes');
    }
  }

  function readArray(): string {
    const from = at;
    const scalars: string[] = [];
    let isFlat = true;
    enter();
    skipSpace();
    if (text.charCodeAt(at) === 0x5d) at++;
    else {
      for (let goesOn = true; goesOn; goesOn = readSeparator(0x5d)) {
        skipSpace();
        const first = text.charCodeAt(at);
        if (first === 0x7b || first === 0x5b) {
          isFlat = false;
          skipValue();
        } else {
          const scalar = readScalar(first);
          if (scalar !== null && scalar !== '') scalars.push(scalar);
        }
      }
    }
    depth--;
    return isFlat ? scalars.join(';') : text.slice(from, at);
  }

  /** Checks a value without keeping it. */
  function skipValue(): void {
    const first = text.charCodeAt(at);
    if (first === 0x5b) readArray();
    else if (first === 0x7b) {
      enter();
      skipSpace();
      if (text.charCodeAt(at) === 0x7d) at++;
      else {
        for (let goesOn = true; goesOn; goesOn = readSeparator(0x7d)) {
          skipSpace();
          if (text.charCodeAt(at) !== 0x22) throw invalid('a key in double quotes');
          readString();
          skipSpace();
          if (text.charCodeAt(at) !== 0x3a) throw invalid('":"');
          at++;
          skipSpace();
          skipValue();
        }
      }
      depth--;
    } else readScalar(first);
  }

  /** Whether a comma stands here rather than the end. */
  function readSeparator(end: number): boolean {
    skipSpace();
    const code = text.charCodeAt(at);
    if (code !== 0x2c && code !== end) throw invalid(`"," or "${String.fromCharCode(end)}"`);
    at++;
    return code === 0x2c;
  }

  function skipSpace(): void {
    for (;;) {
      const code = text.charCodeAt(at);
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return;
      at++;
    }
  }

  function enter(): void {
    at++;
    if (++depth > mostDepth) {
      throw new TitansError(
        'LIMIT_EXCEEDED',
        `The record has more than ${mostDepth} objects and arrays inside one another.`,
      );
    }
  }

  function invalid(expected: string): TitansError {
    const place = at >= text.length ? 'at its end' : `at its character ${at + 1}`;
    return new TitansError('JSON_INVALID', `The record is not JSON: ${expected} is expected ${place}.`, {
      details: { value: maskSample(text.slice(at, at + 64)) },
    });
  }

  return { parse };
}

function twice(path: string): TitansError {
  const message = `The key "${path.slice(0, 64)}" stands twice in the record, which does not say which value holds.`;
  return new TitansError('JSON_INVALID', message, { details: { column: path.slice(0, 64) } });
}

function joined(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}
