import { createClient, type TitansClient } from '@titans/client';
import { type Observable, observable } from '../state/observable.js';

/** A client of the server that the page came from. */
export interface Connection {
  readonly client: TitansClient;
  /** Until when the server takes no more questions, in milliseconds since 1970; 0 while it does. */
  readonly limitedUntil: Observable<number>;
  /** Whether the stream of events is open. */
  readonly isListening: Observable<boolean>;
  /** By so many milliseconds the clock here is ahead of that of the server, to the second; 0 while that is not known. */
  clockAheadMs(): number;
  /** From then on, answers to what was asked with its credential concern nobody. */
  close(): void;
}

/**
 * Connects to the service that the page is a part of: its routes lie beside the page.
 *
 * @param onRefused Called when the credential is not accepted any more.
 */
export function connect(credential: string, onRefused: () => void): Connection {
  const limitedUntil = observable(0);
  const isListening = observable(false);
  let isOpen = true;
  let aheadMs = 0;
  const isEvents = (request: Request): boolean => new URL(request.url).pathname.endsWith('/events');
  const baseUrl = serviceAddress(location.href);
  const watchedFetch = async (request: Request): Promise<Response> => {
    if (isEvents(request)) isListening.set(false);
    const response = await fetch(request);
    if (isEvents(request)) isListening.set(response.ok);
    const sentAt = Date.parse(response.headers.get('date') ?? '');
    if (!Number.isNaN(sentAt)) aheadMs = Date.now() - sentAt;
    if (response.status === 401 && isOpen) onRefused();
    if (response.status === 429) {
      const seconds = Number(response.headers.get('retry-after') ?? 1);
      limitedUntil.set(Date.now() + Math.max(1, seconds) * 1_000);
    } else if (response.ok && limitedUntil.value !== 0 && limitedUntil.value < Date.now()) {
      limitedUntil.set(0);
    }
    return response;
  };
  const client = createClient({
    baseUrl,
    ...(credential === '' ? {} : { token: credential }),
    fetch: watchedFetch,
  });
  return {
    client,
    limitedUntil,
    isListening,
    clockAheadMs: () => aheadMs,
    close() {
      isOpen = false;
    },
  };
}

/** Where the service is mounted, as seen from the page: what is before the last segment of its path. */
function serviceAddress(page: string): string {
  const url = new URL('.', page);
  url.search = '';
  url.hash = '';
  url.username = '';
  url.password = '';
  return url.href;
}
