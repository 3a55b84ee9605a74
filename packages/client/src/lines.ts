import { TitansError } from '@titans/core/errors';
import { unreachable } from './buffered-fetch.js';
import { type Endpoint, nameOf } from './endpoints.js';
import { readAnswer, type Schema } from './json.js';

/** The longest line that an answer may have, in characters; a line of the contract has a few hundred. */
const maxLineLength = 4_194_304;

/**
 * The text of an answer, line by line, as it comes in. Leaving the loop stops the answer.
 *
 * @throws TitansError `API_UNREACHABLE` if the connection breaks, `API_RESPONSE_INVALID` for a line without end; what the
 * signal of the call was raised with.
 */
export async function* linesOf(
  endpoint: Endpoint,
  response: Response,
  signal: AbortSignal | undefined,
): AsyncGenerator<string> {
  if (response.body === null) return;
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  try {
    for (;;) {
      const { done, value } = await read(reader, endpoint, response.url, signal);
      rest += done ? decoder.decode() : decoder.decode(value, { stream: true });
      const lines = rest.split('\n');
      rest = lines.pop() ?? '';
      if (rest.length > maxLineLength) {
        throw new TitansError('API_RESPONSE_INVALID', `A line of ${nameOf(endpoint)} has no end.`);
      }
      for (const line of lines) yield line.endsWith('\r') ? line.slice(0, -1) : line;
      if (done) break;
    }
    if (rest !== '') yield rest;
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

async function read(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  endpoint: Endpoint,
  url: string,
  signal: AbortSignal | undefined,
): Promise<Awaited<ReturnType<typeof reader.read>>> {
  try {
    return await reader.read();
  } catch (cause) {
    const task = nameOf(endpoint);
    if (signal?.aborted) throw new TitansError('ABORTED', `${task} was cancelled.`, { cause: signal.reason });
    throw unreachable(task, url, cause);
  }
}

/** The values of an answer of one JSON text a line, each checked. */
export async function* valuesOf<Value>(
  endpoint: Endpoint,
  schema: Schema<Value>,
  response: Response,
  signal: AbortSignal | undefined,
): AsyncGenerator<Value> {
  for await (const line of linesOf(endpoint, response, signal)) {
    if (line !== '') yield readAnswer(endpoint, schema, line);
  }
}
