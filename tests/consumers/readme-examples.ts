import { spawn } from 'node:child_process';
import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { documentationExamples, type Example } from '../documentation/examples.js';

const statement = fileURLToPath(new URL('../../examples/data/titans-transactions.csv', import.meta.url));

/** The first program in the README of a package. */
export function readmeExample(packageName: string): Example {
  const example = documentationExamples().find(({ file }) => file === `packages/${packageName}/README.md`);
  if (example === undefined) throw new Error(`packages/${packageName}/README.md has no ts block`);
  return example;
}

/** Puts a statement where the examples look for one. */
export function writeStatements(folder: string): void {
  for (const place of ['.', 'exports', 'books']) {
    mkdirSync(join(folder, place), { recursive: true });
    cpSync(statement, join(folder, place, 'statement.csv'));
  }
}

/** The installed command, run in one directory. */
export interface InstalledCommand {
  /** Runs it to its end, and gives the document that it printed. */
  run(...parameters: readonly string[]): Promise<Record<string, unknown>>;
  /** Runs it until it has printed a document; `stop` ends it and gives its exit code. */
  start(...parameters: readonly string[]): Promise<{
    readonly document: Record<string, unknown>;
    stop(): Promise<number | null>;
  }>;
}

/** The `titans` that the project below `folder` has installed, with `place` in it as the working directory. */
export function installedTitans(folder: string, place: string): InstalledCommand {
  const program = join(folder, 'node_modules/.bin/titans');
  const begin = (parameters: readonly string[]) => {
    const child = spawn(process.execPath, [program, ...parameters, '--json'], {
      cwd: join(folder, place),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const texts = { printed: '', complaints: '' };
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      texts.complaints += text;
    });
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      texts.printed += text;
    });
    const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
    const failed = (code: number | null): Error =>
      new Error(`titans ${parameters[0]} ended with ${code}: ${texts.printed}${texts.complaints}`);
    return { child, texts, ended, failed };
  };
  return {
    async run(...parameters) {
      const { texts, ended, failed } = begin(parameters);
      const code = await ended;
      if (code !== 0) throw failed(code);
      return JSON.parse(texts.printed);
    },
    start(...parameters) {
      const { child, texts, ended, failed } = begin(parameters);
      const stop = (): Promise<number | null> => {
        child.kill('SIGTERM');
        return ended;
      };
      return new Promise((resolve, reject) => {
        child.stdout.on('data', () => {
          if (isDocument(texts.printed)) resolve({ document: JSON.parse(texts.printed), stop });
        });
        void ended.then((code) => reject(failed(code)));
      });
    },
  };
}

function isDocument(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
