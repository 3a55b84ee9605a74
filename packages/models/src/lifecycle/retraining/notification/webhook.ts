import { isTitansError, TitansError, throwIfAborted } from '@titans/core';
import { integerWithin, refuseUnknownParameters, requireFunction } from '../../../estimators/parameters.js';
import { pause } from '../pause.js';
import type { RetrainingNotifier } from './notice.js';
import { webhookKey, webhookSignature } from './webhook-signature.js';

/** Where notices go. */
export interface WebhookOptions {
  /** An `https:` address. It is the operator's: it may lie in a private network. */
  readonly url: string;
  /** At least 16 bytes: `whsec_` and Base64, or any other text. */
  readonly secret: string;
  /** Milliseconds for one attempt, 10,000 unless told. */
  readonly timeoutMs?: number;
  /** Attempts after the first, 2 unless told, each waiting twice as long as the one before it. */
  readonly retries?: number;
  /** Milliseconds before the first of them, 500 unless told. */
  readonly backoffMs?: number;
  /** Whether `http:` is permitted too; `false` unless told. */
  readonly allowHttp?: boolean;
  /** That of the platform unless told; one that refuses some addresses can be given where users choose them. */
  readonly fetch?: typeof globalThis.fetch;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

const optionNames: readonly (keyof WebhookOptions)[] = [
  ...(['url', 'secret', 'timeoutMs', 'retries', 'backoffMs', 'allowHttp', 'fetch', 'now'] as const),
];

/**
 * Sends notices as JSON, signed as Standard Webhooks has it (`webhook-id`, `webhook-timestamp`, `webhook-signature`: the
 * HMAC-SHA256 of `id.timestamp.body`), so that its libraries verify them; here {@link verifyWebhook} does. The id is also the
 * `idempotency-key`: a notice may come twice. Redirects are not followed; 408, 425, 429 and 5xx are tried again.
 *
 * @throws TitansError `INVALID_ARGUMENT` for an address that is none, `SECRET_INSECURE`.
 * @example
 * ```ts
 * import { webhook } from '@titans/models/lifecycle';
 *
 * const notify = webhook({ url: 'https://example.com/hooks/models', secret: process.env.WEBHOOK_SECRET ?? '' });
 * ```
 */
export function webhook(options: WebhookOptions): RetrainingNotifier {
  refuseUnknownParameters('webhook', options, optionNames);
  const { timeoutMs = 10_000, retries = 2, backoffMs = 500, now = Date.now } = options;
  const url = permittedUrl(options);
  integerWithin('timeoutMs', timeoutMs, 1, 2 ** 31 - 1);
  integerWithin('retries', retries, 0, 100);
  integerWithin('backoffMs', backoffMs, 1, 3_600_000);
  requireFunction('now', now);
  if (options.fetch !== undefined) requireFunction('fetch', options.fetch);
  const key = webhookKey(options.secret);

  async function attempt(id: string, body: string, signal: AbortSignal | undefined): Promise<Response> {
    const timestamp = Math.floor(now() / 1_000);
    const limits = [AbortSignal.timeout(timeoutMs), ...(signal === undefined ? [] : [signal])];
    const { fetch = globalThis.fetch } = options;
    const response = await fetch(url, {
      method: 'POST',
      redirect: 'manual',
      headers: {
        'content-type': 'application/json',
        'webhook-id': id,
        'webhook-timestamp': String(timestamp),
        'webhook-signature': await webhookSignature(await key, { id, timestamp, body }),
        'idempotency-key': id,
      },
      body,
      signal: AbortSignal.any(limits),
    });
    // What it answers beside the status is nobody's business, and the connection is free again.
    await response.body?.cancel();
    return response;
  }

  return async (notice, { signal }) => {
    const body = JSON.stringify(notice);
    for (let tried = 0; ; tried++) {
      let problem: TitansError;
      try {
        const response = await attempt(notice.id, body, signal);
        if (response.ok) return;
        problem = refusal(url, `answers ${response.status}`);
        if (!isWorthAnother(response.status)) throw problem;
      } catch (error) {
        throwIfAborted(signal, 'notification');
        if (isTitansError(error)) throw error;
        problem = refusal(url, 'does not answer', error);
      }
      if (tried >= retries) throw problem;
      await pause(backoffMs * 2 ** tried, signal);
      throwIfAborted(signal, 'notification');
    }
  };
}

function permittedUrl({ url, allowHttp = false }: WebhookOptions): URL {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  const isPermitted = parsed?.protocol === 'https:' || (allowHttp && parsed?.protocol === 'http:');
  if (parsed !== null && isPermitted && parsed.username === '' && parsed.password === '') return parsed;
  throw new TitansError(
    'INVALID_ARGUMENT',
    'The url of a webhook must be an https: address without user name and password.',
    { details: { field: 'url' } },
  );
}

function isWorthAnother(status: number): boolean {
  return status >= 500 || status === 408 || status === 425 || status === 429;
}

/** The path of the address may be a secret. */
function refusal({ origin }: URL, what: string, cause?: unknown): TitansError {
  return new TitansError('API_UNREACHABLE', `The webhook at ${origin} ${what}.`, {
    details: { source: origin },
    ...(cause === undefined ? {} : { cause }),
  });
}
