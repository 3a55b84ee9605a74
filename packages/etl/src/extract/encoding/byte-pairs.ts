import { isAscii } from 'node:buffer';

/** What bytes that are not UTF-8 look like: enough to tell which encoding makes words of them. */
export interface ByteEvidence {
  /** How often byte `a` is followed by byte `b`, at `a * 256 + b`, where one of them is not ASCII. */
  readonly pairs: Uint32Array;
  /** Characters of more than one byte that are valid UTF-8. */
  readonly validSequences: number;
  /** Bytes beyond ASCII that are not part of one. */
  readonly strayBytes: number;
}

const lineFeed = 0x0a;

/** Most bytes that are looked at, those of pieces that are all ASCII not counted. */
const mostBytes = 8 * 1024 * 1024;

/** Looks at bytes until there is enough evidence. The pieces may be cut anywhere. */
export async function byteEvidence(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<ByteEvidence> {
  const pairs = new Uint32Array(65_536);
  let validSequences = 0;
  let strayBytes = 0;
  let previous = lineFeed;
  let cut: Buffer = Buffer.alloc(0);
  let looked = 0;
  for await (const chunk of chunks) {
    if (looked > mostBytes) break;
    const last = chunk.at(-1);
    if (last === undefined) continue;
    if (isAscii(chunk) && previous < 0x80) {
      previous = last;
      continue;
    }
    looked += chunk.length;
    for (const byte of chunk) {
      if ((previous | byte) >= 0x80) countPair(previous, byte);
      previous = byte;
    }
    countSequences(Buffer.concat([cut, chunk]), false);
  }
  countSequences(cut, true);
  if (previous >= 0x80) countPair(previous, lineFeed);
  return { pairs, validSequences, strayBytes };

  function countPair(first: number, second: number): void {
    const pair = first * 256 + second;
    pairs[pair] = (pairs[pair] as number) + 1;
  }

  function countSequences(bytes: Buffer, isFinal: boolean): void {
    let at = 0;
    while (at < bytes.length) {
      const lead = bytes[at] as number;
      const length = lead < 0x80 ? 1 : sequenceLength(lead);
      if (at + length > bytes.length && !isFinal) break;
      if (length > 1 && isSequence(bytes, at, length)) {
        validSequences++;
        at += length;
      } else {
        if (lead >= 0x80) strayBytes++;
        at++;
      }
    }
    cut = bytes.subarray(at);
  }
}

/** Bytes of the sequence that a lead byte begins (RFC 3629, section 4), 1 for bytes that begin none. */
function sequenceLength(lead: number): number {
  if (lead >= 0xc2 && lead <= 0xdf) return 2;
  if (lead >= 0xe0 && lead <= 0xef) return 3;
  return lead >= 0xf0 && lead <= 0xf4 ? 4 : 1;
}

function isSequence(bytes: Buffer, at: number, length: number): boolean {
  for (let i = 1; i < length; i++) {
    const byte = bytes[at + i] ?? 0;
    if (byte < 0x80 || byte > 0xbf) return false;
  }
  return true;
}
