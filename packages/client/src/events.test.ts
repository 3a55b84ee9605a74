import type { ServiceEvent } from '@titans/core/contract';
import { describe, expect, test } from 'vitest';
import { createClient } from './create-client.js';
import { eventsIn, type StreamItem as SentItem } from './server-sent-events.js';
import { problem } from './testing/answers.js';
import { listOf } from './testing/list-of.js';
import { json, type Reply, text } from './testing/scripted-server.js';
import { rejection, serving } from './testing/serving.js';

describe('events', () => {
  const event = (id: string): ServiceEvent => ({
    id,
    type: 'prediction',
    at: '2025-01-01T00:00:00.000Z',
    data: { route: 'predictCategory' },
  });
  const sent = (...ids: readonly string[]): Reply =>
    text(
      200,
      `retry: 1\n\n${ids.map((id) => `id: ${id}\nevent: prediction\ndata: ${JSON.stringify(event(id))}\n\n`).join('')}`,
      {
        'content-type': 'text/event-stream',
      },
    );

  test('go on after a break with those that were missed', async () => {
    const broken: Reply = (response, request) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(': here\n\nid: 3\n', () => request.socket.destroy());
    };
    const server = await serving(sent('1', '2'), broken, sent('3'));
    const titans = createClient({ baseUrl: server.origin });
    const ids: string[] = [];
    for await (const { id } of titans.events({ types: ['prediction', 'job'] }, { after: '0' })) {
      ids.push(id);
      if (id === '3') break;
    }
    expect(ids).toEqual(['1', '2', '3']);
    expect(server.received.map(({ url, headers }) => [url, headers['last-event-id']])).toEqual([
      ['/events?types=prediction%2Cjob', '0'],
      ['/events?types=prediction%2Cjob', '2'],
      ['/events?types=prediction%2Cjob', '2'],
    ]);
  });

  test('go on however long the server is away, once they came', async () => {
    const away = text(502, 'bad gateway');
    const server = await serving(sent('1'), away, away, away, away, sent('2'));
    const titans = createClient({ baseUrl: server.origin, retry: { retries: 1, initialDelayMs: 1 } });
    const ids: string[] = [];
    for await (const { id } of titans.events()) if (ids.push(id) === 2) break;
    expect(ids).toEqual(['1', '2']);
  });

  test('end where the server was never there, or is not to be asked again', async () => {
    const server = await serving(text(502, 'bad gateway'));
    const titans = createClient({ baseUrl: server.origin, retry: { retries: 1, initialDelayMs: 1 } });
    expect(await rejection(listOf(titans.events()))).toMatchObject({ status: 502 });
    expect(server.received).toHaveLength(2);
    const other = await serving(sent('1'), text(502, 'bad gateway'));
    const once = createClient({ baseUrl: other.origin, retry: false });
    expect(await rejection(listOf(once.events()))).toMatchObject({ status: 502 });
  });

  test('a page that is no stream of events is no server', async () => {
    const server = await serving(text(200, '<html>', { 'content-type': 'text/html' }));
    const titans = createClient({ baseUrl: server.origin });
    expect(await rejection(listOf(titans.events()))).toMatchObject({ code: 'API_RESPONSE_INVALID' });
    expect(server.received).toHaveLength(1);
  });

  test('of types that a later release adds are left out', async () => {
    const later = 'id: 1\nevent: weather\ndata: {"sun":true}\n\n';
    const server = await serving(text(200, later, { 'content-type': 'text/event-stream' }), sent('2'));
    const titans = createClient({ baseUrl: server.origin, retry: { initialDelayMs: 1 } });
    for await (const { id } of titans.events()) {
      expect(id).toBe('2');
      break;
    }
    expect(server.received[1]?.headers['last-event-id']).toBe('1');
  });

  test('end with the refusal of the server', async () => {
    const server = await serving(json(403, problem(403, 'FORBIDDEN', 'No.')));
    const titans = createClient({ baseUrl: server.origin });
    expect(await rejection(listOf(titans.events()))).toMatchObject({ code: 'FORBIDDEN' });
    expect(server.received).toHaveLength(1);
  });

  // The cases are those of the HTML standard, 9.2.6 "Interpreting an event stream".
  test.each<[string, readonly string[], readonly SentItem[]]>([
    [
      'several lines of data',
      ['data: YHOO', 'data: +2', 'data: 10', ''],
      [{ id: undefined, type: 'message', data: 'YHOO\n+2\n10' }],
    ],
    [
      'comments, ids and their resetting',
      [
        ': test stream',
        '',
        'data: first event',
        'id: 1',
        '',
        'data:second event',
        'id',
        '',
        'data:  third event',
        '',
      ],
      [
        { id: '1', type: 'message', data: 'first event' },
        { id: '', type: 'message', data: 'second event' },
        { id: '', type: 'message', data: ' third event' },
      ],
    ],
    [
      'empty data, and an event that is not ended',
      ['data', '', 'data', 'data', '', 'data:'],
      [
        { id: undefined, type: 'message', data: '' },
        { id: undefined, type: 'message', data: '\n' },
      ],
    ],
    [
      'a wait',
      ['retry: 100', 'retry: soon', 'event: add', 'data: 1', ''],
      [{ retryMs: 100 }, { id: undefined, type: 'add', data: '1' }],
    ],
  ])('%s', async (_name, lines, expected) => {
    async function* given(): AsyncGenerator<string> {
      yield* lines;
    }
    expect(await listOf(eventsIn(given(), undefined))).toEqual(expected);
  });
});
