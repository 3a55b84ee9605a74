import assert from 'node:assert/strict';
import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import type { ConformanceCase } from '@titans/core/conformance';
import type { ServerPlugin } from '../plugins/server-plugin.js';
import { bearer, post, send } from './http-client.js';
import { assertProblem, type RunOnStage, stageKeys } from './stage.js';
import { until, within } from './within.js';

const transaction = { description: 'WHOLEFDS MKT 10234', amount: -85.5 } as const;
const line = `${JSON.stringify(transaction)}\n`;
const pieceLength = 65_536;
/** More than sockets and streams hold between them. */
const maxUnread = 24 * 1_048_576;

/** Answers and bodies that come piece by piece. */
export function streamCases(run: RunOnStage): readonly ConformanceCase[] {
  return [
    {
      name: 'lines are answered while others are still to be sent',
      run: () =>
        run({}, {}, async ({ base }) => {
          const { outgoing, answer } = open(`${base}/predict/stream`, stageKeys.analyst, {
            method: 'POST',
            'content-type': 'application/x-ndjson',
          });
          outgoing.write(line);
          const response = await within(answer, 'The head of the answer');
          assert.equal(response.statusCode, 200);
          assert.match(response.headers['content-type'] ?? '', /^application\/x-ndjson/);
          const lines = linesOf(response);
          const first = await within(lines.next(), 'The first line');
          assert.equal((JSON.parse(first.value ?? '') as { status: string }).status, 'success');
          outgoing.end(`{"description": 7}\n${line}`);
          const rest = [];
          for await (const text of lines) rest.push((JSON.parse(text) as { status: string }).status);
          assert.deepEqual(rest, ['failed', 'success']);
        }),
    },
    {
      name: 'events come as they happen, and end when the service stops',
      run: () =>
        run({}, {}, async ({ base, titans }) => {
          const { answer } = open(`${base}/events?types=prediction`, stageKeys.viewer);
          const response = await within(answer, 'The head of the events');
          assert.equal(response.statusCode, 200);
          assert.equal(response.headers['content-type'], 'text/event-stream; charset=utf-8');
          assert.equal(response.headers['content-encoding'], undefined);
          const lines = linesOf(response);
          assert.deepEqual(await within(lines.next(), 'The first line'), {
            done: false,
            value: 'retry: 2000',
          });
          await post(`${base}/predict/category`, transaction, stageKeys.analyst);
          const event = [await lines.next(), await lines.next(), await lines.next()].map(
            ({ value }) => value,
          );
          assert.match(event[0] ?? '', /^id: \d+$/);
          assert.equal(event[1], 'event: prediction');
          assert.match(event[2] ?? '', /"predicted_category":"food"/);
          const closing = titans.close();
          const rest = [];
          for await (const text of lines) rest.push(text);
          assert.match(rest.join('\n'), /"reason":"draining"/);
          await closing;
        }),
    },
    {
      name: 'a listener that goes away is forgotten',
      run: () =>
        run({}, { eventStream: { maxListeners: 1 } }, async ({ base }) => {
          const first = open(`${base}/events`, stageKeys.viewer);
          assert.equal((await within(first.answer, 'The events')).statusCode, 200);
          assertProblem(
            await send(`${base}/events`, { headers: bearer(stageKeys.viewer) }),
            503,
            'OVERLOADED',
          );
          first.outgoing.destroy();
          await until('The place of the listener', async () => {
            const next = open(`${base}/events`, stageKeys.viewer);
            const { statusCode } = await next.answer;
            next.outgoing.destroy();
            return statusCode === 200;
          });
        }),
    },
    {
      name: 'HEAD of a stream tells its head and begins nothing',
      run: () =>
        run({}, { eventStream: { maxListeners: 1 } }, async ({ base }) => {
          for (let index = 0; index < 3; index++) {
            const headers = bearer(stageKeys.viewer);
            const head = await send(`${base}/events`, { method: 'HEAD', headers });
            assert.deepEqual([head.status, head.text], [200, '']);
          }
        }),
    },
    {
      name: 'a stream goes as fast as it is read, and is given up when nobody reads it',
      run: async () => {
        const flood = floodPlugin();
        await run({}, { plugins: [flood.plugin] }, async ({ base }) => {
          const { outgoing, answer } = open(`${base}/flood`, stageKeys.viewer);
          const response = await within(answer, 'The head of the flood');
          response.pause();
          let before = -1;
          await until('The halt of the flood', async () => {
            const isHalted = flood.produced() === before;
            before = flood.produced();
            return isHalted;
          });
          assert.ok(before > 0 && before < maxUnread, `${before} bytes were made for nobody`);
          let taken = 0;
          response.on('data', (piece: Uint8Array) => {
            taken += piece.byteLength;
            if (taken > before + maxUnread) outgoing.destroy();
          });
          response.on('error', () => undefined);
          response.resume();
          await within(flood.givenUp, 'The end of the flood');
          assert.ok(flood.produced() >= taken);
        });
      },
    },
    {
      name: 'a stream that fails is broken off, so that nobody takes it for whole',
      run: async () => {
        const failing = plugin('failing', async function* () {
          yield 'begun\n';
          await new Promise((resolve) => setTimeout(resolve, 30));
          throw new Error('lost the database');
        });
        await run({}, { plugins: [failing] }, async ({ base }) => {
          const response = await within(open(`${base}/failing`, stageKeys.viewer).answer, 'The head');
          await assert.rejects(async () => {
            for await (const text of linesOf(response)) assert.equal(text, 'begun');
          });
        });
      },
    },
  ];
}

interface Opened {
  readonly outgoing: ClientRequest;
  readonly answer: Promise<IncomingMessage>;
}

/** Begins a request on a connection of its own; one without a body is ended. */
function open(
  url: string,
  credential: string,
  { method = 'GET', ...headers }: { method?: string; 'content-type'?: string } = {},
): Opened {
  const outgoing = request(url, { method, agent: false, headers: { ...bearer(credential), ...headers } });
  const answer = new Promise<IncomingMessage>((resolve, reject) => {
    outgoing.on('response', resolve);
    outgoing.on('error', reject);
  });
  // Destroying a request on purpose is an error of it, too.
  answer.catch(() => undefined);
  if (method === 'GET') outgoing.end();
  return { outgoing, answer };
}

async function* linesOf(response: IncomingMessage): AsyncGenerator<string, undefined> {
  let rest = '';
  response.setEncoding('utf8');
  for await (const piece of response) {
    const lines = (rest + String(piece)).split('\n');
    rest = lines.pop() ?? '';
    for (const text of lines) if (text !== '') yield text;
  }
  return undefined;
}

function plugin(name: string, chunks: () => AsyncIterable<string>): ServerPlugin {
  return {
    name,
    routes: {
      [name]: {
        method: 'GET',
        path: `/${name}`,
        summary: 'Streams.',
        tag: 'test',
        access: 'authenticated',
        cost: 0,
        limitClass: 'standard',
        idempotency: 'safe',
        isCacheable: false,
        response: 'application/x-ndjson',
        handle: async () => ({ chunks: chunks() }),
      },
    },
  };
}

/** A stream without an end that counts what it makes. */
function floodPlugin(): {
  readonly plugin: ServerPlugin;
  readonly produced: () => number;
  readonly givenUp: Promise<void>;
} {
  let produced = 0;
  let giveUp = (): void => undefined;
  const givenUp = new Promise<void>((resolve) => {
    giveUp = resolve;
  });
  const piece = `${'x'.repeat(pieceLength - 1)}\n`;
  return {
    produced: () => produced,
    givenUp,
    plugin: plugin('flood', async function* () {
      try {
        for (;;) {
          produced += pieceLength;
          yield piece;
        }
      } finally {
        giveUp();
      }
    }),
  };
}
