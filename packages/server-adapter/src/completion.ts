import { Buffer } from 'node:buffer';
import type { RouteContract } from '@titans/core/contract';
import { batchedText } from './http/batched-text.js';
import { compressed, compressedPieces } from './http/compress.js';
import { type AcceptedCoding, acceptedCoding } from './http/content-coding.js';
import type { TitansResponse } from './http/message.js';
import { trackedStream } from './http/tracked-stream.js';
import type { Draft, Passage } from './passage.js';
import type { Answer, StreamAnswer, TextAnswer } from './routes/handlers.js';
import { WrittenAnswer } from './routes/written-answer.js';

export const jsonType = 'application/json; charset=utf-8';
const jsonHeaders = { 'content-type': jsonType };
const linesType = 'application/x-ndjson';
const eventsType = 'text/event-stream';
const statusesWithoutBody: ReadonlySet<number> = new Set([204, 304]);
/** What is shorter fits a packet anyway. */
const minCompressedLength = 1_024;
const maxStaticTexts = 16;

/** Whether a route's answer is sent piece by piece. */
export function isStreamed({ response }: RouteContract): boolean {
  return response === linesType || response === eventsType;
}

/** What a handler gave, as status, headers and text. */
export function draftOf({ status = 200, response }: RouteContract, result: Answer): Draft {
  if (typeof response !== 'string') {
    if (!(result instanceof WrittenAnswer)) {
      return { status, headers: jsonHeaders, body: JSON.stringify(result) };
    }
    return { status, headers: jsonHeaders, body: result.text, byteLength: result.byteLength };
  }
  const contentType = response === 'application/json' ? jsonType : `${response}; charset=utf-8`;
  if ('chunks' in result) {
    const { chunks } = result as StreamAnswer;
    const body = response === linesType ? batchedText(chunks) : chunks;
    return { status, headers: { 'content-type': contentType }, body };
  }
  const { text, headers, isStatic = false } = result as TextAnswer;
  return { status, headers: { 'content-type': contentType, ...headers }, body: text, isStatic };
}

/** Makes answers of drafts. `ended` is called once: when everything has been made, or a stream has ended. */
export type Complete = (
  passage: Passage,
  draft: Draft,
  ended: (error?: unknown) => void,
) => TitansResponse | Promise<TitansResponse>;

/**
 * Completes answers: lengths, `HEAD`, and compression, on other threads, where the client takes it and the answer is long
 * enough to gain. Answers that hold a secret are never compressed, since their length would tell of it whoever can put text
 * beside it (BREACH); nor are server-sent events, each of which has to go out at once and alone.
 */
export function createCompletion(isCompressing: boolean): Complete {
  const encodedTexts = boundedMap<Uint8Array>();
  const compressedTexts = boundedMap<Promise<Uint8Array>>();

  function codingFor({ request, route }: Passage): AcceptedCoding {
    if (!isCompressing || route?.contract.holdsSecret === true) return { coding: null, isRequired: false };
    return acceptedCoding(request.headers.get('accept-encoding'));
  }

  function completeStream(
    passage: Passage,
    { status, headers }: Draft,
    pieces: AsyncIterable<string>,
    ended: (error?: unknown) => void,
  ): TitansResponse {
    const all: Record<string, string> = { ...passage.headers, ...headers };
    const isEvents = headers['content-type']?.startsWith(eventsType) ?? false;
    const { coding } = isEvents ? { coding: null } : codingFor(passage);
    // Compression of the host would hold pieces back until many have come together.
    all['cache-control'] = `${all['cache-control']}, no-transform`;
    if (!isEvents && isCompressing) varyByCoding(all);
    if (coding !== null) all['content-encoding'] = coding;
    const stream = trackedStream(pieces, ended);
    if (passage.request.method === 'HEAD') {
      Promise.resolve(stream[Symbol.asyncIterator]().return?.()).catch(() => undefined);
      return { status, headers: all, body: null };
    }
    return { status, headers: all, body: coding === null ? stream : compressedPieces(stream, coding) };
  }

  return (passage, draft, ended) => {
    const { body, status } = draft;
    if (isPieces(body)) return completeStream(passage, draft, body, ended);
    const { headers } = passage;
    for (const name in draft.headers) headers[name] = draft.headers[name] as string;
    const isHead = passage.request.method === 'HEAD';
    const isLong = body !== null && body.length >= minCompressedLength;
    const { coding, isRequired } = codingFor(passage);
    if (isLong && isCompressing) varyByCoding(headers);
    const isStatic = draft.isStatic === true;
    if (body === null || coding === null || !(isLong || isRequired)) {
      const sent = isStatic && typeof body === 'string' ? encodedTexts(body, () => Buffer.from(body)) : body;
      if (!statusesWithoutBody.has(status)) {
        headers['content-length'] = String(draft.byteLength ?? (sent === null ? 0 : Buffer.byteLength(sent)));
      }
      ended();
      return { status, headers, body: isHead ? null : sent };
    }
    const making =
      isStatic && typeof body === 'string'
        ? compressedTexts(coding + body, () => compressed(body, coding, 'best'))
        : compressed(body, coding);
    return making.then((bytes) => {
      headers['content-encoding'] = coding;
      headers['content-length'] = String(bytes.byteLength);
      ended();
      return { status, headers, body: isHead ? null : bytes };
    });
  };
}

function isPieces(body: Draft['body']): body is AsyncIterable<string> {
  return typeof body === 'object' && body !== null;
}

/** Keeps what was made of the last few keys. */
function boundedMap<T>(): (key: string, make: () => T) => T {
  const kept = new Map<string, T>();
  return (key, make) => {
    const found = kept.get(key);
    if (found !== undefined) return found;
    const made = make();
    if (kept.size >= maxStaticTexts) kept.clear();
    kept.set(key, made);
    return made;
  };
}

function varyByCoding(headers: Record<string, string>): void {
  headers.vary = headers.vary === undefined ? 'accept-encoding' : `${headers.vary}, accept-encoding`;
}
