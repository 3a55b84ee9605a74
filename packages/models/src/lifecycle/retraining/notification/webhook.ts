import { isTitansError, TitansError, throwIfAborted } from '@titans/core';
import type { GuardedFetch, ResolveHost } from '@titans/core/network';
import {
  integerWithin,
  refuseUnknownParameters,
  requireFunction,
  trueOrFalse,
} from '../../../estimators/parameters.js';
import { pause } from '../pause.js';
import type { RetrainingNotifier } from './notice.js';
import { webhookKey, webhookSignature } from './webhook-signature.js';

/** Where notices go. */
export interface WebhookOptions {
  /** An `https:` address. */
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
  /**
   * Whether this machine and private networks may be told too; `false` unless told. Set it for an address that you choose yourself,
   * never for one that others give you.
   */
  readonly allowPrivateAddresses?: boolean;
  /** Finds the addresses of a host; the resolver of the system unless told. */
  readonly resolve?: ResolveHost;
  /**
   * Sends in place of the guarded one of `@titans/core/network`, which needs Node: for a proxy, or another runtime. Which addresses
   * it may reach is then its own affair.
   */
  readonly fetch?: typeof globalThis.fetch;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

const optionNames: readonly (keyof WebhookOptions)[] = [
  ...(['url', 'secret', 'timeoutMs', 'retries', 'backoffMs', 'allowHttp'] as const),
  ...(['allowPrivateAddresses', 'resolve', 'fetch', 'now'] as const),
];
/** Of an answer; what it says is not read anyway. */
const mostBytes = 65_536;

/**
 * Sends notices as JSON, signed as Standard Webhooks has it (`webhook-id`, `webhook-timestamp`, `webhook-signature`: the
 * HMAC-SHA256 of `id.timestamp.body`), so that its libraries verify them; here {@link verifyWebhook} does. The id is also the
 * `idempotency-key`: a notice may come twice. Redirects are not followed; 408, 425, 429 and 5xx are tried again.
 *
 * It connects to the public Internet alone unless told (OWASP API7): every address of the host is checked, the one that was checked
 * is connected to, and nothing is sent where one lies in this machine, a private network, a link or a cloud's metadata. Telling
 * then rejects with `SOURCE_FORBIDDEN`, as with `API_UNREACHABLE` where no good answer comes.
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
  trueOrFalse('allowHttp', options.allowHttp ?? false);
  const url = permittedUrl(options);
  integerWithin('timeoutMs', timeoutMs, 1, 2 ** 31 - 1);
  integerWithin('retries', retries, 0, 100);
  integerWithin('backoffMs', backoffMs, 1, 3_600_000);
  requireFunction('now', now);
  if (options.fetch !== undefined) requireFunction('fetch', options.fetch);
  if (options.resolve !== undefined) requireFunction('resolve', options.resolve);
  trueOrFalse('allowPrivateAddresses', options.allowPrivateAddresses ?? false);
  const key = webhookKey(options.secret);

  /** The status that it answers. */
  async function attempt(id: string, body: string, signal: AbortSignal | undefined): Promise<number> {
    const timestamp = Math.floor(now() / 1_000);
    const limits = [AbortSignal.timeout(timeoutMs), ...(signal === undefined ? [] : [signal])];
    const request = new Request(url, {
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
    const { fetch, close } =
      options.fetch === undefined
        ? await guardedConnection(url, timeoutMs, options)
        : { fetch: options.fetch, close: () => {} };
    try {
      const response = await fetch(request);
      // What it answers beside the status is nobody's business, and the connection is free again.
      await response.body?.cancel();
      return response.status;
    } finally {
      close();
    }
  }

  return async (notice, { signal }) => {
    const body = JSON.stringify(notice);
    for (let tried = 0; ; tried++) {
      let problem: TitansError;
      try {
        const status = await attempt(notice.id, body, signal);
        if (status >= 200 && status < 300) return;
        problem = refusal(url, `answers ${status}`);
        if (!isWorthAnother(status)) throw problem;
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

/** Loaded with the first notice: browsers have no connections to guard. */
async function guardedConnection(
  { origin }: URL,
  timeoutMs: number,
  { allowPrivateAddresses = false, resolve }: WebhookOptions,
): Promise<GuardedFetch> {
  const { guardedFetch } = await import('@titans/core/network');
  const terms = {
    name: origin,
    mostBytes,
    isWhole: false,
    redirects: 'none',
    idleTimeoutMs: timeoutMs,
  } as const;
  return guardedFetch({ ...terms, allowPrivateAddresses, ...(resolve === undefined ? {} : { resolve }) });
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
