import type { TitansError } from '@titans/core';
import type { RecordStart } from '../statement/record-collector.js';
import { sourceInvalid } from '../statement/source-error.js';

/** What an OFX source is made of. Texts are one character per byte. */
export interface OfxHandler {
  /** A tag opens. @param isEmpty Whether it closes itself, as `<MEMO/>`. */
  open(name: string, isEmpty: boolean, start: RecordStart): void;
  /** The text behind the last tag, trimmed and never empty; entities are not replaced in that of CDATA. */
  text(text: string, isCharacterData: boolean): void;
  close(name: string): void;
}

/** Cuts an OFX source into tags and texts. */
export interface OfxTokenizer {
  push(piece: Uint8Array): void;
  /** @throws TitansError `SOURCE_INVALID` if the source ends within a tag. */
  end(): void;
}

/** Most bytes of one tag or text. */
const mostTokenBytes = 256 * 1024;

const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const tagName = /^[A-Za-z][A-Za-z0-9._-]*/;

/**
 * Makes a tokenizer of OFX 1.x, which is SGML whose elements need no end tags, and of OFX 2.x, which is XML. Tags are
 * recognised in either way in both, since banks mix them. A `<` that begins no tag is text. Comments and processing
 * instructions are left out, document type declarations refused.
 */
export function ofxTokenizer(source: string, handler: OfxHandler): OfxTokenizer {
  let rest = '';
  let restOffset = 0;
  let line = 1;
  let isAfterReturn = false;

  return {
    push(piece) {
      rest += Buffer.from(piece.buffer, piece.byteOffset, piece.length).toString('latin1');
      consume(false);
      if (rest.length > mostTokenBytes) {
        throw refusal('LIMIT_EXCEEDED', `a tag or text has more than ${mostTokenBytes} bytes`);
      }
    },
    end() {
      consume(true);
      if (rest.trim() !== '') throw refusal('SOURCE_INVALID', 'it ends within a tag or text');
    },
  };

  /** Takes off what is complete: everything before the last `<` whose end is not there yet. */
  function consume(isLast: boolean): void {
    let at = 0;
    for (;;) {
      const opening = nextOpening(at);
      if (opening === -1) break;
      takeText(at, opening);
      const end = endOfMarkup(opening);
      if (end === -1) {
        at = opening;
        break;
      }
      takeMarkup(opening, end);
      countLines(opening, end);
      at = end;
    }
    if (isLast && at < rest.length && nextOpening(at) === -1) {
      takeText(at, rest.length);
      at = rest.length;
    }
    rest = rest.slice(at);
    restOffset += at;
  }

  /** The next `<` that begins a tag, a comment or the like; -1 where there is none or it cannot be told yet. */
  function nextOpening(from: number): number {
    let at = rest.indexOf('<', from);
    while (at !== -1) {
      const next = rest.charCodeAt(at + 1);
      if (beginsMarkup(next)) return at;
      at = rest.indexOf('<', at + 1);
    }
    return -1;
  }

  function takeText(from: number, to: number): void {
    if (from === to) return;
    const text = rest.slice(from, to).trim();
    if (text !== '') handler.text(text, false);
    countLines(from, to);
  }

  /** Where the markup at `<` ends, behind its `>`; -1 where that has not been read yet. */
  function endOfMarkup(from: number): number {
    const [prefix, terminator] = rest.startsWith('<!--', from)
      ? ['<!--', '-->']
      : rest.startsWith('<![CDATA[', from)
        ? ['<![CDATA[', ']]>']
        : rest.startsWith('<?', from)
          ? ['<?', '?>']
          : ['<', '>'];
    const isUndecided = rest.length - from < 9 && '<![CDATA['.startsWith(rest.slice(from));
    const found = isUndecided ? -1 : rest.indexOf(terminator, from + prefix.length);
    return found === -1 ? -1 : found + terminator.length;
  }

  function takeMarkup(from: number, to: number): void {
    const markup = rest.slice(from, to);
    if (markup.startsWith('<!--') || markup.startsWith('<?')) return;
    if (markup.startsWith('<![CDATA[')) {
      const text = markup.slice(9, -3).trim();
      if (text !== '') handler.text(text, true);
    } else if (markup.startsWith('<!')) {
      throw refusal('SOURCE_INVALID', 'it has a document type declaration, which is not permitted');
    } else if (markup.startsWith('</')) {
      handler.close(markup.slice(2, -1).trim().toUpperCase());
    } else {
      const name = (tagName.exec(markup.slice(1, 65))?.[0] ?? '').toUpperCase();
      handler.open(name, markup.endsWith('/>'), { line, byteOffset: restOffset + from });
    }
  }

  function countLines(from: number, to: number): void {
    for (let at = from; at < to; at++) {
      const code = rest.charCodeAt(at);
      if (code > carriageReturn) isAfterReturn = false;
      else {
        if (code === carriageReturn || (code === lineFeed && !isAfterReturn)) line++;
        isAfterReturn = code === carriageReturn;
      }
    }
  }

  function refusal(code: 'SOURCE_INVALID' | 'LIMIT_EXCEEDED', problem: string): TitansError {
    return sourceInvalid(source, problem, { line, byteOffset: restOffset }, code);
  }
}

/** A letter, `/`, `!` or `?`. */
function beginsMarkup(code: number): boolean {
  return (
    (code >= 0x41 && code <= 0x5a) ||
    (code >= 0x61 && code <= 0x7a) ||
    code === 0x2f ||
    code === 0x21 ||
    code === 0x3f
  );
}
