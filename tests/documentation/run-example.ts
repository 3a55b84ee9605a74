import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import ts from 'typescript';
import { untilReady } from '../consumers/until-ready.js';
import type { Example } from './examples.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const runner = fileURLToPath(new URL('program-runner.mjs', import.meta.url));

/** What came of a program. */
export interface Outcome {
  /** 0 if it ended well, or was still serving when it was asked to end. */
  readonly code: number | null;
  readonly output: string;
}

/** Runs examples in one folder. */
export interface ExampleRunner {
  /**
   * Runs an example against the packages that are installed in the folder. One that listens is a process of its own, which is
   * asked for its health and then stopped; the others are run one after the other in one.
   */
  run(example: Example, more?: Readonly<Record<string, string>>): Promise<Outcome>;
  stop(): void;
}

/** A line that no example prints, and the exit code behind it. */
const mark = `ended-${process.hrtime.bigint()}`;
const ended = new RegExp(`${mark} (\\d+)\\n`);

export function exampleRunner(folder: string, environment: Readonly<Record<string, string>>): ExampleRunner {
  let shared: { readonly child: ChildProcess; readonly exit: Promise<number | null> } | null = null;

  async function fileOf({ code }: Example, more = ''): Promise<string> {
    const file = join(folder, `example-${process.hrtime.bigint()}.mjs`);
    const { outputText } = ts.transpileModule(`${code}\n${more}`, {
      compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2023 },
    });
    await writeFile(file, outputText);
    return file;
  }

  function start(parameters: readonly string[], more: Readonly<Record<string, string>>): ChildProcess {
    return spawn(process.execPath, parameters, {
      cwd: folder,
      env: { ...process.env, ...environment, ...more },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
  }

  async function runServer(example: Example, more: Readonly<Record<string, string>>): Promise<Outcome> {
    const file = await fileOf(example);
    const child = start([file], more);
    const output = textOf(child);
    const exit = exitOf(child);
    const address = `http://127.0.0.1:${more.PORT ?? environment.PORT}/titans/health/live`;
    const isAlive = await Promise.race([
      untilReady(async () => (await fetch(address)).status === 200, 200_000).then(
        () => true,
        () => false,
      ),
      exit.then(() => false),
    ]);
    child.kill('SIGKILL');
    const code = await exit;
    await rm(file);
    return { code: isAlive ? 0 : (code ?? 1), output: output.text() };
  }

  return {
    async run(example, more = {}) {
      if (/\blisten\(/.test(example.code)) return runServer(example, more);
      const isOwn = Object.keys(more).length > 0;
      const host = isOwn || shared === null ? hostOf(start([runner, mark], more)) : shared;
      if (!isOwn) shared = host;
      const { child, exit } = host;
      const output = textOf(child);
      const file = await fileOf(example);
      child.stdin?.write(`${pathToFileURL(file).href}\n`);
      const code = await Promise.race([
        output.until(ended).then(([, found]) => Number(found)),
        exit.then((found) => found ?? 1),
      ]);
      output.stop();
      if (isOwn) child.kill('SIGKILL');
      // One that has ended runs nothing more.
      else if (child.exitCode !== null) shared = null;
      await rm(file);
      return { code, output: output.text().replace(ended, '') };
    },
    stop() {
      shared?.child.kill('SIGKILL');
    },
  };
}

interface ChildText {
  text(): string;
  until(pattern: RegExp): Promise<RegExpExecArray>;
  stop(): void;
}

/** What a process prints from now on. */
function textOf({ stdout, stderr }: ChildProcess): ChildText {
  let text = '';
  let look = (): void => undefined;
  const read = (chunk: Buffer | string): void => {
    text += String(chunk);
    look();
  };
  stdout?.on('data', read);
  stderr?.on('data', read);
  return {
    text: () => text,
    until: (pattern) =>
      new Promise((resolve) => {
        look = () => {
          const found = pattern.exec(text);
          if (found !== null) resolve(found);
        };
        look();
      }),
    stop() {
      stdout?.off('data', read);
      stderr?.off('data', read);
    },
  };
}

function hostOf(child: ChildProcess): {
  readonly child: ChildProcess;
  readonly exit: Promise<number | null>;
} {
  return { child, exit: exitOf(child) };
}

function exitOf(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => child.once('close', resolve));
}

/** A folder in which `@titans/*` are the built packages. */
export async function exampleFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
}
