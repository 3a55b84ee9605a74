import { Agent, request } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { median } from '../median.js';
import type { LoadRequest } from './load.js';

/** Asks one request after the other over one connection. @returns Milliseconds of the middle one. */
export async function medianMs(url: string, requests: readonly LoadRequest[]): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const times: number[] = [];
  for (const each of requests) {
    const started = performance.now();
    await ask(agent, url, each);
    times.push(performance.now() - started);
  }
  agent.destroy();
  return median(times);
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
