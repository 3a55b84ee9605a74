import { afterEach } from 'vitest';
import { type Reply, type ScriptedServer, scriptedServer } from './scripted-server.js';

const open: ScriptedServer[] = [];

afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});

/** Starts a scripted server that is closed after the test. */
export async function serving(...replies: readonly Reply[]): Promise<ScriptedServer> {
  const server = await scriptedServer(...replies);
  open.push(server);
  return server;
}

/** The error that a promise rejects with; fails if it resolves. */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => {
      throw new Error('it resolved');
    },
    (error: unknown) => error,
  );
}
