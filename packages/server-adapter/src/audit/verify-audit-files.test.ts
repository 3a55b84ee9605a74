import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fileAuditLog } from './file-audit-log.js';
import { filesBeside, newPath, write } from './testing/audit-directory.js';
import { verifyAuditFiles } from './verify-audit-files.js';

describe('what is checked', () => {
  test('is the one log of a directory, a log by its path, or a single file', async () => {
    const path = await newPath();
    await write(path, 30);
    const directory = join(path, '..');
    const names = await filesBeside(path);
    const report = await verifyAuditFiles(directory);
    expect(report).toMatchObject({
      entries: 30,
      tornBytes: 0,
      first: { sequence: 1 },
      last: { sequence: 30 },
    });
    expect(report.files.map((file) => file.path)).toEqual(
      [...names.slice(0, -1), 'audit.ndjson'].map((name) => join(directory, name)),
    );
    const first = join(directory, names[0] as string);
    const single = await verifyAuditFiles(first);
    expect(single).toMatchObject({
      verdict: { state: 'intact' },
      files: [{ path: first }],
      first: { sequence: 1 },
    });
    expect((await verifyAuditFiles(join(directory, names[1] as string))).verdict).toMatchObject({
      state: 'broken',
      sequence: 1,
    });
    await writeFile(join(directory, 'other.ndjson'), '');
    await expect(verifyAuditFiles(directory)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
  });

  test.each([
    null,
    { sequence: '1', hash: '0'.repeat(64) },
    { sequence: -1, hash: '0'.repeat(64) },
    { sequence: 1, hash: 'F'.repeat(64) },
    { sequence: 1 },
    [{ sequence: 1, hash: '0'.repeat(64) }, undefined],
  ])('is not compared with %j, which is no end', async (head) => {
    const path = await newPath();
    await write(path, 2);
    const refused = { code: 'INVALID_ARGUMENT', details: { field: 'head' } };
    await expect(verifyAuditFiles(path, { head: head as never })).rejects.toMatchObject(refused);
    const log = await fileAuditLog(path);
    await expect(log.verify({ head: head as never })).rejects.toMatchObject(refused);
    await log.close();
  });

  test('must be there', async () => {
    const path = await newPath();
    await expect(verifyAuditFiles(path)).rejects.toMatchObject({ code: 'SOURCE_UNREADABLE' });
    await expect(verifyAuditFiles(join(path, '..'))).rejects.toMatchObject({ code: 'SOURCE_UNREADABLE' });
  });
});
