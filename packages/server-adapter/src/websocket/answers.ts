import { isStream, type TitansResponse } from '../http/message.js';

/** Texts of the messages that answer a message, one after another. */
export async function* answersOf(id: string | number, response: TitansResponse): AsyncGenerator<string> {
  const { status, headers, body } = response;
  const start = `{"id":${JSON.stringify(id)}`;
  const type = headers['content-type'] ?? '';
  if (isStream(body)) {
    const isEvents = type.startsWith('text/event-stream');
    if (isEvents) yield `${start},"status":${status},"subscribed":true}`;
    for await (const line of linesOf(body)) {
      // Of events only the data count, which hold all of them.
      if (isEvents && !line.startsWith(eventData)) continue;
      yield isEvents
        ? `${start},"event":${line.slice(eventData.length)}}`
        : `${start},"status":${status},"line":${line}}`;
    }
    yield `${start},"status":${status},"done":true}`;
    return;
  }
  const text = typeof body === 'string' ? body : new TextDecoder().decode(body ?? new Uint8Array(0));
  const value = /\bjson\b/.test(type) ? text : JSON.stringify(text);
  const wait = headers['retry-after'];
  const retryAfter = wait === undefined ? '' : `,"retry_after":${Number(wait)}`;
  yield `${start},"status":${status}${retryAfter},"body":${value}}`;
}

const eventData = 'data: ';

/** Lines that are not empty. Pieces may end anywhere. */
async function* linesOf(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const piece of pieces) {
    const lines = (rest + decoder.decode(piece, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line !== '') yield line;
  }
  if (rest !== '') yield rest;
}
