import { isUtf8 } from 'node:buffer';
import { isTitansError, type TitansError } from '@titans/core';
import { SaxesParser } from 'saxes';
import { wholeCharacters } from '../encoding/whole-characters.js';
import type { RecordStart } from '../statement/record-collector.js';
import { sourceInvalid } from '../statement/source-error.js';
import type { PieceParser } from '../statement/statement-batches.js';

/** What an XML document is made of. Names have no prefix. */
export interface XmlHandler {
  /** Whether the place of an element is asked for: it costs more than the rest of its tag. */
  isPlaced(name: string): boolean;
  /**
   * @param attributes Empty where there are none; names as they are written.
   * @param start Place of the tag if it is asked for, else that of the last one that was.
   */
  open(name: string, attributes: Readonly<Record<string, string>>, start: RecordStart): void;
  /** Text or CDATA, in pieces. */
  text(text: string): void;
  close(name: string): void;
}

const mostDepth = 100;
const mostAttributes = 32;
/** Most characters of a tag, a text, a comment or a document type declaration. */
const mostBetweenEvents = 1024 * 1024;

/**
 * Makes a reader of XML 1.0 in UTF-8. Documents that are not well-formed are refused; so are those with a document
 * type declaration, so that there are no entities but the five of XML and nothing is fetched or expanded.
 *
 * Memory is bounded: by the depth, the attributes of a tag and the length of what stands between two tags.
 *
 * @returns Throws `SOURCE_INVALID`, `LIMIT_EXCEEDED` or `ENCODING_INVALID` with the place.
 */
export function xmlReader(source: string, handler: XmlHandler): PieceParser {
  const parser = new SaxesParser({ xmlns: false, position: true });
  let cut: Uint8Array = new Uint8Array(0);
  let depth = 0;
  let tagStart: RecordStart = { line: 1, byteOffset: 0 };
  let hasSeenEvent = false;
  /** Characters of pieces since anything was complete. */
  let pending = 0;
  /** The piece that is being read, with the characters and bytes before it, and how far bytes have been counted. */
  let piece = '';
  let charactersBefore = 0;
  let bytesBefore = 0;
  let endedWithReturn = false;
  let counted = 0;
  let countedBytes = 0;

  // Only six handlers: V8 keeps an object with more of them as a dictionary, and saxes then takes five times as long.
  parser.on('doctype', () => {
    throw refusal('it has a document type declaration, which is not permitted');
  });
  parser.on('opentagstart', ({ name }) => {
    hasSeenEvent = true;
    if (handler.isPlaced(localName(name))) {
      // A line break behind the name has been read already.
      const line = parser.columnIndex === 0 ? parser.line - 1 : parser.line;
      tagStart = { line, byteOffset: byteOffsetOf(startBefore(parser.position, name)) };
    }
    if (++depth > mostDepth)
      throw refusal(`elements are nested more than ${mostDepth} deep`, 'LIMIT_EXCEEDED');
  });
  parser.on('opentag', (tag) => {
    if (Object.keys(tag.attributes).length > mostAttributes) {
      throw refusal(`a tag has more than ${mostAttributes} attributes`, 'LIMIT_EXCEEDED');
    }
    handler.open(localName(tag.name), tag.attributes, tagStart);
  });
  parser.on('text', (text) => {
    hasSeenEvent = true;
    handler.text(text);
  });
  parser.on('cdata', (text) => {
    hasSeenEvent = true;
    handler.text(text);
  });
  parser.on('closetag', ({ name }) => {
    hasSeenEvent = true;
    depth--;
    handler.close(localName(name));
  });

  return {
    push: (bytes) => read(bytes, false),
    end() {
      read(new Uint8Array(0), true);
      asRefusal(() => parser.close());
    },
  };

  function read(bytes: Uint8Array, isLast: boolean): void {
    charactersBefore += piece.length;
    if (piece !== '') endedWithReturn = piece.endsWith('\r');
    bytesBefore = countedBytes + Buffer.byteLength(piece.slice(counted));
    piece = decoded(bytes, isLast);
    counted = 0;
    countedBytes = bytesBefore;
    if (piece === '') return;
    hasSeenEvent = false;
    asRefusal(() => parser.write(piece));
    pending = hasSeenEvent ? 0 : pending + piece.length;
    if (pending > mostBetweenEvents) {
      throw refusal(`a tag or text has more than ${mostBetweenEvents} characters`, 'LIMIT_EXCEEDED');
    }
  }

  /** saxes throws what is not well-formed. */
  function asRefusal(parse: () => void): void {
    try {
      parse();
    } catch (error) {
      if (isTitansError(error) || !(error instanceof Error) || error.name !== 'Error') throw error;
      const problem = error.message.replace(/^(?:\d+:)*\d*:?\s*/, '').replace(/\.$/, '');
      throw refusal(`it is not well-formed XML: ${problem.slice(0, 200)}`);
    }
  }

  /** The characters that are whole; the bytes of one that is cut wait for the next piece. */
  function decoded(bytes: Uint8Array, isLast: boolean): string {
    const given = cut.length === 0 ? bytes : Buffer.concat([cut, bytes]);
    const whole = isLast ? given.length : wholeCharacters(given);
    const text = Buffer.from(given.buffer, given.byteOffset, whole);
    cut = given.subarray(whole);
    if (!isUtf8(text)) throw refusal('it has bytes that are no text in its encoding', 'ENCODING_INVALID');
    return text.toString('utf8');
  }

  /** Where the `<` stands of a tag whose name and one white space, `/` or `>` have been read. */
  function startBefore(position: number, name: string): number {
    const found = piece.lastIndexOf('<', position - charactersBefore - 1);
    if (found !== -1) return charactersBefore + found;
    const isAfterTwo =
      piece[position - charactersBefore - 1] === '\n' && isReturnBefore(position - charactersBefore - 2);
    return position - name.length - (isAfterTwo ? 3 : 2);
  }

  function isReturnBefore(at: number): boolean {
    return at < 0 ? endedWithReturn : piece[at] === '\r';
  }

  /** The byte of a character of this piece, or of a tag that began in the piece before: its name is ASCII. */
  function byteOffsetOf(position: number): number {
    const at = position - charactersBefore;
    if (at < counted) return countedBytes - (counted - at);
    countedBytes += Buffer.byteLength(piece.slice(counted, at));
    counted = at;
    return countedBytes;
  }

  function refusal(
    problem: string,
    code: 'SOURCE_INVALID' | 'LIMIT_EXCEEDED' | 'ENCODING_INVALID' = 'SOURCE_INVALID',
  ): TitansError {
    return sourceInvalid(source, problem, { line: parser.line, byteOffset: bytesBefore }, code);
  }
}

function localName(name: string): string {
  const colon = name.indexOf(':');
  return colon === -1 ? name : name.slice(colon + 1);
}
