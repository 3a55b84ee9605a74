import { isTitansError } from '@titans/core';
import { arriving, type Pace } from './arriving.js';
import type { ContentCoding } from './content-coding.js';
import { inTime } from './in-time.js';
import { inflated } from './inflate.js';
import { parseJson, refuseUnsafeJson } from './json.js';
import type { HeaderReader, IncomingBody } from './message.js';
import { requestError } from './problem.js';

const jsonMediaType = /^application\/(?:[\w.!#$&^-]+\+)?json$/;

/** How much of a body is waited for. */
export interface BodyLimits extends Pace {
  /** Of the text that a compressed body becomes, too. */
  readonly maxBytes: number;
  /** Instead of `maxBytes` for imports, jobs and comparisons. */
  readonly maxBulkBytes: number;
}

/**
 * Reads the JSON body of a request, at once where all of it is there, undoing `Content-Encoding: gzip` or `br`. Bytes are counted as they arrive, whatever
 * `Content-Length` says, and reading stops at the limit.
 *
 * @throws TitansError, or rejects with it: `MEDIA_TYPE` if it is not JSON or of another coding, `REQUEST_TOO_LARGE`, `REQUEST_TIMEOUT` if it
 * arrives too slowly, `REQUEST_MALFORMED` if it is no JSON or is unsafe to read, `BODY_CONSUMED` if the host has read it and
 * kept nothing.
 */
export function readJsonBody(body: IncomingBody, headers: HeaderReader, limits: BodyLimits): unknown {
  requireJson(headers);
  if (body.kind === 'parsed') {
    refuseUnsafeJson(body.value);
    return body.value;
  }
  const bytes = arrivedBytes(body, headers, limits) ?? readBytes(body, headers, limits);
  return bytes instanceof Promise ? bytes.then((all) => parseJson(all)) : parseJson(bytes);
}

/** The whole of a body that came with the head of its request; `null` where it is still to be waited for. */
function arrivedBytes(
  body: IncomingBody,
  headers: HeaderReader,
  { maxBytes }: BodyLimits,
): Uint8Array | null {
  if (body.kind !== 'stream' || headers.get('content-encoding') !== null) return null;
  return body.takeArrived?.(maxBytes) ?? null;
}

/** Headers under which a body is JSON that they do not say anything of. */
export function jsonUnlessTold(headers: HeaderReader): HeaderReader {
  return { get: (name) => headers.get(name) ?? (name === 'content-type' ? 'application/json' : null) };
}

/**
 * The JSON body of a request that may have none. Only the end of a stream tells that it is empty: over HTTP/2, and in chunks.
 *
 * @throws TitansError as {@link readJsonBody} does.
 */
export async function readOptionalJsonBody(
  body: IncomingBody,
  headers: HeaderReader,
  limits: BodyLimits,
): Promise<unknown> {
  if (body.kind === 'none') return undefined;
  if (body.kind !== 'stream') return readJsonBody(body, headers, limits);
  const bytes = arrivedBytes(body, headers, limits) ?? (await readBytes(body, headers, limits));
  return bytes.byteLength === 0 ? undefined : readJsonBody({ kind: 'bytes', bytes }, headers, limits);
}

/**
 * The body of a request piece by piece, with `Content-Encoding: gzip` or `br` undone. Reading fails with `REQUEST_TIMEOUT`
 * where pieces come too slowly, with `REQUEST_TOO_LARGE` where a file, which has to be kept whole, is larger than permitted
 * (lines are not kept), and with `ABORTED` where the client goes away.
 *
 * @throws TitansError `MEDIA_TYPE` for lines of another media type and for other codings, `BODY_CONSUMED` if the host has
 * read it and kept nothing.
 */
export function streamBody(
  body: IncomingBody,
  headers: HeaderReader,
  limits: BodyLimits,
  mediaType: 'application/x-ndjson' | 'application/octet-stream',
): AsyncIterable<Uint8Array> {
  const sent = (headers.get('content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase();
  const isLines = mediaType === 'application/x-ndjson';
  if (isLines && sent !== mediaType) {
    throw requestError('MEDIA_TYPE', `The body must have the media type ${mediaType}.`, {
      headers: { accept: mediaType },
    });
  }
  if (body.kind === 'consumed' || body.kind === 'parsed') throw consumed();
  if (!isLines && Number(headers.get('content-length') ?? 0) > limits.maxBytes)
    throw tooLarge(limits.maxBytes);
  const coding = codingOf(body, headers);
  const pieces = body.kind === 'stream' ? arriving(body.chunks, limits) : whole(body);
  const text = coding === null ? pieces : inflated(pieces, coding);
  return isLines ? text : limited(text, limits.maxBytes);
}

async function* whole(body: Exclude<IncomingBody, { kind: 'stream' }>): AsyncGenerator<Uint8Array> {
  if (body.kind === 'bytes') yield body.bytes;
}

async function* limited(pieces: AsyncIterable<Uint8Array>, maxBytes: number): AsyncGenerator<Uint8Array> {
  let length = 0;
  for await (const piece of pieces) {
    length += piece.byteLength;
    if (length > maxBytes) throw tooLarge(maxBytes);
    yield piece;
  }
}

/** Of a body that the host has read, keeping nothing. */
export function consumed(): Error {
  return requestError(
    'BODY_CONSUMED',
    'Something read the body of the request before Titans. Mount Titans before it, or let the host parse JSON.',
  );
}

function requireJson(headers: HeaderReader): void {
  const given = headers.get('content-type') ?? '';
  if (given === 'application/json') return;
  const [mediaType = '', ...parameters] = given.split(';').map((part) => part.trim().toLowerCase());
  if (!jsonMediaType.test(mediaType)) {
    throw requestError('MEDIA_TYPE', 'The body must have the media type application/json.', {
      headers: { accept: 'application/json' },
    });
  }
  const charset = parameters.find((parameter) => parameter.startsWith('charset='))?.slice('charset='.length);
  if (charset !== undefined && !['utf-8', 'utf8'].includes(charset.replaceAll('"', ''))) {
    throw requestError('MEDIA_TYPE', 'The body must be encoded in UTF-8.');
  }
}

/**
 * The coding that is still to be undone. Body parsers of hosts undo it and leave the header; what still begins with the two
 * bytes that no JSON begins with has not been undone.
 */
function codingOf(body: IncomingBody, headers: HeaderReader): ContentCoding | null {
  const coding = headers.get('content-encoding')?.trim().toLowerCase() ?? '';
  if (coding === '' || coding === 'identity') return null;
  const isGzip = coding === 'gzip' || coding === 'x-gzip';
  if (!isGzip && coding !== 'br') {
    throw requestError('MEDIA_TYPE', 'The body may be compressed with gzip or Brotli, once.', {
      headers: { 'accept-encoding': 'gzip, br' },
    });
  }
  if (body.kind === 'bytes')
    return isGzip && body.bytes[0] === 0x1f && body.bytes[1] === 0x8b ? 'gzip' : null;
  return isGzip ? 'gzip' : 'br';
}

async function readBytes(
  body: Exclude<IncomingBody, { kind: 'parsed' }>,
  headers: HeaderReader,
  { maxBytes, timeoutMs }: BodyLimits,
): Promise<Uint8Array> {
  if (body.kind === 'none') return new Uint8Array(0);
  if (body.kind === 'consumed') throw consumed();
  const coding = codingOf(body, headers);
  if (body.kind === 'bytes' && coding === null) {
    if (body.bytes.byteLength > maxBytes) throw tooLarge(maxBytes);
    return body.bytes;
  }
  if (Number(headers.get('content-length') ?? 0) > maxBytes) throw tooLarge(maxBytes);
  const pieces = body.kind === 'stream' ? body.chunks : whole(body);
  return inTime(collect(coding === null ? pieces : inflated(pieces, coding), maxBytes), timeoutMs, () => {
    throw requestError('REQUEST_TIMEOUT', `The body must arrive within ${timeoutMs / 1_000} s.`);
  });
}

async function collect(stream: AsyncIterable<Uint8Array>, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const chunk of stream) {
      length += chunk.byteLength;
      if (length > maxBytes) throw tooLarge(maxBytes);
      chunks.push(chunk);
    }
  } catch (error) {
    if (isTitansError(error)) throw error;
    throw requestError('ABORTED', 'The client went away before its body had arrived.');
  }
  return chunks.length === 1 ? (chunks[0] as Uint8Array) : concatenate(chunks, length);
}

function concatenate(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const whole = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    whole.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return whole;
}

function tooLarge(maxBytes: number): Error {
  return requestError('REQUEST_TOO_LARGE', `The body may have at most ${maxBytes} bytes.`);
}
