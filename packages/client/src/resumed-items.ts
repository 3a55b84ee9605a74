import type { BatchTask, StreamedItem, StreamItem, StreamRefusal } from '@titans/core/contract';
import { codeOf, TitansApiError } from './api-error.js';
import type { CallOptions } from './call-options.js';
import type { ClientSettings } from './client-options.js';
import { type Endpoint, nameOf } from './endpoint.js';
import { pause } from './pause.js';
import { waitBeforeRetryMs } from './wait-before-retry.js';

/** How long it may take, and how often it is asked for again. */
export type ResumeSettings = Pick<ClientSettings, 'retry' | 'timeoutMs'>;

/**
 * The items of an answer, each once and in order, however often the answer has to be asked for again to bring them all.
 *
 * @param from Asks for the items after those that were taken.
 * @throws TitansError What ended the last attempt. Attempts count anew after each item; a wait that is as long as the
 * call may take is not waited for.
 */
export async function* resumedItems<Tasks extends readonly BatchTask[]>(
  endpoint: Endpoint,
  settings: ResumeSettings,
  options: Omit<CallOptions, 'idempotencyKey'> | undefined,
  from: (taken: number) => AsyncIterable<StreamItem<Tasks>>,
): AsyncGenerator<StreamedItem<Tasks>> {
  const timeoutMs = options?.timeoutMs ?? settings.timeoutMs;
  let taken = 0;
  let failures = 0;
  for (;;) {
    try {
      for await (const item of from(taken)) {
        if (item.status === 'refused') throw refusal(endpoint, item);
        taken++;
        failures = 0;
        yield item;
      }
      return;
    } catch (error) {
      const waitMs = waitBeforeRetryMs(error, ++failures, settings.retry);
      if (waitMs === undefined || waitMs >= timeoutMs) throw error;
      await pause(waitMs, options?.signal, nameOf(endpoint));
    }
  }
}

function refusal(endpoint: Endpoint, item: StreamRefusal): TitansApiError {
  const { method, path } = endpoint;
  const { code, error, index, retry_after } = item;
  const message = `${nameOf(endpoint)} went no further than row ${index}: ${error}`;
  return new TitansApiError(codeOf(code), message, {
    status: 200,
    method,
    path,
    problem: undefined,
    retryAfterMs: retry_after === null ? undefined : retry_after * 1_000,
  });
}
