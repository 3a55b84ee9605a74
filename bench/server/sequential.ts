import { Agent, request } from 'node:http';
import { buffer } from 'node:stream/consumers';
import type { LoadRequest } from './load.js';

/** Asks over one connection. */
export interface Asker {
  /** Milliseconds until the answer has come. */
  timeOf(asked: LoadRequest): Promise<number>;
  close(): void;
}

/** Makes what asks one request after the other. */
export function asker(url: string): Asker {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  return {
    async timeOf(asked) {
      const started = performance.now();
      await ask(agent, url, asked);
      return performance.now() - started;
    },
    close: () => agent.destroy(),
  };
}

/** The answer to one request. */
export async function answerTo(url: string, asked: LoadRequest): Promise<string> {
  const agent = new Agent();
  const body = await ask(agent, url, asked);
  return body.toString('utf8');
}

function ask(agent: Agent, url: string, { method, path, headers, body }: LoadRequest): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const sent = request(`${url}${path}`, { method, headers, agent }, (response) => {
      buffer(response).then((bytes) => {
        if (response.statusCode === 200) resolve(bytes);
        else reject(new Error(`${path} answered ${response.statusCode}: ${bytes.toString('utf8')}`));
      }, reject);
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
