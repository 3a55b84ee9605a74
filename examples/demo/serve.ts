import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createClient, type TitansClient } from '@titans/client';
import type { TransactionSource } from '@titans/core';
import { createTitans } from '@titans/server-adapter';
import { toNode } from '@titans/server-adapter/node';

/** A running server with a client that may use it. */
export interface RunningServer {
  readonly url: string;
  readonly client: TitansClient;
  close(): Promise<void>;
}

/** Serves saved models on a free port of the loopback interface, with a key made for this run. */
export async function serve(models: string, source: TransactionSource): Promise<RunningServer> {
  const apiKey = randomBytes(32).toString('base64url');
  const titans = await createTitans({
    models,
    source,
    auth: { apiKeys: [{ id: 'demo', secret: apiKey, role: 'analyst' }] },
    limits: { perMinute: 100_000, perHour: 1_000_000 },
  });
  const server = createServer(toNode(titans));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;

  async function close(): Promise<void> {
    await titans.close();
    server.closeIdleConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  }

  return { url, client: createClient({ baseUrl: url, apiKey }), close };
}
