import type { ServiceEvent } from '@titans/core/contract';
import type { Clock } from '../http/clock.js';
import { onAbort } from '../http/on-abort.js';
import { type EventListener, notice } from './event-hub.js';

/** What {@link eventStream} needs. */
export interface EventStreamParts {
  readonly listener: EventListener;
  /** Milliseconds of silence after which a comment is sent. */
  readonly heartbeatMs: number;
  /** Milliseconds after which the stream ends. */
  readonly maxMs: number;
  /** Raised when the service stops. */
  readonly draining: AbortSignal;
  readonly clock: Clock;
}

/** How long a client waits before it comes back. */
const retryMs = 2_000;

/**
 * What a listener hears, as server-sent events (HTML standard, 9.2). Nothing is made before it is asked for, so that a
 * client that does not read costs nothing but its place; one that falls behind what is kept is told so and dropped.
 */
export function eventStream(parts: EventStreamParts): AsyncIterable<string> {
  const { listener, heartbeatMs, maxMs, draining, clock } = parts;
  return {
    [Symbol.asyncIterator]() {
      let wake = (): void => undefined;
      let hasBegun = false;
      let hasEnded = false;
      let isDue = false;
      const renewal = setTimeout(() => {
        isDue = true;
        wake();
      }, maxMs);
      renewal.unref?.();
      const forget = onAbort(draining, () => wake());
      listener.onEvents = () => wake();

      function close(): void {
        hasEnded = true;
        clearTimeout(renewal);
        forget();
        listener.close();
        wake();
      }

      function end(reason: 'slow' | 'draining' | 'renew'): string {
        close();
        return messageOf(notice('end', listener.position, clock.now(), { reason }));
      }

      function begin(): string {
        hasBegun = true;
        const opening = `retry: ${retryMs}\n\n`;
        const read = listener.read();
        if (read !== null) return opening + read.map(messageOf).join('');
        listener.skip();
        return opening + messageOf(notice('gap', listener.position, clock.now(), {}));
      }

      /** Whether something has come before the time for a comment. */
      async function wakened(): Promise<boolean> {
        let timer: ReturnType<typeof setTimeout> | undefined;
        const hasCome = await new Promise<boolean>((resolve) => {
          timer = setTimeout(() => resolve(false), heartbeatMs);
          wake = () => resolve(true);
        });
        // Not by whoever wakes: that may be another request, whose timers bear the same numbers in some runtimes.
        clearTimeout(timer);
        return hasCome;
      }

      async function next(): Promise<IteratorResult<string>> {
        if (!hasBegun) return { done: false, value: begin() };
        while (!hasEnded) {
          const read = listener.read();
          if (read === null) return { done: false, value: end('slow') };
          if (read.length > 0) return { done: false, value: read.map(messageOf).join('') };
          if (draining.aborted) return { done: false, value: end('draining') };
          if (isDue) return { done: false, value: end('renew') };
          if (!(await wakened())) return { done: false, value: ': still here\n\n' };
        }
        return { done: true, value: undefined };
      }

      return {
        next,
        async return() {
          close();
          return { done: true, value: undefined };
        },
      };
    },
  };
}

const texts = new WeakMap<ServiceEvent, string>();

/** One message. It is made once, however many listen. */
function messageOf(event: ServiceEvent): string {
  let text = texts.get(event);
  if (text === undefined) {
    text = `id: ${event.id}\nevent: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;
    texts.set(event, text);
  }
  return text;
}
