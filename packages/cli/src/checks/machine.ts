import { rm, statfs, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import process from 'node:process';
import { makeDirectory } from '@titans/core/files';
import { bytes } from '../terminal/format.js';
import { type Check, failed, failedBy, passed } from './check.js';

const leastNode = [20, 19] as const;
const leastDiskBytes = 1_000_000_000;

/** Whether this Node is new enough. */
export function checkNode(version: string = process.versions.node): Check {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isEnough = major > leastNode[0] || (major === leastNode[0] && minor >= leastNode[1]);
  return isEnough
    ? passed('node', version)
    : failed('node', version, `Install Node ${leastNode.join('.')} or newer: https://nodejs.org`);
}

/** Whether there is room for an embedded database with some data. */
export async function checkDisk(directory: string): Promise<Check> {
  try {
    const { bavail, bsize } = await statfs(directory);
    const free = bavail * bsize;
    return free >= leastDiskBytes
      ? passed('disk', `${bytes(free)} free`)
      : failed(
          'disk',
          `${bytes(free)} free`,
          `Make room, or choose another place with --state: ${bytes(leastDiskBytes)} are needed.`,
        );
  } catch (error) {
    return failedBy('disk', error);
  }
}

/** Whether the directory can be made and written to. */
export async function checkWriteAccess(directory: string): Promise<Check> {
  const probe = join(directory, `.titans-probe-${process.pid}`);
  try {
    await makeDirectory(directory);
    await writeFile(probe, '');
    await rm(probe);
    return passed('write access', directory);
  } catch (error) {
    return failedBy(
      'write access',
      error,
      `Give this user the right to write to ${directory}, or choose another place with --state.`,
    );
  }
}

/** Whether the port can be listened on, or a Titans server does so already. */
export async function checkPort(port: number, host: string): Promise<Check> {
  const error = await new Promise<NodeJS.ErrnoException | null>((resolve) => {
    const server = createServer();
    server.once('error', resolve);
    server.listen(port, host, () => server.close(() => resolve(null)));
  });
  if (error === null) return passed('port', `${port} is free`);
  if (error.code === 'EADDRINUSE' && (await isTitans(host, port))) {
    return passed('port', `${port} is that of a running Titans server`);
  }
  return error.code === 'EADDRINUSE'
    ? failed(
        'port',
        `${port} is in use by another program`,
        'Stop it, or choose another one: titans serve --port',
      )
    : failedBy('port', error, 'Choose another one: titans serve --port');
}

async function isTitans(host: string, port: number): Promise<boolean> {
  const name = host.includes(':') ? `[${host}]` : host;
  try {
    const answer = await fetch(`http://${name}:${port}/health/live`, { signal: AbortSignal.timeout(1_000) });
    const body: unknown = await answer.json();
    return typeof body === 'object' && body !== null && 'status' in body && 'version' in body;
  } catch {
    return false;
  }
}
