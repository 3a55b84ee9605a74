import { TitansError } from '@titans/core';
import { numberBetween } from '../../../estimators/parameters.js';
import type { RetrainingNotice } from './notice.js';
import { isWebhookSignature, webhookKey } from './webhook-signature.js';

/** What a webhook is verified with. */
export interface VerifyWebhookOptions {
  /** That of the sender. */
  readonly secret: string;
  /** Seconds that the clocks may differ and the message may have travelled, 300 unless told. */
  readonly toleranceSeconds?: number;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

/**
 * The notice of a request that a {@link webhook} sent.
 *
 * @param body As it came, byte for byte.
 * @throws TitansError `UNAUTHENTICATED` unless the signature is that of the body and the time is near, `JSON_INVALID` for what is
 * signed and no notice, `INVALID_ARGUMENT`, `SECRET_INSECURE`.
 */
export async function verifyWebhook(
  body: string,
  headers: Pick<Headers, 'get'>,
  { secret, toleranceSeconds = 300, now = Date.now }: VerifyWebhookOptions,
): Promise<RetrainingNotice> {
  numberBetween('toleranceSeconds', toleranceSeconds, 0, Number.MAX_VALUE);
  if (typeof body !== 'string') throw wrong('body', 'as it came, a text: what was parsed cannot be verified');
  if (typeof headers?.get !== 'function') throw wrong('headers', 'with get, such as Headers');
  const [id, time, signature] = ['id', 'timestamp', 'signature'].map((name) =>
    headers.get(`webhook-${name}`),
  );
  const timestamp = /^\d{1,12}$/.test(time ?? '') ? Number(time) : Number.NaN;
  if (!id || !signature || Number.isNaN(timestamp)) throw refused('lacks a header of Standard Webhooks');
  if (Math.abs(now() / 1_000 - timestamp) > toleranceSeconds) throw refused('is too old, or of the future');
  const isSigned = await isWebhookSignature(await webhookKey(secret), { id, timestamp, body }, signature);
  if (!isSigned) throw refused('is signed with another secret, or was changed');
  return noticeOf(body);
}

function noticeOf(body: string): RetrainingNotice {
  try {
    const notice: unknown = JSON.parse(body);
    if (typeof notice === 'object' && notice !== null && 'event' in notice) return notice as RetrainingNotice;
  } catch {
    // Said below.
  }
  throw new TitansError('JSON_INVALID', 'The webhook is signed, and no notice of a retraining.');
}

function wrong(field: string, must: string): TitansError {
  return new TitansError('INVALID_ARGUMENT', `The ${field} of a webhook must be given ${must}.`, {
    details: { field },
  });
}

function refused(what: string): TitansError {
  return new TitansError('UNAUTHENTICATED', `The webhook ${what}.`);
}
