import { TitansError } from '@titans/core/errors';
import type { Check } from './answers/check.js';
import { unreachable } from './buffered-fetch.js';
import { beforeDeadline } from './deadline.js';
import { type Endpoint, nameOf } from './endpoint.js';
import { readAnswer } from './json.js';

/** The longest line that an answer may have, in characters; a line of the contract has a few hundred. */
const maxLineLength = 4_194_304;

/** How long an answer may be silent, and what stops it. */
export interface Listening {
  readonly silenceMs: number;
  readonly signal: AbortSignal | undefined;
}

/**
 * The text of an answer, line by line, as it comes in. Leaving the loop stops the answer.
 *
 * @throws TitansError `API_UNREACHABLE` if the connection breaks, `API_TIMEOUT` if nothing comes for too long, `ABORTED`,
 * `API_RESPONSE_INVALID` for a line without end.
 */
export async function* linesOf(
  endpoint: Endpoint,
  response: Response,
  { silenceMs, signal }: Listening,
): AsyncGenerator<string> {
  if (response.body === null) return;
  const task = nameOf(endpoint);
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  const read = (): Promise<Awaited<ReturnType<typeof reader.read>>> =>
    reader.read().catch((cause: unknown) => {
      throw unreachable(task, response.url, cause);
    });
  try {
    for (;;) {
      const { done, value } = await beforeDeadline({ timeoutMs: silenceMs, signal, task }, read);
      rest += done ? decoder.decode() : decoder.decode(value, { stream: true });
      const lines = rest.split('\n');
      rest = lines.pop() ?? '';
      if (rest.length > maxLineLength) {
        throw new TitansError('API_RESPONSE_INVALID', `A line of ${task} has no end.`);
      }
      for (const line of lines) yield line.endsWith('\r') ? line.slice(0, -1) : line;
      if (done) break;
    }
    if (rest !== '') yield rest;
  } finally {
    // Not waited for: whoever sends need not hear of it for the caller to go on.
    reader.cancel().catch(() => undefined);
  }
}

/** The values of an answer of one JSON text a line, each checked. */
export async function* valuesOf<Value>(
  endpoint: Endpoint,
  check: Check<Value>,
  response: Response,
  listening: Listening,
): AsyncGenerator<Value> {
  for await (const line of linesOf(endpoint, response, listening)) {
    if (line !== '') yield readAnswer(endpoint, check, line);
  }
}
