import { mkdtemp, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeDirectory } from './make-directory.js';

let root = '';
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'titans-make-directory-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

describe('makeDirectory', () => {
  test('makes what is missing, and leaves what is there', async () => {
    const path = join(root, 'a', 'b', 'c');
    await makeDirectory(path);
    await writeFile(join(path, 'kept'), 'x');
    await makeDirectory(path);
    expect((await stat(join(path, 'kept'))).size).toBe(1);
    await makeDirectory('/');
  });

  test('by several at once', async () => {
    const path = join(root, 'at', 'once', 'by', 'many');
    await Promise.all(Array.from({ length: 20 }, () => makeDirectory(path)));
    expect((await stat(path)).isDirectory()).toBe(true);
  });

  test.skipIf(process.platform === 'win32')('a link to a directory is one', async () => {
    await makeDirectory(join(root, 'target'));
    await symlink(join(root, 'target'), join(root, 'link'));
    await makeDirectory(join(root, 'link', 'below'));
    expect((await stat(join(root, 'target', 'below'))).isDirectory()).toBe(true);
  });

  test('a file in the way is an error', async () => {
    const file = join(root, 'file');
    await writeFile(file, '');
    await expect(makeDirectory(file)).rejects.toMatchObject({ code: 'EEXIST' });
    await expect(makeDirectory(join(file, 'below'))).rejects.toMatchObject({ code: 'ENOTDIR' });
  });

  test.runIf(process.platform === 'linux')('ends where a file system takes no directories', async () => {
    await expect(makeDirectory('/proc/titans/below')).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
