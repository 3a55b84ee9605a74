import type { PredictionEnvelope } from '@titans/core/contract';
import { type JsonText, rounded } from './json-writer.js';

/** An answer that its handler has written itself, because it knows its members and the engine would have to find them. */
export class WrittenAnswer implements JsonText {
  readonly text: string;
  readonly byteLength: number;

  constructor({ text, byteLength }: JsonText) {
    this.text = text;
    this.byteLength = byteLength;
  }
}

/**
 * Closes the JSON of what a model said with what belongs to one request.
 *
 * @param said Its members, without the brace at the end; at least one.
 * @param envelope The id of a request is a plain name, which stands in JSON as it is.
 */
export function inEnvelope({ text, byteLength }: JsonText, envelope: PredictionEnvelope): WrittenAnswer {
  const { prediction_id, processing_time, model_version, model_sha256 } = envelope;
  const end = endOf(model_version, model_sha256);
  const own = `,"prediction_id":"${prediction_id}","processing_time":${secondsText(processing_time)}`;
  return new WrittenAnswer({
    text: text + own + end.text,
    byteLength: byteLength + own.length + end.byteLength,
  });
}

/** Of the models that answer: a few. */
const ends = new Map<string, { readonly version: string; readonly end: JsonText }>();
const mostEnds = 1_000;

function endOf(version: string, sha256: string): JsonText {
  const known = ends.get(sha256);
  if (known?.version === version) return known.end;
  const text = `,"model_version":${JSON.stringify(version)},"model_sha256":${JSON.stringify(sha256)}}`;
  const end = { text, byteLength: new TextEncoder().encode(text).length };
  if (ends.size >= mostEnds) ends.clear();
  ends.set(sha256, { version, end });
  return end;
}

/** Most answers take less than a millisecond: `0.000000` to `0.000999`. */
const microseconds: readonly string[] = Array.from(
  { length: 1_000 },
  (_, micros) => `0.000${String(micros).padStart(3, '0')}`,
);

function secondsText(seconds: number): string {
  return microseconds[Math.round(seconds * 1e6)] ?? String(rounded(seconds));
}
