import { TitansError } from '@titans/core';

/** What is known of the first request with a key. `payload` is the digest of what was sent, once it is known. */
export type IdempotencyRecord =
  /** It runs, as of `until` (milliseconds since 1970), which is moved while it does. */
  | { readonly state: 'running'; readonly payload: string | null; readonly until: number }
  | {
      readonly state: 'answered';
      readonly payload: string | null;
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string | null;
    }
  /** It was answered with what is too long to be kept, or was a stream. */
  | { readonly state: 'not-kept'; readonly payload: string | null; readonly status: number }
  /** It failed, and may have had its effect before. */
  | { readonly state: 'unknown'; readonly payload: string | null };

/** @throws TitansError `INTERNAL` if the text is no record, which only another program can have written. */
export function parseRecord(text: string): IdempotencyRecord {
  const record: unknown = JSON.parse(text);
  if (typeof record !== 'object' || record === null || !('state' in record)) {
    throw new TitansError('INTERNAL', 'What is stored for the key of a request is no record of one.');
  }
  return record as IdempotencyRecord;
}
