import { inTime } from './in-time.js';
import { parseJson, refuseUnsafeJson } from './json.js';
import type { HeaderReader, IncomingBody } from './message.js';
import { requestError } from './problem.js';

const jsonMediaType = /^application\/(?:[\w.!#$&^-]+\+)?json$/;

/** How much of a body is waited for. */
export interface BodyLimits {
  readonly maxBytes: number;
  /** Instead of `maxBytes` for imports, jobs and comparisons. */
  readonly maxBulkBytes: number;
  /** For the whole body; of a stream, for each piece. */
  readonly timeoutMs: number;
}

/**
 * Reads the JSON body of a request. Bytes are counted as they arrive, whatever `Content-Length` says, and reading
 * stops at the limit.
 *
 * @throws TitansError `MEDIA_TYPE` if it is not JSON, `REQUEST_TOO_LARGE`, `REQUEST_TIMEOUT` if it arrives too slowly,
 * `REQUEST_MALFORMED` if it is no JSON or is unsafe to read, `BODY_CONSUMED` if the host has read it and kept nothing.
 */
export async function readJsonBody(
  body: IncomingBody,
  headers: HeaderReader,
  limits: BodyLimits,
): Promise<unknown> {
  requireJson(headers, body);
  if (body.kind === 'parsed') {
    refuseUnsafeJson(body.value);
    return body.value;
  }
  return parseJson(await readBytes(body, headers, limits));
}

/**
 * The body of a request piece by piece. Reading fails with `REQUEST_TIMEOUT` where a piece is waited for too long, and with
 * `REQUEST_TOO_LARGE` where a file, which has to be kept whole, is larger than permitted; lines are not kept.
 *
 * @throws TitansError `MEDIA_TYPE` for lines of another media type, `BODY_CONSUMED` if the host has read it and kept
 * nothing.
 */
export function streamBody(
  body: IncomingBody,
  headers: HeaderReader,
  { maxBytes, timeoutMs }: BodyLimits,
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
  const chunks = body.kind === 'stream' ? body.chunks : pieces(body);
  return limited(chunks, isLines ? Number.POSITIVE_INFINITY : maxBytes, timeoutMs);
}

async function* pieces(body: Exclude<IncomingBody, { kind: 'stream' }>): AsyncGenerator<Uint8Array> {
  if (body.kind === 'bytes') yield body.bytes;
}

async function* limited(
  chunks: AsyncIterable<Uint8Array>,
  maxBytes: number,
  timeoutMs: number,
): AsyncGenerator<Uint8Array> {
  const source = chunks[Symbol.asyncIterator]();
  let length = 0;
  try {
    for (;;) {
      const { done, value } = await inTime(source.next(), timeoutMs, () => {
        throw requestError(
          'REQUEST_TIMEOUT',
          `A piece of the body must arrive within ${timeoutMs / 1_000} s.`,
        );
      });
      if (done === true) return;
      length += value.byteLength;
      if (length > maxBytes) throw tooLarge(maxBytes);
      yield value;
    }
  } finally {
    await source.return?.();
  }
}

function consumed(): Error {
  return requestError(
    'BODY_CONSUMED',
    'Something read the body of the request before Titans. Mount Titans before it, or let the host parse JSON.',
  );
}

function requireJson(headers: HeaderReader, body: IncomingBody): void {
  const [mediaType = '', ...parameters] = (headers.get('content-type') ?? '')
    .split(';')
    .map((part) => part.trim().toLowerCase());
  if (!jsonMediaType.test(mediaType)) {
    throw requestError('MEDIA_TYPE', 'The body must have the media type application/json.', {
      headers: { accept: 'application/json' },
    });
  }
  const charset = parameters.find((parameter) => parameter.startsWith('charset='))?.slice('charset='.length);
  if (charset !== undefined && !['utf-8', 'utf8'].includes(charset.replaceAll('"', ''))) {
    throw requestError('MEDIA_TYPE', 'The body must be encoded in UTF-8.');
  }
  const encoding = headers.get('content-encoding')?.trim().toLowerCase();
  if (body.kind === 'stream' && encoding !== undefined && encoding !== '' && encoding !== 'identity') {
    throw requestError('MEDIA_TYPE', 'The body must not be compressed.', {
      headers: { 'accept-encoding': 'identity' },
    });
  }
}

async function readBytes(
  body: Exclude<IncomingBody, { kind: 'parsed' }>,
  headers: HeaderReader,
  { maxBytes, timeoutMs }: BodyLimits,
): Promise<Uint8Array> {
  if (body.kind === 'none') return new Uint8Array(0);
  if (body.kind === 'consumed') {
    throw consumed();
  }
  if (body.kind === 'bytes') {
    if (body.bytes.byteLength > maxBytes) throw tooLarge(maxBytes);
    return body.bytes;
  }
  if (Number(headers.get('content-length') ?? 0) > maxBytes) throw tooLarge(maxBytes);
  return inTime(collect(body.chunks, maxBytes), timeoutMs, () => {
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
    if (length > maxBytes) throw error;
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
