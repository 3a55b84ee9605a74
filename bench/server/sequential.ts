import { Agent, type IncomingHttpHeaders, request } from 'node:http';
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

/** A text, with the headers that it was sent with beside those that a host writes itself. */
export interface Answer {
  readonly text: string;
  readonly headers: Readonly<Record<string, string>>;
}

const ofHost: ReadonlySet<string> = new Set([
  'content-type',
  'content-length',
  'date',
  'connection',
  'keep-alive',
]);

/** The answer to one request. */
export async function answerTo(url: string, asked: LoadRequest): Promise<Answer> {
  const { headers, body } = await ask(new Agent(), url, asked);
  const own = Object.entries(headers).filter(([name]) => !ofHost.has(name));
  return {
    text: body.toString('utf8'),
    headers: Object.fromEntries(own.map(([name, value]) => [name, String(value)])),
  };
}

function ask(
  agent: Agent,
  url: string,
  { method, path, headers, body }: LoadRequest,
): Promise<{ readonly headers: IncomingHttpHeaders; readonly body: Buffer }> {
  return new Promise((resolve, reject) => {
    const sent = request(`${url}${path}`, { method, headers, agent }, (response) => {
      buffer(response).then((bytes) => {
        if (response.statusCode === 200) resolve({ headers: response.headers, body: bytes });
        else reject(new Error(`${path} answered ${response.statusCode}: ${bytes.toString('utf8')}`));
      }, reject);
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
