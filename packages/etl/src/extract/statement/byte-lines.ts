/** One line of a source, as one character per byte. */
export interface ByteLine {
  /** Without its end; cut where it is longer than permitted. */
  readonly text: string;
  /** From 1. */
  readonly number: number;
  /** From 0. */
  readonly byteOffset: number;
  readonly isTooLong: boolean;
  /** Whether a line break follows. */
  readonly isEnded: boolean;
}

/** Cuts bytes into lines. */
export interface ByteLineReader {
  push(piece: Uint8Array): void;
  end(): void;
}

const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/**
 * Makes a reader of lines that end with LF, CRLF or CR. A UTF-8 byte order mark is taken off the first one.
 *
 * @param mostBytes Of one line; the rest of a longer one is dropped and the line marked.
 * @param onLine Given every line in order; the empty text behind the last line break is no line.
 */
export function byteLineReader(mostBytes: number, onLine: (line: ByteLine) => void): ByteLineReader {
  let kept = '';
  let isTooLong = false;
  let number = 1;
  let lineStart = 0;
  let consumed = 0;
  let isAfterReturn = false;

  function keep(piece: Buffer, from: number, to: number): void {
    const room = mostBytes - kept.length;
    if (to - from > room) isTooLong = true;
    kept += piece.toString('latin1', from, Math.min(to, from + room));
  }

  function emit(nextStart: number, isEnded: boolean): void {
    const text = number === 1 && kept.startsWith('\u00ef\u00bb\u00bf') ? kept.slice(3) : kept;
    onLine({ text, number, byteOffset: lineStart, isTooLong, isEnded });
    number++;
    lineStart = nextStart;
    kept = '';
    isTooLong = false;
  }

  return {
    push(bytes) {
      const piece = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
      let from = 0;
      for (let at = 0; at < piece.length; at++) {
        const byte = piece[at] as number;
        if (byte === lineFeed && isAfterReturn) {
          // The second half of a CRLF, whose line has been given out at its first.
          from = at + 1;
          lineStart = consumed + at + 1;
        } else if (byte === lineFeed || byte === carriageReturn) {
          keep(piece, from, at);
          from = at + 1;
          emit(consumed + at + 1, true);
        }
        isAfterReturn = byte === carriageReturn;
      }
      keep(piece, from, piece.length);
      consumed += piece.length;
    },
    end() {
      if (kept !== '' || isTooLong) emit(consumed, false);
    },
  };
}
