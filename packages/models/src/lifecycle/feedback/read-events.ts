import { throwIfAborted } from '@titans/core';
import type { FeedbackEvent, FeedbackLog } from './feedback-log.js';

const eventsAtOnce = 1_000;

/** The events of a scope behind a sequence, one after the other, up to the last that there is. */
export async function* readEvents(
  log: FeedbackLog,
  from: { readonly scope: string; readonly after: number; readonly signal: AbortSignal | undefined },
): AsyncGenerator<FeedbackEvent> {
  const { scope, signal } = from;
  let { after } = from;
  for (;;) {
    throwIfAborted(signal, 'reading corrections');
    const events = await log.events(scope, { after, limit: eventsAtOnce, ...(signal && { signal }) });
    yield* events;
    if (events.length < eventsAtOnce) return;
    after = (events.at(-1) as FeedbackEvent).sequence;
  }
}
