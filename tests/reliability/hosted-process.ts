/** A service in a process of its own, mounted in the host that is named, which tells how much memory it used. */
import { createServer, type Server } from 'node:http';
import { hardenServer, toNode } from '../../packages/server-adapter/src/adapters/node.js';
import type { HttpMount } from '../../packages/server-adapter/src/conformance/mount.js';
import { mountExpress4, mountExpress5 } from '../../packages/server-adapter/src/testing/express-hosts.js';
import {
  mountFastify,
  mountFetch,
  mountHono,
  mountNode,
} from '../../packages/server-adapter/src/testing/hosts.js';
import { start } from '../../packages/server-adapter/src/testing/service.js';
import { flood } from './flood-plugin.js';
import type { HostName } from './hosted.js';

const sampleMs = 2;
const mounts: Readonly<Record<HostName, HttpMount>> = {
  node: mountNode,
  hardened: mountHardened,
  'express 5': mountExpress5,
  'express 4': mountExpress4,
  fastify: mountFastify,
  hono: mountHono,
  fetch: mountFetch,
};

let hardened: Server | null = null;
async function mountHardened(...[titans]: Parameters<HttpMount>): ReturnType<HttpMount> {
  const server = hardenServer(createServer(toNode(titans)));
  hardened = server;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`,
    close: async () => void server.close(),
  };
}

const titans = await start({ plugins: [flood] });
const host = await mounts[process.argv[2] as HostName](titans, {
  basePath: '',
  hostBody: 'raw',
  cookies: [],
});
let peak = 0;
setInterval(() => {
  peak = Math.max(peak, process.memoryUsage.rss());
}, sampleMs).unref();
process.on('message', (order: 'begin' | 'peak' | 'connections' | 'end') => {
  if (order === 'connections') {
    hardened?.getConnections((_, count) => process.send?.(count));
    return;
  }
  if (order === 'begin') {
    globalThis.gc?.();
    peak = process.memoryUsage.rss();
  }
  if (order === 'end') process.exit();
  process.send?.(peak);
});
process.send?.(host.url);
