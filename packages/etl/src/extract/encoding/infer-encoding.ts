import { isAscii, isUtf8 } from 'node:buffer';
import { TitansError, throwIfAborted, type WorkOptions } from '@titans/core';
import type { ByteInput, SourceSample } from '../byte-input.js';
import type { Decision } from '../import-profile.js';
import { byteEvidence } from './byte-pairs.js';
import { rateDoubleByte } from './double-byte.js';
import { type EncodingScore, rateEncodings } from './single-byte-score.js';
import { utf16WithoutMark } from './utf-16.js';
import { wholeCharacters } from './whole-characters.js';

/** An encoding with what speaks for it. */
export type FoundEncoding = Pick<Decision, 'confidence' | 'alternatives' | 'reason'> & {
  /** As `TextDecoder` names it. */
  readonly encoding: string;
};

/** Byte order marks, in hexadecimal, longest first. */
const marks: readonly (readonly [mark: string, encoding: string])[] = [
  ['fffe0000', 'utf-32le'],
  ['0000feff', 'utf-32be'],
  ['efbbbf', 'utf-8'],
  ['fffe', 'utf-16le'],
  ['feff', 'utf-16be'],
];

const lineFeed = 0x0a;

/** Share of the characters beyond ASCII that must be valid for bytes with faults to be taken for UTF-8. */
const mostlyUtf8 = 0.8;

/** The encoding that the mark at the beginning of bytes stands for, `null` without one. */
export function markedEncoding(bytes: Uint8Array): { encoding: string; markBytes: number } | null {
  const beginning = Buffer.from(bytes.subarray(0, 4)).toString('hex');
  const found = marks.find(([mark]) => beginning.startsWith(mark));
  return found === undefined ? null : { encoding: found[1], markBytes: found[0].length / 2 };
}

/**
 * Finds out in which encoding a source is written: by its mark, by the zero bytes of UTF-16, by being valid UTF-8
 * from the first byte to the last, else by which encoding of one byte for each character makes words of it.
 *
 * Sources that can be read again are looked at to their end, so that a single byte in the last line counts; of
 * streams, only the beginning can be.
 *
 * @throws TitansError `ENCODING_INVALID` if it is UTF-32.
 */
export async function inferEncoding(input: ByteInput, options: WorkOptions = {}): Promise<FoundEncoding> {
  const { sample } = input;
  const marked = markedEncoding(sample.bytes);
  if (marked !== null) {
    if (marked.encoding.startsWith('utf-32')) {
      throw new TitansError('ENCODING_INVALID', `"${sample.name}" is UTF-32. Convert it to UTF-8.`, {
        details: { source: sample.name, byteOffset: 0 },
      });
    }
    return {
      encoding: marked.encoding,
      confidence: 1,
      reason: 'The source begins with its byte order mark.',
    };
  }
  const wide = utf16WithoutMark(sample.bytes);
  if (wide !== null) {
    return {
      encoding: wide,
      confidence: 0.99,
      reason: 'Every other byte is zero, as in UTF-16 without a mark.',
    };
  }
  const isBeginning = !sample.isWhole && input.reread === null;
  const found = await inferByBytes(input, options);
  if (!isBeginning) return found;
  return {
    ...found,
    confidence: found.confidence * 0.9,
    reason:
      `${found.reason ?? ''} Only the first ${sample.bytes.length} bytes of the stream could be looked at.`.trim(),
  };
}

async function inferByBytes(input: ByteInput, options: WorkOptions): Promise<FoundEncoding> {
  const kind = await utf8Kind(lookedAt(input, options));
  if (kind === 'ascii') {
    return { encoding: 'utf-8', confidence: 1, reason: 'All bytes are ASCII, which most encodings share.' };
  }
  if (kind === 'utf-8') {
    return { encoding: 'utf-8', confidence: 1, reason: 'The bytes beyond ASCII are valid UTF-8 throughout.' };
  }
  const evidence = await byteEvidence(lookedAt(input, options));
  const share = evidence.validSequences / Math.max(evidence.validSequences + evidence.strayBytes, 1);
  if (share >= mostlyUtf8) {
    const reason = `${evidence.validSequences} characters are UTF-8, ${evidence.strayBytes} bytes are not: their records are refused.`;
    return { encoding: 'utf-8', confidence: share, reason };
  }
  const ratings = rateEncodings(evidence);
  const isWords = (ratings[0] as EncodingScore).score >= clearRating;
  return (isWords ? null : await ofTwoBytes(lookedAt(input, options))) ?? bestOf(ratings);
}

/** Words of one byte for each letter rate higher than this; ideographs read so rate lower. */
const clearRating = 0.66;
/** Share of frequent characters below which bytes that may be of East Asia are not taken for it. */
const leastFrequent = 0.85;
/** Bytes of lines beyond ASCII that are enough to tell. */
const mostLineBytes = 256 * 1024;

/** The encoding of East Asia that the bytes are written in, `null` where none makes text of them. */
async function ofTwoBytes(chunks: AsyncIterable<Uint8Array>): Promise<FoundEncoding | null> {
  const [best, next] = rateDoubleByte(await linesBeyondAscii(chunks));
  if (best === undefined || best.score < leastFrequent) return null;
  const isClose = next !== undefined && next.score > best.score - 0.1;
  return {
    encoding: best.encoding,
    confidence: isClose ? 0.5 : 0.9,
    ...(isClose ? { alternatives: [next.encoding] } : {}),
    reason: `The bytes are not UTF-8; read so, their characters beyond ASCII are ${best.text.slice(0, 24)}.`,
  };
}

/** Whole lines that have bytes beyond ASCII, as far as they are needed. */
async function linesBeyondAscii(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const lines: Uint8Array[] = [];
  let length = 0;
  let cut: Uint8Array = new Uint8Array(0);
  const take = (line: Uint8Array): void => {
    if (isAscii(line) || length + line.length > mostLineBytes) return;
    lines.push(line);
    length += line.length;
  };
  for await (const chunk of chunks) {
    const bytes = cut.length === 0 ? chunk : Buffer.concat([cut, chunk]);
    let from = 0;
    for (let end = bytes.indexOf(lineFeed); end >= 0; end = bytes.indexOf(lineFeed, from)) {
      take(bytes.subarray(from, end + 1));
      from = end + 1;
    }
    // A line of no end is no evidence.
    cut = bytes.length - from > mostLineBytes ? new Uint8Array(0) : bytes.slice(from);
    if (length > mostLineBytes / 2) break;
  }
  // The last line may be cut in the middle of a character.
  if (lines.length === 0) take(cut);
  return Buffer.concat(lines);
}

/** Ratings below which no candidate makes words of the bytes: then the most frequent encoding is taken. */
const leastRating = 0.2;

function bestOf(ratings: readonly EncodingScore[]): FoundEncoding {
  const rated = ratings[0] as EncodingScore;
  const fallback = ratings.find(({ encoding }) => encoding === 'windows-1252') ?? rated;
  const best = rated.score < leastRating ? fallback : rated;
  const others = ratings.filter(({ text }) => text !== best.text);
  const equal = others.filter(({ score }) => score > best.score - 0.02).map(({ encoding }) => encoding);
  const lead = Math.max(0, best.score - (others[0]?.score ?? -1));
  const quality = Math.min(1, Math.max(0.2, 0.5 + best.score / 2));
  return {
    encoding: best.encoding,
    confidence: Math.min(0.99, quality * (1 - Math.exp(-lead * best.total) / 2)),
    ...(equal.length === 0 ? {} : { alternatives: equal }),
    reason: `The bytes are not UTF-8; read so, their characters beyond ASCII are ${best.text.slice(0, 24)}.`,
  };
}

async function* lookedAt({ sample, reread }: ByteInput, options: WorkOptions): AsyncGenerator<Uint8Array> {
  if (sample.isWhole || reread === null) {
    yield sample.bytes;
    return;
  }
  for await (const chunk of reread()) {
    throwIfAborted(options.signal, 'finding the encoding');
    yield chunk;
  }
}

/** Whether bytes are ASCII, else whether they are valid UTF-8; a character that is cut at the end is no fault. */
async function utf8Kind(chunks: AsyncIterable<Uint8Array>): Promise<'ascii' | 'utf-8' | 'other'> {
  let kind: 'ascii' | 'utf-8' = 'ascii';
  let cut: Uint8Array = new Uint8Array(0);
  for await (const chunk of chunks) {
    if (cut.length === 0 && isAscii(chunk)) continue;
    kind = 'utf-8';
    const bytes = cut.length === 0 ? chunk : Buffer.concat([cut, chunk]);
    const whole = wholeCharacters(bytes);
    if (!isUtf8(bytes.subarray(0, whole))) return 'other';
    cut = bytes.subarray(whole);
  }
  return kind;
}

/** The beginning of a sample as text, in the encoding that its first bytes suggest: for recognising formats. */
export function sampleText({ bytes }: SourceSample, mostBytes: number): string {
  const beginning = bytes.subarray(0, mostBytes - (mostBytes % 2));
  const marked = markedEncoding(beginning)?.encoding ?? utf16WithoutMark(beginning) ?? 'utf-8';
  return new TextDecoder(marked.startsWith('utf-32') ? 'utf-8' : marked).decode(beginning);
}
