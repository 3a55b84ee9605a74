import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** Hosts that a service is mounted in; `hardened` is a Node server with limits to its connections. */
export const hostNames = ['node', 'express 5', 'express 4', 'fastify', 'hono', 'fetch'] as const;
export type HostName = (typeof hostNames)[number] | 'hardened';

/** A service in a process of its own. */
export interface Hosted {
  readonly url: string;
  /** Bytes of memory now, from where a rise is counted. */
  begin(): Promise<number>;
  /** Most bytes of memory since. */
  peak(): Promise<number>;
  /** Connections that are open; of the hardened server only. */
  connections(): Promise<number>;
  isAlive(): boolean;
  end(): Promise<void>;
}

const program = fileURLToPath(new URL('hosted-process.ts', import.meta.url));

/** Starts a service in a host. */
export async function startHosted(name: HostName): Promise<Hosted> {
  const child: ChildProcess = fork(program, [name], {
    execArgv: ['--import', 'tsx', '--expose-gc'],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let said = '';
  child.stderr?.on('data', (piece: Buffer) => {
    said += piece.toString();
  });
  const [url] = (await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(() => {
      throw new Error(`The service in ${name} did not start: ${said.slice(-2_000)}`);
    }),
  ])) as [string];
  const ask = async (order: 'begin' | 'peak' | 'connections'): Promise<number> => {
    child.send(order);
    const [bytes] = (await once(child, 'message')) as [number];
    return bytes;
  };
  return {
    url,
    begin: () => ask('begin'),
    peak: () => ask('peak'),
    connections: () => ask('connections'),
    isAlive: () => child.exitCode === null && child.signalCode === null,
    async end() {
      const ended = once(child, 'exit');
      child.send('end');
      await ended;
    },
  };
}
