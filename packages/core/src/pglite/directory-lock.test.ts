import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { lockFile, type Unlock } from './directory-lock.js';

let root = '';
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'titans-lock-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

async function deadProcess(): Promise<number> {
  const child = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
  await once(child, 'exit');
  return child.pid as number;
}

/** Waits until Linux shows the name and the state of a process. */
async function become(pid: number, nameAndState: string): Promise<void> {
  while (!(await readFile(`/proc/${pid}/stat`, 'utf8')).includes(nameAndState)) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

test('a held lock is refused, with the holder; a lock given back is free and leaves no file', async () => {
  const path = join(root, 'held');
  const unlock = await lockFile(path);
  await expect(lockFile(path)).rejects.toMatchObject({
    code: 'DATABASE_LOCKED',
    details: { source: path, pid: process.pid, host: hostname() },
  });
  await unlock();
  await (await lockFile(path))();
  expect((await readdir(root)).filter((name) => name.startsWith('held'))).toEqual([]);
});

test('a lock of a dead process of this host is taken over, by one of many', async () => {
  const path = join(root, 'stale');
  const stale = { pid: await deadProcess(), host: hostname(), startedAt: null, token: 'old' };
  await writeFile(path, JSON.stringify(stale));
  const outcomes = await Promise.allSettled(Array.from({ length: 10 }, () => lockFile(path)));
  const taken = outcomes.filter(
    (outcome): outcome is PromiseFulfilledResult<Unlock> => outcome.status === 'fulfilled',
  );
  expect(taken).toHaveLength(1);
  expect(JSON.parse(await readFile(path, 'utf8')).pid).toBe(process.pid);
  await taken[0]?.value();
  expect((await readdir(root)).filter((name) => name.startsWith('stale'))).toEqual([]);
});

test.runIf(process.platform === 'linux')(
  'a process id that was used again does not hold the lock',
  async () => {
    const path = join(root, 'reused');
    const stale = { pid: process.pid, host: hostname(), startedAt: 'another boot:1', token: 'old' };
    await writeFile(path, JSON.stringify(stale));
    await (await lockFile(path))();
  },
);

test.runIf(process.platform === 'linux')(
  'a process that was killed does not hold the lock until its parent takes notice',
  async () => {
    const path = join(root, 'zombie');
    // The shell becomes a program that never asks after its child.
    const parent = spawn('sh', ['-c', 'sleep 60 & echo $!; exec sleep 60'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    try {
      const [output] = (await once(parent.stdout, 'data')) as [Buffer];
      const pid = Number(output.toString());
      await become(parent.pid as number, '(sleep) S');
      await become(pid, '(sleep) S');
      process.kill(pid, 'SIGKILL');
      await become(pid, '(sleep) Z');
      expect(() => process.kill(pid, 0)).not.toThrow();
      await writeFile(path, JSON.stringify({ pid, host: hostname(), startedAt: null, token: 'old' }));
      await (await lockFile(path))();
    } finally {
      parent.kill();
    }
  },
);

test('a lock of another host, or one that says nothing, is not taken over', async () => {
  const path = join(root, 'foreign');
  await writeFile(
    path,
    JSON.stringify({ pid: 1, host: 'elsewhere.example', startedAt: null, token: 'theirs' }),
  );
  await expect(lockFile(path)).rejects.toThrow(/process 1 on elsewhere\.example.*delete .*foreign/);
  await writeFile(path, '');
  await expect(lockFile(path)).rejects.toMatchObject({ code: 'DATABASE_LOCKED' });
});

test('giving back does not remove the lock of another', async () => {
  const path = join(root, 'replaced');
  const unlock = await lockFile(path);
  const theirs = JSON.stringify({ pid: 1, host: 'elsewhere.example', startedAt: null, token: 'theirs' });
  await writeFile(path, theirs);
  await unlock();
  expect(await readFile(path, 'utf8')).toBe(theirs);
});
