/** A service in a process of its own, which is told what it depends on and how it stops. */
import { createServer } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { openWarehouse } from '@titans/etl';
import { createTitans } from '@titans/server-adapter';
import { handleSignals, hardenServer, toNode } from '@titans/server-adapter/node';
import { redisStore } from '@titans/server-adapter/redis';
import { effects } from './counted-effects.js';
import type { ServedMemory, ServedOrder, ServedQuestion } from './served.js';

const order = JSON.parse(process.argv[2] ?? '') as ServedOrder;
const store = order.store === undefined ? undefined : redisStore(order.store);
const warehouse = order.warehouse === undefined ? undefined : await openWarehouse(order.warehouse);
const titans = await createTitans({
  models: order.models,
  auth: { apiKeys: [{ id: 'admin', secret: order.key, role: 'admin' }] },
  limits: false,
  tracing: false,
  ...(order.cache ? { cache: {} } : {}),
  ...(store === undefined ? {} : { store, plugins: [effects(store)] }),
  ...(warehouse === undefined ? {} : { warehouse }),
});
const server = createServer(toNode(titans, { clientAddress: () => '127.0.0.1' }));
handleSignals(titans, server, {
  ...(order.drainDelayMs === undefined ? {} : { drainDelayMs: order.drainDelayMs }),
  async onStopped() {
    await store?.close();
    await warehouse?.close();
  },
});
hardenServer(server).listen(order.listen, () => process.send?.('listening'));

process.once('disconnect', () => process.exit());
process.on('message', async ({ ask, ms }: ServedQuestion) => {
  if (ask === 'block') {
    const until = performance.now() + (ms ?? 0);
    while (performance.now() < until);
    return;
  }
  globalThis.gc?.();
  // What finalizers and swept buffers let go is gone after the next one.
  await setTimeout(50);
  globalThis.gc?.();
  const { heapUsed, external, rss } = process.memoryUsage();
  process.send?.({ held: heapUsed + external, resident: rss } satisfies ServedMemory);
});
