import { existsSync } from 'node:fs';
import { chmod, copyFile, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { commandGroups } from './command-line/definitions/all.js';
import { run } from './run.js';
import { capturedRun } from './testing/captured-run.js';
import { expectRefused } from './testing/expect-refused.js';
import { endPrograms, program, startProgram } from './testing/started-program.js';
import { statement } from './testing/state-directory.js';

let cwd = '';
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'titans-refusals-'));
});
afterAll(async () => {
  await endPrograms();
  await rm(cwd, { recursive: true, force: true });
});

describe('where the state cannot be', () => {
  test('at an address, of which no secret is repeated', async () => {
    const refused = await capturedRun(['status', '--state', 'postgres://joe:hunter2@localhost/db'], { cwd });
    expectRefused(refused, 2, /CONFIG_INVALID: .*TITANS_DATABASE_URL/);
    const env = { TITANS_DATABASE_URL: 'mysql://joe:hunter2@localhost/db' };
    const other = await capturedRun(['status', '--json'], { cwd, env });
    expectRefused(other, 2, /CONFIG_INVALID: .*postgres:\/\//);
    expect(`${refused.stdout}${refused.stderr}${other.stdout}${other.stderr}`).not.toContain('hunter2');
  });

  test('in a file', async () => {
    await writeFile(join(cwd, 'file'), '');
    for (const argv of [['status'], ['import', statement, '--yes'], ['clean', '--deep', '--yes']]) {
      const refused = await capturedRun([...argv, '--state', 'file'], { cwd });
      expectRefused(refused, 2, /CONFIG_INVALID: .*file is a file\. Name a directory/);
    }
  });

  test.runIf(process.platform === 'linux')(
    'where the system takes no directories',
    { timeout: 60_000 },
    async () => {
      for (const argv of [
        ['import', statement, '--quiet'],
        ['train', statement, '--task', 'category'],
      ]) {
        expectRefused(
          await capturedRun([...argv, '--state', '/proc/titans'], { cwd }),
          4,
          /STORE_UNAVAILABLE: /,
        );
      }
    },
  );
});

/** Somebody whom permissions hold back. */
const nobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

describe.skipIf(!existsSync(program) || process.platform === 'win32')('where permissions are missing', () => {
  test('a file that must not be read, and a state directory that must not be written', {
    timeout: 60_000,
  }, async () => {
    const place = join(cwd, 'guarded');
    await mkdir(join(place, 'titans-data'), { recursive: true });
    await copyFile(statement, join(place, 'secret.csv'));
    await copyFile(statement, join(place, 'open.csv'));
    await chmod(cwd, 0o755);
    await chmod(join(place, 'open.csv'), 0o644);
    await chmod(join(place, 'secret.csv'), 0);
    await chmod(join(place, 'titans-data'), 0o555);
    const asNobody = async (...argv: readonly string[]) => {
      const started = startProgram(argv, place, {}, nobody);
      return { exitCode: await started.ended(), stderr: started.stderr() };
    };
    expectRefused(
      await asNobody('profile', 'secret.csv'),
      1,
      /SOURCE_UNREADABLE: "secret.csv" cannot be read/,
    );
    expectRefused(
      await asNobody('import', 'open.csv', '-q'),
      4,
      /STORE_UNAVAILABLE: Cannot write .*titans-data/,
    );
    expectRefused(
      await asNobody('train', 'open.csv', '-q'),
      4,
      /STORE_UNAVAILABLE: Cannot write .*titans-data/,
    );
    expect(await readdir(join(place, 'titans-data'))).toEqual([]);
  });
});

describe('what is no file or account', () => {
  test('a directory', async () => {
    await mkdir(join(cwd, 'exports'));
    for (const argv of [
      ['import', 'exports'],
      ['profile', 'exports'],
      ['train', 'exports'],
    ]) {
      expectRefused(await capturedRun(argv, { cwd }), 1, /SOURCE_UNREADABLE: .* is a directory\. .*\*\.csv/);
    }
  });

  test('a file with columns of other names, with how to say which is which', async () => {
    await writeFile(join(cwd, 'other.csv'), 'a,b\n1,2\n');
    const refused = await capturedRun(['profile', 'other.csv'], { cwd });
    expectRefused(refused, 1, /HEADER_MISSING_COLUMN: .*titans import FILE --set columns\.date=/);
  });

  test('an account that no row of a file names', async () => {
    const refused = await capturedRun(['recurring', statement, '--account', 'gyro'], { cwd });
    expectRefused(refused, 1, /NOT_FOUND: .*"gyro".* Those there are: default\.\n$/);
  });
});

test('training that is interrupted registers nothing, and leaves no run', async () => {
  const place = await mkdtemp(join(cwd, 'interrupted-'));
  const stopping = new AbortController();
  const stderr = Object.assign(new PassThrough(), { isTTY: true });
  let told = '';
  stderr.setEncoding('utf8').on('data', (text: string) => {
    told += text;
    if (/category/.test(told)) stopping.abort();
  });
  const exitCode = await run(['train', statement, '--task', 'category'], {
    cwd: place,
    env: {},
    stdin: new PassThrough(),
    stdout: new PassThrough().resume(),
    stderr,
    signal: stopping.signal,
  });
  expect(told).toContain('ABORTED');
  expect(exitCode).toBe(130);
  const listed = await capturedRun(['models', 'list', '--json'], { cwd: place });
  expect(listed.json()).toMatchObject({ versions: [] });
});

test('no option takes a secret, which other users of the machine would see', () => {
  const flags = commandGroups.flatMap(({ commands }) =>
    commands.flatMap(({ options = [] }) => options.map(({ flags: each }) => each)),
  );
  expect(flags.length).toBeGreaterThan(40);
  // The name of a file that holds a secret is none.
  const texts = flags.filter((flag) => flag !== '--server <url>' && !flag.endsWith('file>'));
  expect(texts.filter((flag) => /key|secret|password|token|url/i.test(flag))).toEqual([]);
});
