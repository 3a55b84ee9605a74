import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { documentationExamples, type Example } from '../documentation/examples.js';

const statement = fileURLToPath(new URL('../../examples/data/titans-transactions.csv', import.meta.url));

/** The programs in the README of a package, those left out that need what a reader has. */
export function readmeExamples(packageName: string): readonly Example[] {
  return documentationExamples().filter(
    ({ file, isRun }) => isRun && file === `packages/${packageName}/README.md`,
  );
}

/** Puts files where the examples look for them; a workbook, of which there is a beginning, is no statement. */
export function writeStatements(folder: string): void {
  for (const place of ['.', 'exports', 'books']) {
    mkdirSync(join(folder, place), { recursive: true });
    cpSync(statement, join(folder, place, 'statement.csv'));
  }
  cpSync(statement, join(folder, 'next.csv'));
  writeFileSync(join(folder, 'statement.xlsx'), 'PK\u0003\u0004');
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
