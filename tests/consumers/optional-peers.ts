/** What an entry point needs beside the default installation: its optional peers, and types that they leave out. */
export const optionalPeers: Readonly<Record<string, readonly string[]>> = {
  '@titans/core/pglite': ['@electric-sql/pglite'],
  '@titans/core/postgres': ['pg', 'pg-copy-streams', '@types/pg', '@types/pg-copy-streams'],
  '@titans/core/redis': ['ioredis'],
  '@titans/server-adapter/express': ['express', '@types/express'],
  '@titans/server-adapter/fastify': ['fastify'],
  '@titans/server-adapter/hono': ['hono'],
  '@titans/server-adapter/redis': ['ioredis'],
  '@titans/server-adapter/websocket': ['ws'],
};

/** Optional peers that a dependency brings along, and that are used wherever they are found. */
export const broughtPeers: readonly string[] = ['@opentelemetry/api'];
