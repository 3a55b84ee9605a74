import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server on this machine. */
export interface LocalServer extends AsyncDisposable {
  /** Without a slash at the end. */
  readonly url: string;
  readonly port: number;
  /** Paths with queries that were asked for, oldest first. */
  readonly asked: readonly string[];
  close(): Promise<void>;
}

/** Answers one request; `attempt` counts the requests from 1. */
export type Answer = (
  request: IncomingMessage,
  response: ServerResponse,
  attempt: number,
) => void | Promise<void>;

/** Starts a server on a free port of the loopback address. */
export async function localServer(answer: Answer): Promise<LocalServer> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    void answer(request, response, asked.length);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${port}`, port, asked, close, [Symbol.asyncDispose]: close };
}

/** Answers with a value as JSON. */
export function sendJson(
  response: ServerResponse,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(200, { 'content-type': 'application/json; charset=utf-8', ...headers });
  response.end(typeof value === 'string' ? value : JSON.stringify(value));
}
