import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import { toNode } from '../adapters/node.js';
import type { Titans } from '../titans.js';
import { type HttpMount, httpConformance } from './index.js';

/** Hosts that are wrong in one way each, and a case that must notice it. */
const wrongHosts: readonly (readonly [
  string,
  string,
  (titans: Titans, basePath: string) => Parameters<typeof createServer>[1],
])[] = [
  [
    'believes what clients say of their address',
    'five wrong credentials lock the address, whatever it says of itself',
    (titans, basePath) =>
      toNode(titans, { basePath, clientAddress: (request) => String(request.headers['x-forwarded-for']) }),
  ],
  ['forgets the base path', 'GET /health/live answers as the contract says', (titans) => toNode(titans)],
  [
    'does not tell that the client has gone',
    'a client that goes away is noticed by the handler',
    (titans, basePath) => (request, response) => {
      void titans
        .fetch(
          new Request('http://localhost/predict/category', {
            method: 'POST',
            headers: {
              authorization: String(request.headers.authorization),
              'content-type': 'application/json',
            },
            body: '{}',
          }),
          { basePath: basePath.replace('/titans', '') },
        )
        .then((answer) => response.writeHead(answer.status).end());
    },
  ],
  [
    'takes headers away',
    'the quota is counted per credential, and its headers are true',
    (titans, basePath) => {
      const listener = toNode(titans, { basePath });
      return (request, response) => {
        response.writeHead = ((status: number) => {
          response.statusCode = status;
          return response;
        }) as typeof response.writeHead;
        listener(request, response);
      };
    },
  ],
];

function mountWrongly(listenerOf: (typeof wrongHosts)[number][2]): HttpMount {
  return async (titans, { basePath }) => {
    const server = createServer(listenerOf(titans, basePath));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return {
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      async close() {
        server.close();
        server.closeAllConnections();
      },
    };
  };
}

describe('the checks notice a host that', () => {
  test.each(wrongHosts)('%s', async (_flaw, noticedBy, listenerOf) => {
    const found = httpConformance(mountWrongly(listenerOf)).find(({ name }) => name === noticedBy);
    await expect(found?.run()).rejects.toThrow();
  });
});
