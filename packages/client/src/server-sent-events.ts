/** An event of a stream (HTML standard, 9.2 "Server-sent events"). */
export interface SentEvent {
  /** `undefined` where none was sent yet. */
  readonly id: string | undefined;
  readonly type: string;
  readonly data: string;
}

/** What a stream says: an event, or how long to wait before connecting again. */
export type StreamItem = SentEvent | { readonly retryMs: number };

/**
 * Reads the events out of the lines of a stream. Comments are left out, and so is an event that the stream breaks off in.
 *
 * @param lastId The id that the stream goes on from.
 */
export async function* eventsIn(
  lines: AsyncIterable<string>,
  lastId: string | undefined,
): AsyncGenerator<StreamItem> {
  let id = lastId;
  let type = '';
  let data: string[] = [];
  for await (const line of lines) {
    if (line === '') {
      if (data.length > 0) yield { id, type: type || 'message', data: data.join('\n') };
      type = '';
      data = [];
      continue;
    }
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'data') data.push(value);
    else if (field === 'event') type = value;
    else if (field === 'id' && !value.includes('\0')) id = value;
    else if (field === 'retry' && /^\d+$/.test(value)) yield { retryMs: Number(value) };
  }
}
