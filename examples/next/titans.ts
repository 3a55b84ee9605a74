import { createTitans, type Titans } from '@titans/server-adapter';

const holder = globalThis as { titans?: Promise<Titans> };

/** One service for the whole process: Next loads modules anew while one develops. */
export function titans(): Promise<Titans> {
  holder.titans ??= createTitans({
    models: process.env.MODELS ?? './models',
    auth: { apiKeys: process.env.TITANS_API_KEYS },
    compression: false, // Next compresses what it is given, also what is compressed already
  });
  return holder.titans;
}
