/** Serves a suite from a host: `serve-titans.ts <host> <models> <key>`. Credentials, limits, metrics and logs are on. */
import { createTitans } from '@titans/server-adapter';
import { destination, pino } from 'pino';
import { type HostName, startHost } from './hosts.js';

const [host, models = '', key = ''] = process.argv.slice(2);
const manyUnits = 1_000_000_000;
const titans = await createTitans({
  models,
  auth: { apiKeys: [{ id: 'bench', secret: key, role: 'analyst' }] },
  limits: { perMinute: manyUnits, perHour: manyUnits },
  logger: pino(destination({ dest: 2, sync: true, minLength: 4_096 })),
});
console.log(JSON.stringify({ url: await startHost[host as HostName]({ kind: 'titans', titans }) }));
