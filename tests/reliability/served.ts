import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { type ClientRequestArgs, type IncomingMessage, request } from 'node:http';
import { fileURLToPath } from 'node:url';

/** What a service is started with. */
export interface ServedOrder {
  /** Directory of a saved suite. */
  readonly models: string;
  /** Of the administrator. */
  readonly key: string;
  readonly listen: { readonly host: string; readonly port: number } | { readonly path: string };
  /** URL of Redis. */
  readonly store?: string;
  /** What `openWarehouse` takes. */
  readonly warehouse?: string;
  readonly drainDelayMs?: number;
  /** Keeps answers. */
  readonly cache?: boolean;
}

export interface ServedQuestion {
  readonly ask: 'block' | 'memory';
  readonly ms?: number;
}

/** A service in a process of its own. */
export interface Served {
  /** Resolves with code and signal when it has ended. */
  readonly ended: Promise<readonly [code: number | null, signal: string | null]>;
  signal(signal: 'SIGTERM' | 'SIGKILL'): void;
  /** Blocks its event loop. */
  block(ms: number): void;
  memory(): Promise<ServedMemory>;
}

/** Memory of a service after a collection, in bytes. */
export interface ServedMemory {
  /** Of the heap, and of the buffers that the heap holds. */
  readonly held: number;
  readonly resident: number;
}

const program = fileURLToPath(new URL('served-process.ts', import.meta.url));

/** Starts a service, which listens when this resolves. */
export async function startServed(order: ServedOrder): Promise<Served> {
  const child: ChildProcess = fork(program, [JSON.stringify(order)], {
    execArgv: ['--import', 'tsx', '--expose-gc'],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let said = '';
  child.stderr?.on('data', (piece: Buffer) => {
    said = (said + piece.toString()).slice(-4_000);
  });
  const ended = once(child, 'exit') as Promise<[number | null, string | null]>;
  await Promise.race([
    once(child, 'message'),
    ended.then(() => {
      throw new Error(`The service did not start: ${said}`);
    }),
  ]);
  return {
    ended,
    signal: (signal) => void child.kill(signal),
    block: (ms) => void child.send({ ask: 'block', ms } satisfies ServedQuestion),
    async memory() {
      child.send({ ask: 'memory' } satisfies ServedQuestion);
      const [memory] = (await once(child, 'message')) as [ServedMemory];
      return memory;
    },
  };
}

/** An answer, with what is looked at. */
export interface ServedAnswer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly text: string;
}

/** Asks over a connection of the agent. Rejects where there is no whole answer in time. */
export function askServed(options: ClientRequestArgs, body?: string): Promise<ServedAnswer> {
  return new Promise((resolve, reject) => {
    const asked = request(options, (answer) => {
      let text = '';
      answer.setEncoding('utf8');
      answer.on('data', (piece: string) => {
        text += piece;
      });
      answer.once('error', reject);
      answer.once('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text }));
    });
    asked.once('error', reject);
    asked.once('timeout', () => asked.destroy(new Error('No answer in time.')));
    asked.end(body);
  });
}
