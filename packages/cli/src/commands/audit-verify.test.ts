import { generateKeyPairSync } from 'node:crypto';
import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type AuditCheckpoint, fileAuditLog } from '@titans/server-adapter';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { capturedRun } from '../testing/captured-run.js';
import { expectRefused } from '../testing/expect-refused.js';
import type { AuditVerifyDocument } from './audit-verify.js';

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const written = '2026-03-01T12:00:00.000Z';
/** The checkpoints among them: one after 19, and one at the end. */
const entries = 39;

let cwd = '';
let intact: ReadonlyMap<string, Buffer>;
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'titans-audit-'));
  await mkdir(join(cwd, 'logs'));
  const published: AuditCheckpoint[] = [];
  const log = await fileAuditLog(join(cwd, 'logs', 'audit.ndjson'), {
    rotation: { maxBytes: 4_096 },
    clock: { now: () => Date.parse(written) },
    checkpoints: {
      key: {
        algorithm: 'Ed25519',
        keyId: 'audit',
        privateKey: privateKey.export({ type: 'pkcs8', format: 'der' }),
      },
      every: 19,
      publish: (checkpoint) => void published.push(checkpoint),
    },
  });
  for (let index = 0; index < entries - 2; index++) {
    await log.append({
      action: 'key.created',
      outcome: 'success',
      actor: 'admin',
      tenant: 'default',
      address: '198.51.100.7',
      requestId: `request-${index}`,
      details: { index },
    });
  }
  await log.close();
  await writeFile(join(cwd, 'ends.ndjson'), published.map((each) => `${JSON.stringify(each)}\n`).join(''));
  await writeFile(join(cwd, 'audit.pem'), publicKey.export({ type: 'spki', format: 'pem' }));
  const other = generateKeyPairSync('ed25519').publicKey;
  await writeFile(join(cwd, 'other.pem'), other.export({ type: 'spki', format: 'pem' }));
  const names = await readdir(join(cwd, 'logs'));
  intact = new Map(
    await Promise.all(names.map(async (name) => [name, await readFile(join(cwd, 'logs', name))] as const)),
  );
});
beforeEach(async () => {
  await rm(join(cwd, 'logs'), { recursive: true });
  await mkdir(join(cwd, 'logs'));
  for (const [name, bytes] of intact) await writeFile(join(cwd, 'logs', name), bytes);
});
afterAll(() => rm(cwd, { recursive: true }));

const verify = (...argv: readonly string[]) => capturedRun(['audit', 'verify', ...argv], { cwd });

async function documentOf(exitCode: number, ...argv: readonly string[]): Promise<AuditVerifyDocument> {
  const found = await verify(...argv, '--json');
  expect(found.exitCode).toBe(exitCode);
  return found.json<AuditVerifyDocument>();
}

const names = (): readonly string[] => [...intact.keys()].toSorted();

test('a log that nobody has touched is counted, by its file and by its directory', async () => {
  for (const path of ['logs/audit.ndjson', 'logs', join(cwd, 'logs')]) {
    const document = await documentOf(0, path);
    expect(document).toMatchObject({
      verdict: 'intact',
      entries,
      first: { sequence: 1, time: written },
      last: { sequence: entries, time: written },
      signedThrough: null,
      tornBytes: 0,
      fault: null,
    });
    expect(document.files.map((file) => file.path)).toEqual(names().map((name) => join('logs', name)));
    expect(document.files.reduce((sum, file) => sum + file.entries, 0)).toBe(entries);
  }
  const { stdout } = await verify('logs');
  expect(stdout).toContain(`intact  39 entries of ${intact.size} files\n`);
  expect(stdout).toMatch(/^last {3}2026-03-01T12:00:00\.000Z {2}39:[0-9a-f]{64}$/m);
});

test('what is printed can be asked for the next time, also when the log has gone on or is compressed', async () => {
  const { stdout } = await verify('logs');
  const [, end = ''] = /^last .* (\d+:[0-9a-f]{64})$/m.exec(stdout) ?? [];
  expect((await verify('logs', '--expect', end)).exitCode).toBe(0);
  const first = join(cwd, 'logs', names()[0] as string);
  await writeFile(`${first}.gz`, gzipSync(await readFile(first)));
  await unlink(first);
  await appendFile(join(cwd, 'logs', 'audit.ndjson'), '{"action":"key.cre');
  const document = await documentOf(0, 'logs', '--expect', end, '--expect', 'ends.ndjson');
  expect(document).toMatchObject({ verdict: 'intact', entries, tornBytes: 18 });
});

test('checkpoints are checked with their key', async () => {
  expect(await documentOf(0, 'logs', '--key', 'audit=audit.pem')).toMatchObject({ signedThrough: 38 });
  expect(await documentOf(3, 'logs', '--key', 'audit=other.pem')).toMatchObject({
    verdict: 'broken',
    signedThrough: 0,
    fault: { sequence: 20 },
  });
});

test('the first fault is told with file and line, and ends with 3', async () => {
  const second = join('logs', names()[1] as string);
  const text = await readFile(join(cwd, second), 'utf8');
  const lines = text.split('\n');
  const before = (await readFile(join(cwd, 'logs', names()[0] as string), 'utf8')).split('\n').length - 1;
  await writeFile(join(cwd, second), lines.with(2, String(lines[2]).replace('admin', 'other')).join('\n'));
  const sequence = before + 3;
  expect(await documentOf(3, 'logs')).toMatchObject({
    verdict: 'broken',
    entries: sequence - 1,
    last: { sequence: sequence - 1 },
    fault: { sequence, reason: 'It was changed.', path: second, line: 3 },
  });
  const { stdout, exitCode } = await verify('logs/audit.ndjson');
  expect(exitCode).toBe(3);
  expect(stdout).toContain(`${second}:3  entry ${sequence}  It was changed.`);
  // A file that is gone is found where the next one goes on.
  await unlink(join(cwd, second));
  expect(await documentOf(3, 'logs')).toMatchObject({
    fault: { sequence: before + 1, path: join('logs', names()[2] as string), line: 1 },
  });
});

test('an end that was cut off is found by a checkpoint that was kept', async () => {
  const last = join(cwd, 'logs', 'audit.ndjson');
  const lines = (await readFile(last, 'utf8')).split('\n').slice(0, -1);
  await writeFile(last, `${lines.slice(0, -2).join('\n')}\n`);
  expect((await verify('logs')).exitCode).toBe(0);
  expect(await documentOf(3, 'logs', '--expect', 'ends.ndjson')).toMatchObject({
    fault: { sequence: entries - 1, reason: 'It is missing.', line: lines.length - 1 },
  });
});

test('what cannot be checked is refused', async () => {
  expectRefused(await verify('absent.ndjson'), 1, /SOURCE_UNREADABLE: There is no audit log at .*absent/);
  expectRefused(await verify('logs', '--expect', 'absent'), 2, /INVALID_ARGUMENT: absent cannot be read/);
  expectRefused(await verify('logs', '--expect', 'audit.pem'), 2, /INVALID_ARGUMENT: .*holds no checkpoints/);
  expectRefused(await verify('logs', '--key', 'audit.pem'), 2, /INVALID_ARGUMENT: .*ID=FILE/);
  expectRefused(await verify('logs', '--key', 'audit=ends.ndjson'), 2, /INVALID_ARGUMENT: .*PEM/);
  expectRefused(await verify(), 2, /INVALID_ARGUMENT: .*path/);
  await writeFile(join(cwd, 'logs', 'other.ndjson'), '');
  expectRefused(await verify('logs'), 2, /INVALID_ARGUMENT: .*several logs: audit\.ndjson, other\.ndjson/);
});
