import { isTitansError, type TitansError, throwIfAborted } from '@titans/core';
import type { StreamRefusal } from '@titans/core/contract';
import { readNdjson } from '../http/ndjson.js';
import { onAbort } from '../http/on-abort.js';
import { exposedError, requestError } from '../http/problem.js';
import type { AnsweredItem, SentRow } from './predict-rows.js';

/** Rows that are answered together: most of what a larger batch gains, and short enough that others are not kept waiting. */
const rowsTogether = 50;

/** What a stream is answered with. */
export interface StreamParts {
  /** Answers rows that come one after another. */
  readonly predict: (rows: readonly SentRow[], firstIndex: number) => Promise<readonly AnsweredItem[]>;
  /** @throws TitansError `RATE_LIMITED`. */
  readonly charge: (units: number) => Promise<void>;
  readonly signal: AbortSignal | undefined;
  readonly draining: AbortSignal;
  /** Hears of what ended the stream, where it was not the sender. */
  readonly onDefect: (error: unknown) => void;
}

/**
 * Answers rows while they are sent: reads no further than the reader of the answers has come, and keeps one piece of the
 * body and one group of rows. Where it cannot go on, the last line says why and with which row.
 *
 * @throws TitansError `ABORTED` when the client has gone.
 */
export async function* answerStream(
  body: AsyncIterable<Uint8Array>,
  parts: StreamParts,
): AsyncGenerator<string> {
  let index = 0;
  try {
    for await (const lines of readNdjson(untilStopping(body, parts.draining))) {
      let waiting: readonly SentRow[] = lines;
      let chargeRows = chargeOneFirst;
      while (waiting.length > 0) {
        throwIfAborted(parts.signal, 'the stream');
        const count = await chargeRows(Math.min(waiting.length, rowsTogether), parts.charge);
        chargeRows = chargeFor;
        const items = await parts.predict(waiting.slice(0, count), index);
        let text = '';
        for (const item of items) text += `${JSON.stringify({ index: index++, ...item })}\n`;
        yield text;
        waiting = waiting.slice(count);
      }
    }
  } catch (error) {
    if (parts.signal?.aborted || isTitansError(error, 'ABORTED')) throw error;
    yield `${JSON.stringify(refusal(index, error, parts.onDefect))}\n`;
  }
}

/** The pieces of a body, which may have no end, until the service stops. */
async function* untilStopping(
  body: AsyncIterable<Uint8Array>,
  draining: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const source = body[Symbol.asyncIterator]();
  try {
    for (;;) {
      const { done, value } = await nextOf(source, draining);
      if (done === true) return;
      yield value;
    }
  } finally {
    // Not waited for: a piece that is still to come would be waited for with it.
    source.return?.().catch(() => undefined);
  }
}

function nextOf(
  source: AsyncIterator<Uint8Array>,
  draining: AbortSignal,
): Promise<IteratorResult<Uint8Array>> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(stopping());
    if (draining.aborted) {
      stop();
      return;
    }
    source.next().then(resolve, reject).finally(onAbort(draining, stop));
  });
}

/** As {@link chargeFor}, of a quota that may be unused and smaller: that lets in once what is larger than all of it. */
async function chargeOneFirst(rows: number, charge: StreamParts['charge']): Promise<number> {
  await charge(1);
  if (rows === 1) return 1;
  try {
    return 1 + (await chargeFor(rows - 1, charge));
  } catch (error) {
    if (isTitansError(error, 'RATE_LIMITED')) return 1;
    throw error;
  }
}

/** Charges for so many rows, or for as many of them as the quota still has. */
async function chargeFor(rows: number, charge: StreamParts['charge']): Promise<number> {
  for (let count = rows; ; count = Math.floor(count / 2)) {
    try {
      await charge(count);
      return count;
    } catch (error) {
      if (count === 1 || !isTitansError(error, 'RATE_LIMITED')) throw error;
    }
  }
}

function stopping(): TitansError {
  return requestError('SHUTTING_DOWN', 'The service is stopping: send the rest again.', {
    headers: { 'retry-after': '5' },
  });
}

function refusal(index: number, error: unknown, onDefect: StreamParts['onDefect']): StreamRefusal {
  const { status, code, message, extras } = exposedError(error);
  if (status >= 500 && code !== 'SHUTTING_DOWN') onDefect(error);
  const seconds = Number(extras.headers?.['retry-after'] ?? Number.NaN);
  return {
    index,
    status: 'refused',
    error: message,
    code,
    retry_after: Number.isFinite(seconds) ? seconds : null,
  };
}
