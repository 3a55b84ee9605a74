/**
 * Serves one account's models through the bare `fetch` of whatever runtime this is, asks itself, and prints what came of it.
 */
import { addDays, createTransaction, plainDate, tableFromRows } from '@titans/core';
import { train } from '@titans/models';
import { createTitans } from '@titans/server-adapter';

/** What is used of a runtime that serves a `fetch`. */
interface ServingRuntime {
  readonly Bun?: {
    serve(options: { readonly port: number; fetch(request: Request): Promise<Response> }): {
      readonly port: number;
      stop(isAtOnce: boolean): Promise<void>;
    };
  };
  readonly Deno?: {
    serve(
      options: { readonly port: number; readonly onListen: () => void },
      handler: (request: Request) => Promise<Response>,
    ): { readonly addr: { readonly port: number }; shutdown(): Promise<void> };
  };
}

const key = 'a-key-of-enough-length-for-this-platform';
const authorization = `Bearer ${key}`;
const start = plainDate(2024, 1, 1);
const kinds = [
  ['WHOLEFDS MKT 10234', 'food', -42],
  ['SHELL OIL 5744', 'transportation', -28],
  ['NETFLIX.COM', 'subscriptions', -14],
  ['ACME PAYROLL', 'salary', 2_600],
] as const;
const rows = Array.from({ length: 240 }, (_, day) => {
  const [description, category, amount] = kinds[day % kinds.length] ?? kinds[0];
  return createTransaction({ date: addDays(start, day), description, category, amount: amount - (day % 7) });
});
const titans = await createTitans({
  models: await train(tableFromRows(rows), { seed: 7, budget: 'quick' }),
  auth: { apiKeys: [{ id: 'platform', secret: key, role: 'admin' }] },
  limits: false,
});
const serving = serve((request) => titans.fetch(request, { clientAddress: '127.0.0.1' }));
const line = '{"description":"WHOLEFDS MKT 10234"}\n';

const category = await ask('/predict/category', 'application/json', line);
const lines = await ask('/predict/stream', 'application/x-ndjson', line.repeat(3));
const compressed = await ask(
  '/predict/category',
  'application/json',
  new Blob([line]).stream().pipeThrough(new CompressionStream('gzip')),
  { 'content-encoding': 'gzip' },
);
const document = await fetch(`${serving.url}/openapi.json`, { headers: { 'accept-encoding': 'gzip' } });
const events = await fetch(`${serving.url}/events`, { headers: { authorization } });
const reader = events.body?.getReader();
const opening = new TextDecoder().decode((await reader?.read())?.value);
await reader?.cancel();
const refused = await fetch(`${serving.url}/metrics`);
console.log(
  JSON.stringify({
    category: (JSON.parse(category) as { predicted_category: string }).predicted_category,
    lines: lines.trim().split('\n').length,
    compressed: (JSON.parse(compressed) as { predicted_category: string }).predicted_category,
    openapi: ((await document.json()) as { openapi: string }).openapi,
    opening,
    refused: refused.status,
  }),
);
await refused.body?.cancel();
await titans.close({ timeoutMs: 1_000 });
await serving.stop();

async function ask(
  path: string,
  type: string,
  body: string | ReadableStream,
  more: Readonly<Record<string, string>> = {},
): Promise<string> {
  const headers = { authorization, 'content-type': type, ...more };
  const response = await fetch(serving.url + path, {
    method: 'POST',
    headers,
    body,
    duplex: 'half',
  } as RequestInit);
  return response.text();
}

function serve(handler: (request: Request) => Promise<Response>): {
  readonly url: string;
  stop(): Promise<void>;
} {
  const { Bun, Deno } = globalThis as ServingRuntime;
  if (Bun !== undefined) {
    const server = Bun.serve({ port: 0, fetch: handler });
    return { url: `http://127.0.0.1:${server.port}`, stop: () => server.stop(true) };
  }
  if (Deno === undefined) throw new Error('This is neither Bun nor Deno.');
  const server = Deno.serve({ port: 0, onListen: () => undefined }, handler);
  return { url: `http://127.0.0.1:${server.addr.port}`, stop: () => server.shutdown() };
}
