import { getEventListeners } from 'node:events';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ServerPlugin } from '../plugins/server-plugin.js';
import { requestTo, start } from '../testing/service.js';
import type { Titans } from '../titans.js';

const common = {
  method: 'GET',
  summary: 'Looks at its signal.',
  tag: 'signals',
  access: 'public',
  cost: 0,
  limitClass: 'standard',
  idempotency: 'safe',
  isCacheable: false,
} as const;

const plugin: ServerPlugin = {
  name: 'signals',
  routes: {
    waits: {
      ...common,
      path: '/waits',
      response: 'text/plain',
      handle: ({ signal }) =>
        new Promise((_resolve, reject) => {
          const giveUp = (): void => reject(signal?.reason);
          if (signal?.aborted) giveUp();
          signal?.addEventListener('abort', giveUp);
        }),
    },
    looks: {
      ...common,
      path: '/looks',
      response: 'text/plain',
      handle: async ({ signal }) => ({ text: String(signal?.aborted) }),
    },
    streams: {
      ...common,
      path: '/streams',
      response: 'application/x-ndjson',
      handle: async ({ signal }) => ({ chunks: onePiece(signal?.aborted === true) }),
    },
    fails: {
      ...common,
      path: '/fails',
      response: 'application/x-ndjson',
      handle: async () => ({ chunks: failing() }),
    },
    goesOn: {
      ...common,
      path: '/goes-on',
      response: 'application/x-ndjson',
      handle: async () => ({ chunks: forEver() }),
    },
  },
};

/** Pieces without an end, until nobody reads them any more. */
let hasEnded = false;
async function* forEver(): AsyncGenerator<string> {
  try {
    for (;;) yield 'more\n';
  } finally {
    hasEnded = true;
  }
}

async function* failing(): AsyncGenerator<string> {
  yield* [];
  throw new Error('the disk is gone');
}

async function* onePiece(isAborted: boolean): AsyncGenerator<string> {
  yield `${isAborted}\n`;
}

let titans: Titans;
beforeEach(async () => {
  titans = await start({ plugins: [plugin] });
});
afterEach(() => titans.close());

describe('the signal of a request', () => {
  test('is also the one that the host gives beside it', async () => {
    const controller = new AbortController();
    const answer = titans.fetch(new Request('http://host/waits'), { signal: controller.signal });
    controller.abort();
    expect((await answer).status).toBe(499);
    const late = await titans.fetch(new Request('http://host/looks'), { signal: AbortSignal.abort() });
    expect(await late.text()).toBe('true');
  });

  test('is let go of at the end, so that one for all requests gathers nothing', async () => {
    const { signal } = new AbortController();
    for (const path of ['/looks', '/streams', '/nothing']) {
      const { body } = await titans.handle({
        method: 'GET',
        target: path,
        headers: new Headers(),
        body: { kind: 'none' },
        signal,
      });
      if (typeof body === 'object' && body !== null && Symbol.asyncIterator in body) {
        expect(getEventListeners(signal, 'abort')).toHaveLength(1);
        for await (const piece of body) expect(new TextDecoder().decode(piece)).toBe('false\n');
      }
      expect(getEventListeners(signal, 'abort')).toHaveLength(0);
    }
  });
});

test('streams are not to be transformed on their way (RFC 9111, 5.2.2.6): whoever compressed them would hold them back', async () => {
  const { headers, body } = await titans.fetch(new Request('http://host/streams'));
  expect(headers.get('cache-control')).toBe('no-store, no-transform');
  await body?.cancel();
});

test('of a body that the host reads after it has handed the request over it is said who read it', async () => {
  const titans = await start();
  const request = requestTo('predictCategory', 'analyst');
  const answer = titans.fetch(request);
  expect(await request.text()).toContain('WHOLEFDS');
  const problem = (await (await answer).json()) as { readonly code: string };
  expect(problem.code).toBe('BODY_CONSUMED');
  await titans.close();
});

test('a stream is given up where the host raises the signal, and cancels nothing', async () => {
  const controller = new AbortController();
  const answer = await titans.fetch(new Request('http://host/goes-on'), { signal: controller.signal });
  const reader = answer.body?.getReader();
  await reader?.read();
  expect(hasEnded).toBe(false);
  controller.abort();
  await expect.poll(() => hasEnded).toBe(true);
});

test('what a request leaves to be done is handed to a host that may end it', async () => {
  const sent: string[] = [];
  const titans = await start({
    events: {
      async send(topic) {
        await new Promise((resolve) => setTimeout(resolve, 20));
        sent.push(topic);
      },
      consume: () => async () => undefined,
      deadLetters: async () => [],
      close: async () => undefined,
    },
  });
  const works: Promise<unknown>[] = [];
  const waitUntil = (work: Promise<unknown>): void => void works.push(work);
  expect((await titans.fetch(requestTo('predictCategory', 'analyst'), { waitUntil })).status).toBe(200);
  expect([works.length, sent]).toEqual([1, []]);
  await Promise.all(works);
  expect(sent).toEqual(['titans.predictions']);
  await titans.close();
});

test('a host that refuses to wait costs no answer, and is not waited for when the service stops', async () => {
  const titans = await start();
  const waitUntil = (): void => {
    throw new Error('outside of a request');
  };
  expect((await titans.fetch(requestTo('predictCategory', 'analyst'), { waitUntil })).status).toBe(200);
  await titans.close({ timeoutMs: 1_000 });
  expect(titans.state).toBe('closed');
});

test('of a stream that fails nothing is left at the signal of the request', async () => {
  const request = new Request('http://host/fails');
  const before = getEventListeners(request.signal, 'abort').length;
  const { body } = await titans.fetch(request);
  await expect(body?.getReader().read()).rejects.toThrow('the disk is gone');
  expect(getEventListeners(request.signal, 'abort')).toHaveLength(before);
});
