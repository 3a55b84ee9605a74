import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CategoryData } from './category-data.js';

/** Minutes that the peer may take: `TITANS_PEER_MINUTES`, else five. 43,000 rows of 234 categories take it more than an hour. */
const mostPeerMinutes = minutesOf(process.env.TITANS_PEER_MINUTES ?? '5');

export const python: string = process.env.TITANS_PYTHON ?? 'python3';
export const hasPeer: boolean = spawnSync(python, ['-c', 'import sklearn'], { stdio: 'ignore' }).status === 0;

/** What scikit-learn said of the later rows. */
export interface PeerAnswer {
  readonly fitCpuSeconds: number;
  readonly predicted: readonly string[];
}

/** Runs the peer; `null` where it is not done in time. */
export function peerOf({ name, rows, training }: CategoryData): PeerAnswer | null {
  const folder = mkdtempSync(join(tmpdir(), 'titans-category-'));
  try {
    const path = join(folder, 'payments.json');
    const texts = rows.map(({ description }) => description);
    writeFileSync(path, JSON.stringify({ training, texts, labels: rows.map(({ category }) => category) }));
    const program = fileURLToPath(new URL('../category_peers.py', import.meta.url));
    const ended = spawnSync(python, [program, path], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
      maxBuffer: 2 ** 28,
      timeout: mostPeerMinutes * 60_000,
    });
    if (ended.signal === 'SIGTERM') {
      console.log(`skipped: scikit-learn was not done with ${name} after ${mostPeerMinutes} minutes`);
      return null;
    }
    if (ended.status !== 0)
      throw new Error(`The peer ended with ${ended.status ?? ended.signal ?? ended.error}.`);
    return JSON.parse(ended.stdout.trim().split('\n').at(-1) ?? '');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function minutesOf(written: string): number {
  const minutes = Number(written);
  if (minutes > 0 && Number.isFinite(minutes)) return minutes;
  throw new Error(`TITANS_PEER_MINUTES is ${JSON.stringify(written)}; make it a number above 0.`);
}
