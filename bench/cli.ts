/**
 * `npm run bench:cli`: how long the command takes to say what it can, and until `titans import` shows the first rows of a
 * file of 1 GB, beside a Node that does nothing. Prints medians of processes started one after the other.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { median } from './median.js';

const program = fileURLToPath(new URL('../packages/cli/dist/program.js', import.meta.url));
const repeats = 9;
const fileBytes = 1_000_000_000;

/** Milliseconds until the process ends, or until its standard output holds the text; it is killed then. */
async function timed(args: readonly string[], cwd: string, until?: string): Promise<number> {
  const started = performance.now();
  const child = spawn(process.execPath, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = once(child, 'exit');
  let output = '';
  let seenAt: number | null = null;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    if (until !== undefined && seenAt === null && output.includes(until)) {
      seenAt = performance.now();
      child.kill('SIGKILL');
    }
  });
  child.stderr.resume();
  await ended;
  if (until !== undefined && seenAt === null) throw new Error(`The process ended without "${until}".`);
  return (seenAt ?? performance.now()) - started;
}

async function medianOf(args: readonly string[], cwd: string, until?: string): Promise<number> {
  const times: number[] = [];
  for (let repeat = 0; repeat < repeats; repeat++) times.push(await timed(args, cwd, until));
  return median(times);
}

/** A statement of that size, in pieces, so that it is never in memory. */
async function writeStatement(path: string): Promise<void> {
  const lines: string[] = [];
  for (let row = 0; row < 20_000; row++) {
    const day = `2024-${String((row % 12) + 1).padStart(2, '0')}-${String((row % 28) + 1).padStart(2, '0')}`;
    lines.push(`${day},Payee number ${row % 997},${-(row % 5_000) / 100},groceries\n`);
  }
  const piece = Buffer.from(lines.join(''));
  const file = await open(path, 'w');
  try {
    await file.write('Date,Description,Amount,Category\n');
    for (let written = 0; written < fileBytes; written += piece.length) await file.write(piece);
  } finally {
    await file.close();
  }
}

const directory = await mkdtemp(join(tmpdir(), 'titans-bench-cli-'));
try {
  await writeStatement(join(directory, 'large.csv'));
  const bare = await medianOf(['-e', '0'], directory);
  const help = await medianOf([program, '--help'], directory);
  const firstRows = await medianOf(
    [program, 'import', '--dry-run', 'large.csv'],
    directory,
    'Payee number 4',
  );
  console.table({
    'node -e 0': { 'median ms': Math.round(bare), 'goal ms': '' },
    'titans --help': { 'median ms': Math.round(help), 'goal ms': 150 },
    'first rows of 1 GB': { 'median ms': Math.round(firstRows), 'goal ms': 500 },
  });
} finally {
  await rm(directory, { recursive: true, force: true });
}
