import { copyFile, mkdir, readFile, rename, stat, unlink, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openAuditFiles } from './audit-files.js';
import type { AuditEntry, AuditHead } from './audit-log.js';
import { sealOwn } from './chain.js';
import { fileAuditLog } from './file-audit-log.js';
import { auditEvent, behavesAsAuditLog } from './testing/audit-behaviour.js';
import { filesBeside, newPath, placesOf, small, write } from './testing/audit-directory.js';
import { verifyAuditFiles } from './verify-audit-files.js';

behavesAsAuditLog(async (options) => fileAuditLog(await newPath(), { ...options, rotation: small }));

describe('a file', () => {
  test('is ended before it would be larger than told, and named by its first entry', async () => {
    const path = await newPath();
    await write(path, 40);
    const names = await filesBeside(path);
    const places = await placesOf(path);
    expect(names.length).toBeGreaterThan(3);
    for (const name of names) {
      const { size, mode } = await stat(join(path, '..', name));
      expect(size).toBeLessThanOrEqual(small.maxBytes);
      expect(mode & 0o777).toBe(0o600);
    }
    // Names sort as the files do, and say what the first entry is.
    expect(places.map(({ text }) => (JSON.parse(text) as AuditEntry).sequence)).toEqual(
      Array.from({ length: 40 }, (_, index) => index + 1),
    );
    for (const name of names.slice(0, -1)) {
      const [first = ''] = (await readFile(join(path, '..', name), 'utf8')).split('\n');
      expect(name).toBe(
        `audit.${String((JSON.parse(first) as AuditEntry).sequence).padStart(12, '0')}.ndjson`,
      );
    }
  });

  test('holds entries of one day, also where the service was away in between', async () => {
    const path = await newPath();
    const times = [
      '2026-03-01T23:59:59.999Z',
      '2026-03-02T00:00:00.000Z',
      '2026-03-01T23:00:00.000Z',
      '2026-03-02T12:00:00.000Z',
      '2026-03-09T08:00:00.000Z',
    ];
    let time = '';
    const options = { clock: { now: () => Date.parse(time) }, rotation: { frequency: 'daily' } } as const;
    const log = await fileAuditLog(path, options);
    for (time of times.slice(0, -1)) await log.append(auditEvent());
    await log.close();
    time = times.at(-1) as string;
    await write(path, 1, options);
    expect(await filesBeside(path)).toEqual([
      'audit.000000000001.ndjson',
      'audit.000000000002.ndjson',
      'audit.ndjson',
    ]);
    expect((await verifyAuditFiles(path)).verdict).toMatchObject({ state: 'intact', head: { sequence: 5 } });
  });

  test('that was one alone goes on as it is, and so do several when the rotation is taken off again', async () => {
    const path = await newPath();
    await write(path, 5, {});
    await write(path, 40);
    await write(path, 5, {});
    const log = await fileAuditLog(path);
    expect(await log.verify()).toMatchObject({ state: 'intact', head: { sequence: 50 } });
    for (const after of [0, 1, 4, 5, 12, 13, 30, 44, 49]) {
      const page = await log.read({ after, limit: 7 });
      expect(page.map(({ sequence }) => sequence)).toEqual(
        Array.from({ length: Math.min(7, 50 - after) }, (_, index) => after + index + 1),
      );
    }
    await log.close();
  });

  test('entries that are added at once go to as many files as they need', async () => {
    const path = await newPath();
    const log = await fileAuditLog(path, { rotation: small });
    await Promise.all(Array.from({ length: 200 }, (_, index) => log.append(auditEvent({ index }))));
    expect(await log.verify()).toMatchObject({ state: 'intact', head: { sequence: 200 } });
    expect((await filesBeside(path)).length).toBeGreaterThan(10);
    await log.close();
  });

  test('is ended while the log is read and checked', async () => {
    const path = await newPath();
    const log = await fileAuditLog(path, { rotation: small });
    for (let index = 0; index < 30; index++) await log.append(auditEvent({ index }));
    let isDone = false;
    const checking = (async () => {
      let checks = 0;
      for (; !isDone; checks++) {
        expect(await log.verify()).toMatchObject({ state: 'intact' });
        expect((await verifyAuditFiles(path)).verdict).toMatchObject({ state: 'intact' });
      }
      return checks;
    })();
    for (let index = 0; index < 300; index++) await log.append(auditEvent({ index }));
    isDone = true;
    expect(await checking).toBeGreaterThan(1);
    await log.close();
  });

  test('that was moved away, or another put in its place, is not written to any more', async () => {
    const path = await newPath();
    const log = await fileAuditLog(path, { rotation: small });
    await log.append(auditEvent());
    await rename(path, `${path}.1`);
    await expect(log.append(auditEvent())).rejects.toMatchObject({ code: 'CONFLICT' });
    await copyFile(`${path}.1`, path);
    await expect(log.append(auditEvent())).rejects.toMatchObject({ code: 'CONFLICT' });
    await log.close();
  });

  test('of two that have it open, the one that comes second is refused, whichever has ended it', async () => {
    const path = await newPath();
    const [one, two] = [await fileAuditLog(path, { rotation: small }), await fileAuditLog(path)];
    for (let index = 0; index < 20; index++) await one.append(auditEvent({ index }));
    await expect(two.append(auditEvent())).rejects.toMatchObject({ code: 'CONFLICT' });
    await two.close();
    expect(await one.verify()).toMatchObject({ state: 'intact', head: { sequence: 20 } });
    await one.close();
  });

  test('is not ended over one that is there', async () => {
    const path = await newPath();
    const log = await fileAuditLog(path, { rotation: small });
    await writeFile(join(path, '..', 'audit.000000000001.ndjson'), 'of somebody else\n');
    const added = await Promise.allSettled(
      Array.from({ length: 40 }, (_, index) => log.append(auditEvent({ index }))),
    );
    expect(added.at(0)?.status).toBe('fulfilled');
    expect(added.at(-1)).toMatchObject({ status: 'rejected', reason: { code: 'CONFLICT' } });
    expect(await readFile(join(path, '..', 'audit.000000000001.ndjson'), 'utf8')).toBe('of somebody else\n');
    await log.close();
  });

  test.each([
    [{ maxBytes: 4_095 }, 'rotation.maxBytes'],
    [{ maxBytes: Number.NaN }, 'rotation.maxBytes'],
    [{ frequency: 'hourly' }, 'rotation.frequency'],
    [{ maxBytes: 5_000, maxFiles: 0 }, 'rotation.maxFiles'],
    [{ maxFiles: 3 }, 'rotation'],
    [{ maxBytes: 5_000, size: 1 }, 'rotation.size'],
  ])('%j is refused', async (rotation, field) => {
    await expect(fileAuditLog(await newPath(), { rotation: rotation as never })).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      details: { field },
    });
  });
});

describe('a process that was killed', () => {
  test('after it ended a file and before it began the next goes on, with the file there and without', async () => {
    const path = await newPath();
    await write(path, 12);
    await rename(path, join(path, '..', 'audit.000000000012.ndjson'));
    expect((await verifyAuditFiles(path)).verdict).toMatchObject({ state: 'intact', head: { sequence: 12 } });
    await write(path, 1);
    expect((await verifyAuditFiles(path)).verdict).toMatchObject({ state: 'intact', head: { sequence: 13 } });
    await rename(path, join(path, '..', 'audit.000000000013.ndjson'));
    await writeFile(path, '');
    await write(path, 1);
    expect((await verifyAuditFiles(path)).verdict).toMatchObject({ state: 'intact', head: { sequence: 14 } });
  });

  test('within the first line of a new file loses that line alone', async () => {
    const path = await newPath();
    await write(path, 12);
    await rename(path, join(path, '..', 'audit.000000000012.ndjson'));
    await writeFile(path, '{"action":"key.cr');
    expect(await verifyAuditFiles(path)).toMatchObject({ verdict: { state: 'intact' }, tornBytes: 17 });
    await write(path, 1);
    const log = await fileAuditLog(path);
    expect((await log.read({ after: 12 })).map(({ action }) => action)).toEqual([
      'audit.repaired',
      'key.created',
    ]);
    expect(await log.verify()).toMatchObject({ state: 'intact', head: { sequence: 14 } });
    await log.close();
  });
});

describe('what was done to files is found, with file and line', () => {
  /** Both ways of checking must say the same. */
  async function found(
    path: string,
  ): Promise<{ sequence: number; file?: string | undefined; line?: number | undefined }> {
    const { verdict } = await verifyAuditFiles(path);
    if (verdict.state !== 'broken') throw new Error('Nothing was found.');
    const log = await fileAuditLog(path);
    expect(await log.verify()).toEqual(verdict);
    await log.close();
    return { sequence: verdict.sequence, file: verdict.place?.file, line: verdict.place?.line };
  }

  test('every change of a character, in whichever file', async () => {
    const path = await newPath();
    await write(path, 30);
    const places = await placesOf(path);
    await fc.assert(
      fc.asyncProperty(
        fc.nat(28),
        fc.nat(),
        fc.constantFrom('0', 'x', ' ', '"', '}'),
        async (at, offset, by) => {
          const { file, line, text } = places[at] as (typeof places)[number];
          const position = offset % text.length;
          fc.pre(text[position] !== by);
          const whole = await readFile(file, 'utf8');
          await writeFile(
            file,
            whole.replace(text, () => text.slice(0, position) + by + text.slice(position + 1)),
          );
          expect((await verifyAuditFiles(path)).verdict).toMatchObject({
            state: 'broken',
            sequence: at + 1,
            place: { file, line },
          });
          await writeFile(file, whole);
        },
      ),
      { numRuns: 100 },
    );
  });

  test('a line that is gone, two that are exchanged, one that is put in', async () => {
    const path = await newPath();
    await write(path, 30);
    const second = join(path, '..', (await filesBeside(path))[1] as string);
    const whole = await readFile(second, 'utf8');
    const lines = whole.split('\n').slice(0, -1);
    const first = (JSON.parse(lines[0] as string) as AuditEntry).sequence;
    const changes: readonly (readonly [string[], number])[] = [
      [lines.toSpliced(2, 1), 3],
      [lines.toSpliced(0, 1), 1],
      [lines.with(1, lines[3] as string).with(3, lines[1] as string), 2],
      [lines.toSpliced(4, 0, lines[0] as string), 5],
    ];
    for (const [changed, line] of changes) {
      await writeFile(second, `${changed.join('\n')}\n`);
      expect(await found(path)).toEqual({ sequence: first + line - 1, file: second, line });
    }
    // Cut off at a line: what is missing should stand where the next file goes on.
    await writeFile(second, `${lines.slice(0, -2).join('\n')}\n`);
    const third = join(path, '..', (await filesBeside(path))[2] as string);
    expect(await found(path)).toEqual({ sequence: first + lines.length - 2, file: third, line: 1 });
    // And within one.
    await writeFile(second, whole.slice(0, -20));
    expect(await found(path)).toEqual({
      sequence: first + lines.length - 1,
      file: second,
      line: lines.length,
    });
  });

  test('a file in the middle that is gone, two that are exchanged, one that is there twice', async () => {
    const path = await newPath();
    await write(path, 50);
    const [one, two, three] = (await filesBeside(path)).map((name) => join(path, '..', name)) as [
      string,
      string,
      string,
    ];
    const [secondText, thirdText] = [await readFile(two, 'utf8'), await readFile(three, 'utf8')];
    const second = (JSON.parse(secondText.split('\n')[0] as string) as AuditEntry).sequence;
    await unlink(two);
    expect(await found(path)).toEqual({ sequence: second, file: three, line: 1 });
    expect((await verifyAuditFiles(path)).verdict).toMatchObject({
      reason: expect.stringMatching(/entries 1\d to 2\d are missing/),
    });
    await writeFile(two, thirdText);
    await writeFile(three, secondText);
    expect(await found(path)).toEqual({ sequence: second, file: two, line: 1 });
    await writeFile(two, secondText);
    await writeFile(three, secondText);
    expect(await found(path)).toMatchObject({ file: three, line: 1 });
    await writeFile(three, thirdText);
    // The first file: the log does not say that it has removed it.
    await unlink(one);
    expect(await found(path)).toMatchObject({ sequence: 1 });
  });

  test('an end that is cut off is found by an end that was kept elsewhere, and only by it', async () => {
    const path = await newPath();
    const { sequence, hash } = await write(path, 30);
    const head: AuditHead = { sequence, hash };
    const whole = await readFile(path, 'utf8');
    const lines = whole.split('\n').slice(0, -1);
    await writeFile(path, `${lines.slice(0, -2).join('\n')}\n`);
    expect((await verifyAuditFiles(path)).verdict).toMatchObject({ state: 'intact', head: { sequence: 28 } });
    expect((await verifyAuditFiles(path, { head })).verdict).toEqual({
      state: 'broken',
      sequence: 29,
      reason: 'It is missing.',
      place: { file: path, line: lines.length - 1 },
    });
    await unlink(path);
    expect((await verifyAuditFiles(path, { head })).verdict).toMatchObject({ state: 'broken' });
  });
});

test('a reader that was within the file when it was ended reads what was added before that', async () => {
  const path = await newPath();
  const files = await openAuditFiles(path);
  const add = () => files.append([sealOwn(auditEvent(), '2026-03-01T00:00:00.000Z', files.head)]);
  for (let index = 0; index < 3; index++) await add();
  const found: number[] = [];
  for await (const { text } of files.texts(0)) {
    found.push((JSON.parse(text) as AuditEntry).sequence);
    if (found.length > 1) continue;
    await add();
    await files.rotate();
    await add();
  }
  expect(found).toEqual([1, 2, 3, 4, 5]);
  await files.close();
});

test('what is no file is not opened, and one that is called as ended files are is passed over', async () => {
  const path = await newPath();
  await expect(fileAuditLog('/dev/null')).rejects.toMatchObject({ code: 'SOURCE_UNREADABLE' });
  await mkdir(join(path, '..', 'audit.000000000041.ndjson'));
  await write(path, 3);
  expect((await verifyAuditFiles(path)).verdict).toMatchObject({ state: 'intact', head: { sequence: 3 } });
});

test('a log with a relative path stays where it is when the process goes elsewhere', async () => {
  const path = await newPath();
  const log = await fileAuditLog(relative(process.cwd(), path), { rotation: small });
  await log.append(auditEvent());
  const before = process.cwd();
  process.chdir('/');
  for (let index = 0; index < 20; index++) await log.append(auditEvent({ index }));
  expect(await log.verify()).toMatchObject({ state: 'intact', head: { sequence: 21 } });
  process.chdir(before);
  await log.close();
  expect((await verifyAuditFiles(path)).verdict).toMatchObject({ state: 'intact', head: { sequence: 21 } });
});
