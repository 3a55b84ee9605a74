/** A service in a process of its own, which asks itself what it is told to and answers with what it got. */
import { openPostgres } from '@titans/core/postgres';
import { createTitans, type SharedStore } from '@titans/server-adapter';
import { postgresStore } from '@titans/server-adapter/postgres';
import { redisStore } from '@titans/server-adapter/redis';
import { type Asked, type AskOrder, type CrewSetup, rightKey } from './asking-crew.js';

const setup = await new Promise<CrewSetup>((resolve) => process.once('message', resolve));
const database = setup.store?.startsWith('postgres:') ? await openPostgres(setup.store) : null;
const store: SharedStore | undefined = storeOf(setup.store);
const titans = await createTitans({
  models: setup.models,
  auth: { apiKeys: [{ id: setup.keyId ?? 'right', secret: rightKey }] },
  limits: setup.limits,
  metrics: false,
  ...(store === undefined ? {} : { store }),
});
await store?.get('first');
process.on('message', (order: AskOrder | 'end') => {
  if (order === 'end') void end();
  else void ask(order).then((asked) => process.send?.(asked));
});
process.send?.('ready');

function storeOf(url: string | null): SharedStore | undefined {
  if (url === null) return undefined;
  return database === null ? redisStore(url) : postgresStore(database);
}

async function end(): Promise<void> {
  await titans.close();
  await store?.close();
  await database?.close();
  process.disconnect?.();
}

async function ask(order: AskOrder): Promise<Asked[]> {
  const answers: Asked[] = [];
  let next = 0;
  const until = order.forMs === undefined ? Number.POSITIVE_INFINITY : performance.now() + order.forMs;
  async function worker(first: number): Promise<void> {
    // Spread over the pause, so that not all ask in the same moment.
    if (order.pauseMs) await pause((order.pauseMs * first) / order.atOnce);
    while (next < order.requests && performance.now() < until) {
      answers.push(await askOnce(order, next++));
      if (order.pauseMs) await pause(order.pauseMs);
    }
  }
  await Promise.all(Array.from({ length: order.atOnce }, (_, index) => worker(index)));
  return answers;
}

async function askOnce(order: Pick<AskOrder, 'credential' | 'address'>, index: number): Promise<Asked> {
  const credential =
    order.credential === 'random' ? `guess-${process.pid}-${index}-of-many` : order.credential;
  const request = new Request('http://localhost/predict/category', {
    method: 'POST',
    headers: {
      authorization: `Bearer ${credential}`,
      'content-type': 'application/json',
      // What a client claims about its address; nobody may believe it.
      'x-forwarded-for': `203.0.113.${index % 256}`,
      forwarded: `for=203.0.113.${index % 256}`,
    },
    body: '{"description":"UBER TRIP"}',
  });
  const began = performance.timeOrigin + performance.now();
  const answer = await titans.fetch(request, { clientAddress: order.address });
  const ended = performance.timeOrigin + performance.now();
  await answer.arrayBuffer();
  const retryAfter = answer.headers.get('retry-after');
  return {
    began,
    ended,
    status: answer.status,
    retryAfterSeconds: retryAfter === null ? null : Number(retryAfter),
  };
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
