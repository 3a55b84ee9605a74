import { readFile, rename, stat, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { AuditEntry } from './audit-log.js';
import { fileAuditLog } from './file-audit-log.js';
import { auditEvent } from './testing/audit-behaviour.js';
import { filesBeside, newPath, placesOf, small, write } from './testing/audit-directory.js';
import { verifyAuditFiles } from './verify-audit-files.js';

describe('files that are one too many', () => {
  test('are deleted after the log has said so, and what is left is whole', async () => {
    const path = await newPath();
    const rotation = { maxBytes: 4_096, maxFiles: 2 };
    const { sequence } = await write(path, 80, { rotation });
    const names = await filesBeside(path);
    expect(names).toHaveLength(3);
    const first = Number(names[0]?.split('.')[1]);
    expect(first).toBeGreaterThan(1);
    const report = await verifyAuditFiles(path);
    expect(report).toMatchObject({ verdict: { state: 'intact' }, first: { sequence: first } });
    expect(report.verdict).toMatchObject({ head: { sequence } });
    const log = await fileAuditLog(path, { rotation });
    const entries = await log.read({ limit: 1_000 });
    expect(entries[0]?.sequence).toBe(first);
    const removals = entries.filter(({ action }) => action === 'audit.removed');
    expect(removals.at(-1)?.details).toEqual({
      file: expect.stringMatching(/^audit\.\d{12}\.ndjson$/),
      files: 1,
      through: first - 1,
      hash: entries[0]?.previous,
    });
    expect(await log.verify()).toMatchObject({ state: 'intact' });
    await log.close();
    // One more that nobody has written down is found.
    await unlink(join(path, '..', names[0] as string));
    expect((await verifyAuditFiles(path)).verdict).toMatchObject({ state: 'broken', sequence: 1 });
    // Whoever took it elsewhere has its last entry.
    const [line = ''] = (await readFile(join(path, '..', names[1] as string), 'utf8')).split('\n');
    const { sequence: next, previous } = JSON.parse(line) as AuditEntry;
    const head = { sequence: next - 1, hash: previous };
    expect((await verifyAuditFiles(path, { head })).verdict).toMatchObject({ state: 'intact' });
    expect((await verifyAuditFiles(path, { head: { ...head, hash: 'f'.repeat(64) } })).verdict).toMatchObject(
      { state: 'broken', sequence: next - 1 },
    );
    expect(
      (await verifyAuditFiles(path, { head: [head, { sequence: 1, hash: previous }] })).verdict,
    ).toMatchObject({ state: 'broken', sequence: 1 });
  });

  test('are many when it is asked for later: one entry says so, and no file is larger than told', async () => {
    const path = await newPath();
    await write(path, 200);
    const before = await filesBeside(path);
    const whole = await readFile(join(path, '..', before[6] as string));
    await write(path, 20, { rotation: { maxBytes: 4_096, maxFiles: 1 } });
    const names = await filesBeside(path);
    expect(names).toHaveLength(2);
    for (const name of names) expect((await stat(join(path, '..', name))).size).toBeLessThanOrEqual(4_096);
    const removals = (await placesOf(path))
      .map(({ text }) => JSON.parse(text) as AuditEntry)
      .filter(({ action }) => action === 'audit.removed');
    expect(removals.length).toBeLessThanOrEqual(2);
    expect((await verifyAuditFiles(path)).verdict).toMatchObject({ state: 'intact' });
    // One that comes back is not part of what is left.
    await writeFile(join(path, '..', before[6] as string), whole);
    expect((await verifyAuditFiles(path)).verdict).toMatchObject({ state: 'broken' });
  });

  test('may be left in part by a process that was killed while it removed them', async () => {
    const path = await newPath();
    await write(path, 60);
    const names = await filesBeside(path);
    const kept = await Promise.all(names.map((name) => readFile(join(path, '..', name))));
    await write(path, 11, { rotation: { maxBytes: 4_096, maxFiles: 2 } });
    const left = await filesBeside(path);
    const gone = names.filter((name) => !left.includes(name));
    expect(gone.length).toBeGreaterThan(2);
    for (const name of gone.slice(1)) {
      await writeFile(join(path, '..', name), kept[names.indexOf(name)] as Buffer);
    }
    expect((await verifyAuditFiles(path)).verdict).toMatchObject({ state: 'intact' });
    await write(path, 12, { rotation: { maxBytes: 4_096, maxFiles: 2 } });
    expect(await filesBeside(path)).toHaveLength(3);
    expect((await verifyAuditFiles(path)).verdict).toMatchObject({ state: 'intact' });
  });

  test('are never those of somebody else, whatever they are called', async () => {
    const path = await newPath();
    const rotation = { maxBytes: 4_096, maxFiles: 1 };
    await write(path, 40, { rotation });
    const other = join(path, '..', 'audit.000000000005.ndjson');
    await writeFile(other, 'of somebody else\n');
    await write(path, 40, { rotation });
    expect(await readFile(other, 'utf8')).toBe('of somebody else\n');
    expect((await verifyAuditFiles(path)).verdict).toMatchObject({
      state: 'broken',
      place: { file: other, line: 1 },
    });
  });

  test('stay where the files are not as they were written', async () => {
    const path = await newPath();
    const rotation = { maxBytes: 4_096, maxFiles: 1 };
    await write(path, 20);
    const [one, two] = (await filesBeside(path)).map((name) => join(path, '..', name)) as [string, string];
    await writeFile(two, (await readFile(two, 'utf8')).slice(1));
    await write(path, 20, { rotation });
    expect(await readFile(one, 'utf8')).not.toBe('');
    const written = (await placesOf(path)).map(({ text }) => text).join('\n');
    expect(written).toMatch(/"action":"audit\.removed"[^\n]*"outcome":"failure"/);
  });
});

describe('files that were compressed', () => {
  test('are read as the others, by the log and beside it, and damage is found', async () => {
    const path = await newPath();
    await write(path, 40);
    const [one, two] = (await filesBeside(path)).map((name) => join(path, '..', name)) as [string, string];
    for (const each of [one, two]) {
      await writeFile(`${each}.gz`, gzipSync(await readFile(each)));
      await unlink(each);
    }
    expect(await verifyAuditFiles(path)).toMatchObject({ verdict: { state: 'intact' }, entries: 40 });
    const log = await fileAuditLog(path, { rotation: small });
    await log.append(auditEvent());
    expect(await log.verify()).toMatchObject({ state: 'intact', head: { sequence: 41 } });
    expect((await log.read({ after: 3, limit: 2 })).map(({ sequence }) => sequence)).toEqual([4, 5]);
    await log.close();
    const bytes = await readFile(`${two}.gz`);
    await writeFile(`${two}.gz`, bytes.subarray(0, bytes.length - 30));
    expect((await verifyAuditFiles(path)).verdict).toMatchObject({
      state: 'broken',
      place: { file: `${two}.gz` },
      reason: 'The compressed file is damaged, or cut off.',
    });
  });
});

describe('files that are compressed while the log is open', () => {
  test('are read by it, and removed as the others', async () => {
    const path = await newPath();
    const log = await fileAuditLog(path, { rotation: { maxBytes: 4_096, maxFiles: 3 } });
    for (let index = 0; index < 30; index++) await log.append(auditEvent({ index }));
    const [one, two] = (await filesBeside(path)).map((name) => join(path, '..', name)) as [string, string];
    for (const each of [one, two]) {
      await writeFile(`${each}.gz`, gzipSync(await readFile(each)));
      await unlink(each);
    }
    expect(await log.verify()).toMatchObject({ state: 'intact', head: { sequence: 30 } });
    expect(await log.read({ limit: 1_000 })).toHaveLength(30);
    for (let index = 0; index < 40; index++) await log.append(auditEvent({ index }));
    const names = await filesBeside(path);
    expect(names).toHaveLength(4);
    expect(names.filter((name) => name.endsWith('.gz'))).toEqual([]);
    expect(await log.verify()).toMatchObject({ state: 'intact' });
    await log.close();
  });

  test('stop the log from going on where the last entry is in one that is damaged', async () => {
    const path = await newPath();
    await write(path, 12);
    const ended = join(path, '..', 'audit.000000000012.ndjson');
    await rename(path, ended);
    const bytes = gzipSync(await readFile(ended));
    await unlink(ended);
    for (const length of [bytes.length - 30, 0]) {
      await writeFile(`${ended}.gz`, bytes.subarray(0, length));
      await expect(fileAuditLog(path)).rejects.toMatchObject({
        code: 'SOURCE_INVALID',
        details: { path: `${ended}.gz` },
      });
    }
    await writeFile(`${ended}.gz`, bytes);
    await write(path, 1);
    expect((await verifyAuditFiles(path)).verdict).toMatchObject({ state: 'intact', head: { sequence: 13 } });
  });

  test('are not the one that is written', async () => {
    await expect(fileAuditLog(`${await newPath()}.gz`)).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      details: { field: 'path' },
    });
  });
});
