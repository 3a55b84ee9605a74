/** Titans in a Cloudflare Worker: see `main.ts`, which trains its models, and `wrangler.jsonc`, which says how it is built. */
import { memoryArtifactStore } from '@titans/core';
import { loadModels } from '@titans/models';
import { createTitans, jsonLogger, type Titans } from '@titans/server-adapter';
import files from './models/index.js';

interface Environment {
  readonly TITANS_API_KEYS: string;
}

interface Context {
  waitUntil(work: Promise<unknown>): void;
}

let titans: Promise<Titans> | undefined;

/** In the first request, since outside of one there is neither chance nor time. */
async function start({ TITANS_API_KEYS }: Environment): Promise<Titans> {
  const store = memoryArtifactStore();
  for (const [name, bytes] of Object.entries(files)) await store.put(name, new Uint8Array(bytes));
  return createTitans({
    models: await loadModels(store),
    auth: { apiKeys: TITANS_API_KEYS },
    logger: jsonLogger({ write: (line) => console.log(line) }),
  });
}

export default {
  async fetch(request: Request, environment: Environment, context: Context): Promise<Response> {
    const waitUntil = (work: Promise<unknown>): void => context.waitUntil(work);
    if (titans === undefined) {
      titans = start(environment);
      // It is ready for others even if this client goes away; the next request tries again what failed.
      waitUntil(
        titans.catch(() => {
          titans = undefined;
        }),
      );
    }
    return (await titans).fetch(request, {
      clientAddress: request.headers.get('cf-connecting-ip') ?? undefined,
      waitUntil,
    });
  },
};
