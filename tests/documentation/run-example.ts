import { spawn } from 'node:child_process';
import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Example } from './examples.js';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** What came of a program. */
export interface Outcome {
  /** 0 if it ended well, or was still serving when it was asked to end. */
  readonly code: number | null;
  readonly output: string;
}

/**
 * Runs an example as a program of its own against the built packages, in the folder given. One that listens is asked for
 * its health and then stopped.
 */
export async function runExample(
  { code }: Example,
  folder: string,
  environment: Readonly<Record<string, string>>,
): Promise<Outcome> {
  const isServer = /\blisten\(/.test(code);
  const file = join(folder, `example-${process.hrtime.bigint()}.mts`);
  await writeFile(file, isServer ? `${code}\nprocess.stdout.write('listening\\n');\n` : code);
  const child = spawn(process.execPath, ['--import', join(root, 'node_modules/tsx/dist/loader.mjs'), file], {
    cwd: folder,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let isAnswered = false;
  const read = async (text: string): Promise<void> => {
    output += text;
    if (!isServer || isAnswered || !output.includes('listening\n')) return;
    isAnswered = true;
    output += await healthOf(`http://127.0.0.1:${environment.PORT}/titans/health/live`);
    child.kill('SIGKILL');
  };
  child.stdout.setEncoding('utf8').on('data', read);
  child.stderr.setEncoding('utf8').on('data', read);
  const exitCode = await new Promise<number | null>((resolve) => child.once('close', resolve));
  await rm(file);
  return { code: isServer && output.includes('health 200') ? 0 : exitCode, output };
}

/** `health 200`, or what kept it from being told for ten seconds: `listen` returns before anything can connect. */
async function healthOf(address: string): Promise<string> {
  const untilMs = performance.now() + 10_000;
  for (;;) {
    const answer = await fetch(address).catch(String);
    if (typeof answer !== 'string') return `health ${answer.status}`;
    if (performance.now() > untilMs) return answer;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** A folder in which `@titans/*` are the built packages. */
export async function exampleFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
}
