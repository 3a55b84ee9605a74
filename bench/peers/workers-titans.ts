/**
 * Fits some times in this thread or in those of a pool, and prints what the last took as one line of JSON. The first
 * shared fit also starts the threads; the last is that of a pool that is warm.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { encodeArtifact } from '@titans/core';
import {
  type FitOptions,
  gradientBoosting,
  gradientBoostingClassifier,
  randomForest,
  randomForestClassifier,
} from '@titans/models/estimators';
import { workerPool } from '@titans/models/workers';
import { classes, readBoostingData } from './boosting-data.js';

const [folder = '', task = '', rows = '', threads = '', fitCount = ''] = process.argv.slice(2);
const answers = task.endsWith('classes') ? 'classes' : 'regression';
const { x, target } = readBoostingData(folder, answers, 0, Number(rows));
const labels = Int32Array.from(target);
const names = Array.from({ length: classes }, (_, k) => String(k));
const heldMb = process.memoryUsage.rss() / 1_048_576;

const fits = {
  'boosting classes': (options: FitOptions) => gradientBoostingClassifier().fit(x, labels, names, options),
  'boosting regression': (options: FitOptions) => gradientBoosting().fit(x, target, options),
  'forest classes': (options: FitOptions) => randomForestClassifier().fit(x, labels, names, options),
  'forest regression': (options: FitOptions) =>
    randomForest({ featureFraction: 1 / 3 }).fit(x, target, options),
};
const fit = fits[task as keyof typeof fits];

/** Processor seconds of each thread of this process so far, where the system tells. */
function threadSeconds(): Map<string, number> {
  if (process.platform !== 'linux') return new Map();
  return new Map(
    readdirSync('/proc/self/task').map((id) => {
      const fields = readFileSync(`/proc/self/task/${id}/stat`, 'utf8')
        .replace(/^.*\) /, '')
        .split(' ');
      // User and system time in hundredths of a second: fields 14 and 15 of proc(5).
      return [id, (Number(fields[11]) + Number(fields[12])) / 100];
    }),
  );
}

async function measured(options: FitOptions) {
  const [cpuBefore, threadsBefore] = [process.cpuUsage(), threadSeconds()];
  const started = performance.now();
  const fitted = await fit({ seed: 1, ...options });
  const wallMs = performance.now() - started;
  const { user, system } = process.cpuUsage(cpuBefore);
  const busiest = [...threadSeconds()].map(([id, seconds]) => seconds - (threadsBefore.get(id) ?? 0));
  const digest = createHash('sha256')
    .update(await encodeArtifact(fitted.toArtifact()))
    .digest('hex');
  return { wallMs, cpuMs: (user + system) / 1_000, busiestMs: Math.max(0, ...busiest) * 1_000, digest };
}

const pool = Number(threads) > 0 ? workerPool({ threads: Number(threads) }) : null;
const options = pool ? { workers: pool } : {};
const first = await measured(options);
let last = first;
for (let done = 1; done < Number(fitCount); done++) last = await measured(options);
await pool?.close();
const riseMb = process.resourceUsage().maxRSS / 1_024 - heldMb;
console.log(JSON.stringify({ firstWallMs: first.wallMs, ...last, riseMb }));
