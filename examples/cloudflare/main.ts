/**
 * Trains the models that the Worker beside this answers with: `npx tsx examples/cloudflare/main.ts`. Then
 * `npx wrangler dev --config examples/cloudflare/wrangler.jsonc` serves it on this machine, and `deploy` in place of `dev` puts
 * it on Cloudflare. Credentials are a secret, `TITANS_API_KEYS`: a line of `.dev.vars` beside it, or `npx wrangler secret put`.
 */
import { fileURLToPath } from 'node:url';
import { extract } from '@titans/etl';
import { train } from '@titans/models';
import { writeModelsAsData } from './models-as-data.js';

const statement = fileURLToPath(new URL('../data/titans-transactions.csv', import.meta.url));
const { transactions } = await extract(statement).table();
const models = await train(transactions, { seed: 42 });
await writeModelsAsData(models, fileURLToPath(new URL('models', import.meta.url)));
console.log(`Models of ${models.tasks.join(', ')} are written.`);
