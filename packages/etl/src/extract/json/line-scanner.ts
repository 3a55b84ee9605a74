import type { RecordScanner } from './json-stream.js';

const mark = [0xef, 0xbb, 0xbf];

/**
 * Finds the lines of a text that comes in pieces; blank ones are left out.
 *
 * @param line Called with the bytes of a line, which are valid until it returns; `null` for a line that is too long.
 */
export function lineScanner(
  mostBytes: number,
  line: (bytes: Uint8Array | null, line: number, byteOffset: number) => void,
): RecordScanner {
  let pieces: Uint8Array[] = [];
  let size = 0;
  let number = 1;
  let start = 0;
  let offset = 0;

  function finish(last: Uint8Array): void {
    size += last.length;
    const bytes = pieces.length === 0 ? last : Buffer.concat([...pieces, last]);
    const skipped = start === 0 && mark.every((byte, index) => bytes[index] === byte) ? mark.length : 0;
    if (size > mostBytes) line(null, number, start);
    else if (!isBlank(bytes, skipped)) line(bytes.subarray(skipped), number, start + skipped);
    pieces = [];
    number++;
    start += size + 1;
    size = 0;
  }

  return {
    push(chunk) {
      let from = 0;
      for (let end = chunk.indexOf(0x0a); end !== -1; end = chunk.indexOf(0x0a, from)) {
        finish(chunk.subarray(from, end));
        from = end + 1;
      }
      const rest = chunk.slice(from);
      size += rest.length;
      // The rest of a line that is too long is counted, but not held.
      if (size > mostBytes) pieces = [];
      else if (rest.length > 0) pieces.push(rest);
      offset += chunk.length;
    },
    end() {
      if (offset > start) finish(new Uint8Array(0));
    },
  };
}

function isBlank(bytes: Uint8Array, from: number): boolean {
  for (let at = from; at < bytes.length; at++) {
    const code = bytes[at] as number;
    if (code !== 0x20 && code !== 0x09 && code !== 0x0d) return false;
  }
  return true;
}
