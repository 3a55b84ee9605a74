import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { fileLoaders, version } from './testing/two-versions.js';

const program = fileURLToPath(new URL('testing/endless-loads.ts', import.meta.url));

/** What stands in the files of a directory, but for those that are hidden. */
async function contentOf(directory: string): Promise<Readonly<Record<string, string>>> {
  const names = (await readdir(directory)).filter((name) => !name.startsWith('.')).sort();
  return Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await readFile(join(directory, name), 'base64')])),
  );
}

test('a load that is killed leaves the old file whole, or the new one', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'titans-killed-'));
  onTestFinished(() => rm(directory, { recursive: true }));
  const versions: Record<'old' | 'new', Readonly<Record<string, string>>> = { old: {}, new: {} };
  for (const name of ['old', 'new'] as const) {
    for (const [file, loaderFor] of Object.entries(fileLoaders)) {
      await loaderFor(join(directory, file)).load(version(name));
    }
    versions[name] = await contentOf(directory);
  }
  expect(versions.old).not.toEqual(versions.new);
  for (const runningMs of [23, 140]) {
    const child = spawn(process.execPath, ['--import', 'tsx', program, directory], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = once(child, 'exit');
    // A child that ends before it has loaded anything is told at once, not by the time limit.
    await Promise.race([
      once(child.stdout, 'data'),
      ended.then(([code]) => Promise.reject(new Error(`The loader ended early, with ${code}.`))),
    ]);
    await new Promise((resolve) => setTimeout(resolve, runningMs));
    child.kill('SIGKILL');
    await ended;
    const left = await contentOf(directory);
    expect(Object.keys(left)).toEqual(Object.keys(fileLoaders));
    for (const [file, content] of Object.entries(left)) {
      const isWhole = content === versions.old[file] || content === versions.new[file];
      expect({ file, runningMs, isWhole }).toEqual({ file, runningMs, isWhole: true });
    }
  }
}, 300_000);
