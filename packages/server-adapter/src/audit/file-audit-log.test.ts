import { appendFile, mkdtemp, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { fileAuditLog } from './file-audit-log.js';
import { auditEvent, behavesAsAuditLog } from './testing/audit-behaviour.js';

const directories: string[] = [];
afterEach(async () => {
  for (const directory of directories.splice(0)) await rm(directory, { recursive: true, force: true });
});

async function newPath(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'titans-audit-'));
  directories.push(directory);
  return join(directory, 'audit.ndjson');
}

behavesAsAuditLog(async (options) => fileAuditLog(await newPath(), options));

async function write(path: string, count: number): Promise<void> {
  const log = await fileAuditLog(path);
  for (let index = 0; index < count; index++) await log.append(auditEvent({ index }));
  await log.close();
}

describe('a file', () => {
  test('goes on where it ended, and only its owner may read it', async () => {
    const path = await newPath();
    for (let round = 0; round < 3; round++) await write(path, 2);
    const log = await fileAuditLog(path);
    expect(await log.verify()).toMatchObject({ state: 'intact', head: { sequence: 6 } });
    await log.close();
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  test('keeps what is added beside an event that cannot be written', async () => {
    const log = await fileAuditLog(await newPath());
    const events = [{ index: 0 }, { index: 1 }, { index: Number.NaN }, { index: 3 }];
    const kept = await Promise.allSettled(events.map((details) => log.append(auditEvent(details))));
    expect(kept.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
    expect((await log.read()).map(({ details }) => details.index)).toEqual([0, 1, 3]);
    expect(await log.verify()).toMatchObject({ state: 'intact', head: { sequence: 3 } });
    await log.close();
  });

  test('whose last line was torn off at any byte loses that line alone, and says so', async () => {
    const path = await newPath();
    await write(path, 3);
    const whole = await readFile(path);
    const lastLine = whole.lastIndexOf(0x0a, whole.length - 2) + 1;
    for (let cut = lastLine + 1; cut < whole.length; cut += 37) {
      await writeFile(path, whole.subarray(0, cut));
      const log = await fileAuditLog(path);
      const entries = await log.read();
      expect(entries.map(({ action }) => action)).toEqual(['key.created', 'key.created', 'audit.repaired']);
      expect(entries[2]?.details).toEqual({ removed_bytes: cut - lastLine });
      expect(await log.verify()).toMatchObject({ state: 'intact', head: { sequence: 3 } });
      await log.close();
    }
  });

  test('that others write to is not written to any more', async () => {
    const path = await newPath();
    const log = await fileAuditLog(path);
    await log.append(auditEvent());
    await appendFile(path, '{}\n');
    await expect(log.append(auditEvent())).rejects.toMatchObject({ code: 'CONFLICT' });
    await log.close();
  });

  test('that is shortened while it is open is found to be', async () => {
    const path = await newPath();
    const log = await fileAuditLog(path);
    for (let index = 0; index < 5; index++) await log.append(auditEvent({ index }));
    const lines = (await readFile(path, 'utf8')).split('\n');
    await truncate(path, Buffer.byteLength(`${lines.slice(0, 3).join('\n')}\n`));
    expect(await log.verify()).toMatchObject({ state: 'broken', sequence: 4 });
    await log.close();
  });

  test('whose lines are changed is found to be, whichever line it is', async () => {
    const path = await newPath();
    await write(path, 5);
    const text = await readFile(path, 'utf8');
    for (let index = 0; index < 4; index++) {
      await writeFile(path, text.replace(`"index":${index}`, '"index":9'));
      const log = await fileAuditLog(path);
      expect(await log.verify()).toMatchObject({ state: 'broken', sequence: index + 1 });
      await log.close();
    }
  });

  test.each(['{}', 'no JSON', '{"sequence":1,"previous":"","hash":""}', '[]', 'null'])(
    'whose last line is %j is refused',
    async (line) => {
      const path = await newPath();
      await writeFile(path, `${line}\n`);
      await expect(fileAuditLog(path)).rejects.toMatchObject({ code: 'SOURCE_INVALID' });
    },
  );

  test('that cannot be opened is refused', async () => {
    await expect(fileAuditLog(join(await newPath(), 'below-a-file'))).rejects.toMatchObject({
      code: 'SOURCE_UNREADABLE',
    });
  });

  test('of many lines is read from any place, and survives being opened again', async () => {
    const path = await newPath();
    const log = await fileAuditLog(path);
    await Promise.all(Array.from({ length: 5_000 }, (_, index) => log.append(auditEvent({ index }))));
    for (const after of [0, 1_023, 1_024, 2_047, 3_500, 4_999]) {
      expect((await log.read({ after, limit: 3 }))[0]?.sequence).toBe(after + 1);
    }
    await log.close();
    const again = await fileAuditLog(path);
    expect((await again.read({ after: 4_096, limit: 1 }))[0]?.sequence).toBe(4_097);
    expect(await again.verify()).toMatchObject({ state: 'intact', head: { sequence: 5_000 } });
    await again.close();
  });
});
