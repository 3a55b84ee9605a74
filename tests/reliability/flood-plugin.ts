import type { ServerPlugin } from '../../packages/server-adapter/src/plugins/server-plugin.js';

/** Bytes of the answer of `GET /flood`. */
export const floodBytes = 200 * 1_048_576;
const pieceBytes = 65_536;

/** A route whose answer is longer than anyone could keep. */
export const flood: ServerPlugin = {
  name: 'flood',
  routes: {
    flood: {
      method: 'GET',
      path: '/flood',
      summary: 'Streams 200 MiB.',
      tag: 'flood',
      access: 'public',
      cost: 0,
      limitClass: 'standard',
      idempotency: 'safe',
      isCacheable: false,
      response: 'application/x-ndjson',
      handle: async () => ({ chunks: pieces() }),
    },
  },
};

async function* pieces(): AsyncGenerator<string> {
  const piece = `${'x'.repeat(pieceBytes - 1)}\n`;
  for (let made = 0; made < floodBytes; made += pieceBytes) yield piece;
}
