import type { EventType, ServiceEvent, TitansClient } from '@titans/client';
import { type Problem, problemOf } from '../session/problem.js';
import { type Observable, observable } from '../state/observable.js';

/** What happens in the service while the page is open. */
export interface LiveEvents {
  /** The latest first, and no more than a few hundred. */
  readonly events: Observable<readonly ServiceEvent[]>;
  /** Why nothing is heard; `null` while listening. */
  readonly problem: Observable<Problem | null>;
  /** Whether single predictions are told too, which are many on a busy server. */
  readonly hasPredictions: Observable<boolean>;
  /** Calls `listener` with each event that comes; what was kept from before is not told. */
  onEvent(listener: (event: ServiceEvent) => void): () => void;
  close(): void;
}

const changes: readonly EventType[] = ['correction', 'models', 'job', 'drift', 'import'];
const mostKept = 300;
const pauseMs = 10_000;

/**
 * Listens until it is closed: the client makes broken connections again, and here after it gave up.
 *
 * @param startedAt When listening began, in milliseconds since 1970 by the clock of the server, as that is known by now.
 */
export function liveEvents(client: TitansClient, startedAt: () => number): LiveEvents {
  const events = observable<readonly ServiceEvent[]>([]);
  const problem = observable<Problem | null>(null);
  const hasPredictions = observable(false);
  const listeners = new Set<(event: ServiceEvent) => void>();
  const closing = new AbortController();
  let changing = new AbortController();
  // Before any event: the service then gives those that it keeps.
  let lastId = '0';

  function take(event: ServiceEvent): void {
    lastId = event.id;
    if (event.type === 'gap' || event.type === 'end') return;
    events.set([event, ...events.value].slice(0, mostKept));
    if (Date.parse(event.at) >= startedAt()) for (const listener of listeners) listener(event);
  }

  async function listen(): Promise<void> {
    while (!closing.signal.aborted) {
      changing = new AbortController();
      const signal = AbortSignal.any([closing.signal, changing.signal]);
      const types = hasPredictions.value ? [...changes, 'prediction' as const] : changes;
      try {
        for await (const event of client.events({ types }, { after: lastId, signal })) {
          problem.set(null);
          take(event);
        }
      } catch (error) {
        if (closing.signal.aborted || changing.signal.aborted) continue;
        problem.set(problemOf(error));
        if (problem.value?.kind === 'forbidden') return;
        await pause(pauseMs, closing.signal);
      }
    }
  }

  hasPredictions.subscribe(() => changing.abort());
  void listen();
  return {
    events,
    problem,
    hasPredictions,
    onEvent(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    close: () => closing.abort(),
  };
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    signal.addEventListener('abort', end);
  });
}
