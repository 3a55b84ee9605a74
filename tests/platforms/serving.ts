import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** What the server of a runtime answered to itself, or `null` where the runtime cannot be had here. */
export interface Served {
  readonly name: string;
  readonly answers: unknown;
}

/** What every runtime must answer. */
export const expectedAnswers = {
  category: 'food',
  lines: 3,
  compressed: 'food',
  openapi: '3.1.1',
  opening: 'retry: 2000\n\n',
  refused: 401,
} as const;

const program = fileURLToPath(new URL('fetch-server.ts', import.meta.url));
const commands: Readonly<Record<string, readonly string[]>> = {
  Bun: ['--package=bun', '--', 'bun'],
  Deno: ['--package=deno', '--', 'deno', 'run', '--allow-all'],
};

/** Serves models through the bare `fetch` of the handler on runtimes that are not Node. */
export async function* serveOnRuntimes(): AsyncGenerator<Served> {
  for (const [name, command] of Object.entries(commands)) {
    const child = spawn('npx', ['--yes', ...command, program], { stdio: ['ignore', 'pipe', 'ignore'] });
    let said = '';
    for await (const piece of child.stdout) said += String(piece);
    const line = said.trim().split('\n').at(-1) ?? '';
    yield { name, answers: line.startsWith('{') ? (JSON.parse(line) as unknown) : null };
  }
}
