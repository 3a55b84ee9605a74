import { createServer } from 'node:http';
import { databaseFeedbackLog } from '@titans/models/lifecycle';
import { createTitans } from '@titans/server-adapter';
import { handleSignals, hardenServer, toNode } from '@titans/server-adapter/node';
import { redisStore } from '@titans/server-adapter/redis';
import { modelName, openState } from './state.mjs';

const { environment, warehouse, registry } = await openState();
const { redisUrl, server: settings } = environment;
const titans = await createTitans({
  models: { registry, name: modelName },
  warehouse,
  feedback: databaseFeedbackLog(warehouse.database),
  ...(redisUrl !== null && { store: await redisStore(redisUrl) }),
  // A tenth of the answers shows how well models do, and two entries each for a month keep Redis small.
  monitoring: { sampleShare: 0.1, waitDays: 30 },
  ...settings,
});

// Only the proxy reaches this port, and it sets the header itself: the last address is the one that it saw.
const clientAddress = (request) => request.headers['x-real-ip'] ?? request.socket.remoteAddress;
const server = hardenServer(createServer(toNode(titans, { basePath: '/titans', clientAddress })));
handleSignals(titans, server, { timeoutMs: 25_000, onStopped: () => warehouse.close() });
server.listen(Number(process.env.PORT ?? 8000), process.env.HOST ?? '0.0.0.0');
