import { createHash } from 'node:crypto';
import { canonicalJson, isTitansError, type JsonValue } from '@titans/core';
import { writeJson } from '../http/json.js';

/** Digest of what a request asks for: equal bodies in other white space and other order of members are equal. */
export function digestOfPayload(target: string, body: unknown): string {
  const hash = createHash('sha256').update(target).update('\n');
  if (body !== undefined) hash.update(canonicalText(body as JsonValue));
  return hash.digest('base64url');
}

function canonicalText(body: JsonValue): string {
  try {
    return canonicalJson(body);
  } catch (error) {
    if (!isTitansError(error, 'DATA_NOT_FINITE')) throw error;
    return canonicalJson(JSON.parse(writeJson(body)) as JsonValue);
  }
}

/** A body on its way to whom it is for, which is digested as it passes. */
export interface DigestedBody {
  readonly pieces: AsyncIterable<Uint8Array>;
  /** `null` until all of it has passed. */
  digest(): string | null;
}

/** Digests a body while it is read. */
export function digestWhileReading(target: string, body: AsyncIterable<Uint8Array>): DigestedBody {
  const hash = createHash('sha256').update(target).update('\n');
  let digest: string | null = null;
  async function* pass(): AsyncGenerator<Uint8Array> {
    for await (const piece of body) {
      hash.update(piece);
      yield piece;
    }
    digest = hash.digest('base64url');
  }
  return { pieces: pass(), digest: () => digest };
}

/** Whether a body is one that is read piece by piece. */
export function isByteStream(body: unknown): body is AsyncIterable<Uint8Array> {
  return typeof body === 'object' && body !== null && Symbol.asyncIterator in body;
}
