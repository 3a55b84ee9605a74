import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createRandom } from '@titans/core';
import { fileAuditLog } from '../../packages/server-adapter/src/audit/file-audit-log.js';
import { verifyAuditFiles } from '../../packages/server-adapter/src/audit/verify-audit-files.js';
import type { AuditOrder } from './audit-writer-process.js';
import { forkProgram } from './forked-process.js';
import { pause, within } from './interrupted-load.js';

/** What came out of killing a process that writes an audit log. */
export interface AuditKills {
  readonly points: number;
  /** Points after which every entry that was told to be kept was there, in one chain. */
  readonly sound: number;
  readonly entries: number;
  /** Files at the end. */
  readonly files: number;
  readonly failures: readonly string[];
}

const program = fileURLToPath(new URL('audit-writer-process.ts', import.meta.url));
const timeoutMs = 60_000;

/**
 * A process that adds to one log, whose files are ended every dozen entries, is killed with SIGKILL at random points. After each the
 * files must hold every entry that was told, in one chain, before anyone opens them and after.
 */
export async function killAuditWriters(points: number, seed: number): Promise<AuditKills> {
  const random = createRandom(seed, 'audit kills');
  const root = await mkdtemp(join(tmpdir(), 'titans-audit-'));
  const path = join(root, 'audit.ndjson');
  const failures: string[] = [];
  let [sound, entries] = [0, 0];
  try {
    for (let point = 0; point < points; point++) {
      const lifeMs = 20 + random.float() * 200;
      const together = 1 + random.integer(20);
      try {
        const told = await killWriter({ path, together }, lifeMs);
        if (told === null) throw new Error('nothing was written');
        const left = await verifyAuditFiles(path, { head: told });
        if (left.verdict.state !== 'intact') throw new Error(left.verdict.reason);
        const log = await fileAuditLog(path);
        const verdict = await log.verify({ head: told });
        await log.close();
        if (verdict.state !== 'intact') throw new Error(verdict.reason);
        entries = verdict.head.sequence;
        sound++;
      } catch (error) {
        failures.push(`point ${point} (${lifeMs.toFixed(0)} ms, ${together} together): ${String(error)}`);
      }
    }
    return { points, sound, entries, files: (await readdir(root)).length, failures };
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

/** The last entry that a writer told before it was killed. */
async function killWriter(
  order: AuditOrder,
  lifeMs: number,
): Promise<{ readonly sequence: number; readonly hash: string } | null> {
  const { child, ended, endedEarly } = forkProgram(program, 'The writer');
  await within(timeoutMs, 'the writer to be ready', Promise.race([once(child, 'message'), endedEarly]));
  let last: { sequence: number; hash: string } | null = null;
  const begun = new Promise<void>((resolve) => {
    child.on('message', (told: { sequence: number; hash: string }) => {
      if (last === null || told.sequence > last.sequence) last = told;
      resolve();
    });
  });
  child.send(order);
  await within(timeoutMs, 'the first entry', Promise.race([begun, endedEarly]));
  await pause(lifeMs);
  child.kill('SIGKILL');
  await within(timeoutMs, 'the writer to end', ended);
  return last;
}
