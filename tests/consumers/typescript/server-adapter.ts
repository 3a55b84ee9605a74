import { createServer } from 'node:http';
import { createClient } from '@titans/client';
import { memoryKeyValueStore } from '@titans/core';
import { loadModels } from '@titans/models';
import { createTitans } from '@titans/server-adapter';
import { toNode } from '@titans/server-adapter/node';

export const service = async () =>
  createTitans({
    models: await loadModels('./models'),
    auth: { apiKeys: [{ id: 'a', secret: 'secret', role: 'analyst' }], jwt: { secret: 'x'.repeat(32) } },
    limits: { perMinute: 60, perHour: 1_000 },
    store: memoryKeyValueStore(),
  });

export const listen = async () => createServer(toNode(await service())).listen(0);

/** A client of the same process, with no network between. */
export async function inProcess() {
  const { fetch } = await service();
  return createClient({ baseUrl: 'http://titans.local', apiKey: 'secret', fetch });
}
