import type { RawBatch } from '../../records/raw-batch.js';
import type { ByteInput, SourceSample } from '../byte-input.js';
import type { OpenOptions } from '../extractor.js';
import type { Decision } from '../import-profile.js';
import { inferEncoding, markedEncoding } from './infer-encoding.js';
import { type Utf8Decoder, utf8Decoder } from './utf8-decoder.js';
import { wholeCharacters } from './whole-characters.js';

/** A source as UTF-8, whatever its encoding. */
export interface Utf8Input {
  /** As `TextDecoder` names it. */
  readonly encoding: string;
  readonly decision: Decision;
  /** The beginning, as UTF-8. */
  readonly sample: SourceSample;
  /** All of the source as UTF-8, once; without a byte order mark unless the source is UTF-8 itself. */
  chunks(): AsyncIterable<Uint8Array>;
  /** A batch made of `chunks`, with places in the source instead of places in its UTF-8 text. */
  placed(batch: RawBatch): RawBatch;
}

/**
 * Finds out the encoding of a source, unless it was told, and gives its text as UTF-8. A source that is UTF-8 passes
 * through untouched.
 *
 * @throws TitansError `ENCODING_INVALID` if it is UTF-32.
 */
export async function utf8Input(
  input: ByteInput,
  { settings = {}, ...work }: OpenOptions = {},
): Promise<Utf8Input> {
  const given = settings.encoding === undefined ? null : new TextDecoder(settings.encoding).encoding;
  const found = given === null ? await inferEncoding(input, work) : { encoding: given, confidence: 1 };
  const { encoding, ...decided } = found;
  const decision: Decision = {
    setting: 'encoding',
    value: encoding,
    basis: given === null ? 'inferred' : 'given',
    ...decided,
  };
  const { sample } = input;
  if (encoding === 'utf-8') {
    const whole = sample.isWhole ? sample.bytes.length : wholeCharacters(sample.bytes);
    return {
      encoding,
      decision,
      sample: { ...sample, bytes: sample.bytes.subarray(0, whole) },
      chunks: () => input.chunks(),
      placed: (batch) => batch,
    };
  }
  const mark = markedEncoding(sample.bytes);
  const markBytes = mark !== null && mark.encoding === encoding ? mark.markBytes : 0;
  const decoder = utf8Decoder(encoding, markBytes);
  return {
    encoding,
    decision,
    sample: { ...sample, bytes: utf8Decoder(encoding, markBytes).decode(sample.bytes, sample.isWhole) },
    chunks: () => decodedChunks(input.chunks(), decoder),
    placed: (batch) => placedBatch(batch, decoder, encoding),
  };
}

async function* decodedChunks(
  chunks: AsyncIterable<Uint8Array>,
  decoder: Utf8Decoder,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) yield decoder.decode(chunk, false);
  yield decoder.decode(new Uint8Array(0), true);
}

function placedBatch(batch: RawBatch, decoder: Utf8Decoder, encoding: string): RawBatch {
  const { provenance } = batch;
  const byteOffset = provenance.byteOffset.map((offset) => decoder.sourceOffset(offset));
  const rejections = batch.rejections.map((rejection) => {
    const offset = rejection.byteOffset === null ? Number.NaN : decoder.sourceOffset(rejection.byteOffset);
    return {
      ...rejection,
      byteOffset: Number.isNaN(offset) ? null : offset,
      ...(rejection.code === 'ENCODING_INVALID'
        ? { message: `The field has bytes that are no text in ${encoding}. Is "encoding" right?` }
        : {}),
    };
  });
  const last = provenance.byteOffset.at(-1);
  if (last !== undefined) decoder.forget(last);
  return { ...batch, provenance: { ...provenance, byteOffset }, rejections };
}
