import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exitCodes } from './errors/exit-codes.js';
import { capturedRun } from './testing/captured-run.js';

let cwd = '';
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'titans-cli-'));
});
afterAll(() => rm(cwd, { recursive: true, force: true }));

describe('a command line that makes no sense ends with 2 and one line of what to do', () => {
  test.each([
    ['no command', ['models'], 'A command is needed. Look at: titans models --help'],
    ['another command', ['trian'], "unknown command 'trian' (Did you mean train?). Look at: titans --help"],
    ['another option', ['train', '--sed', '3'], "unknown option '--sed' (Did you mean --seed?)."],
    [
      'no number',
      ['train', '--seed', 'x'],
      'A whole number from 0 on is needed. Look at: titans train --help',
    ],
    ['too many days', ['forecast', '--days', '366'], 'A whole number from 1 to 365 is needed.'],
    ['no such day', ['profile', '--from', '2024-02-30'], 'A day is written YYYY-MM-DD.'],
    ['no amount', ['predict', 'x', '--amount', ''], 'A number is needed, such as -85.5.'],
    [
      'another task',
      ['train', '--task', 'fraud'],
      'Allowed choices are category, amount, anomaly, cashflow.',
    ],
    ['no file', ['import'], "missing required argument 'files'. Look at: titans import --help"],
    ['one too many', ['status', 'now'], 'too many arguments for'],
    ['nothing to ask', ['predict'], 'Say what to ask about'],
    ['nothing to read', ['pipeline', 'run'], 'There is nothing to read'],
    [
      'no setting',
      ['import', 'a.csv', '--set', 'currency'],
      '--set currency is not written as --set setting=value.',
    ],
    ['another shell', ['completion', 'tcsh'], 'Allowed choices are bash, zsh, fish.'],
    ['a name of nothing', ['keys', 'create', ' '], '1 to 100 characters are needed.'],
    ['a name too long', ['keys', 'create', 'x'.repeat(101)], '1 to 100 characters are needed.'],
    ['a level without a balance', ['forecast', '--below', '0'], '--below needs --balance'],
  ])('%s', { timeout: 120_000 }, async (_, argv, line) => {
    const { exitCode, stdout, stderr } = await capturedRun(argv, { cwd });
    expect(exitCode).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^titans: INVALID_ARGUMENT: .*\n$/);
    expect(stderr).toContain(line);
  });
});

describe('an error', { timeout: 120_000 }, () => {
  test('is one document with --json, and one line beside it', async () => {
    const { exitCode, stderr, json } = await capturedRun(['profile', 'absent.csv', '--json'], { cwd });
    expect(exitCode).toBe(1);
    expect(json()).toMatchObject({
      error: { code: 'SOURCE_NOT_FOUND', details: { source: join(cwd, 'absent.csv') } },
    });
    expect(stderr).toMatch(/^titans: SOURCE_NOT_FOUND: .*absent\.csv.*\n$/);
  });

  test('shows where it comes from with --verbose only', async () => {
    const { stderr } = await capturedRun(['profile', 'absent.csv', '--verbose'], { cwd });
    expect(stderr).toMatch(/\n {4}at /);
  });

  test('is the same of a file that is not there, whichever command is to read it', async () => {
    for (const command of ['import', 'profile', 'train']) {
      const absent = await capturedRun([command, 'absent.csv'], { cwd });
      expect(absent.stderr).toMatch(/^titans: SOURCE_NOT_FOUND: /);
      const directory = await capturedRun([command, '.'], { cwd });
      expect(directory.stderr).toMatch(/^titans: SOURCE_UNREADABLE: .* is a directory\./);
    }
  });

  test('of a command line is a document too', async () => {
    const { exitCode, json } = await capturedRun(['train', '--json', '--seed', '-1'], { cwd });
    expect(exitCode).toBe(2);
    expect(json()).toMatchObject({ error: { code: 'INVALID_ARGUMENT' } });
  });

  test('of what is not there yet says what to do', async () => {
    const { exitCode, stderr } = await capturedRun(['profile'], { cwd });
    expect(exitCode).toBe(1);
    expect(stderr).toContain('There is no warehouse in');
    expect(stderr).toContain('titans import statement.csv');
    expect((await capturedRun(['predict', 'Rent'], { cwd })).stderr).toContain('There are no models yet');
  });

  test('of a database that does not answer ends with 4', async () => {
    const env = { TITANS_DATABASE_URL: 'postgres://titans@127.0.0.1:1/titans' };
    const { exitCode, stderr } = await capturedRun(['profile'], { cwd, env });
    expect(exitCode).toBe(4);
    expect(stderr).toMatch(/^titans: DATABASE_UNAVAILABLE: /);
  });

  test('of a signal that was raised ends with 130', async () => {
    const path = join(cwd, 'one.csv');
    await writeFile(path, 'Date,Description,Amount\n2024-01-15,Coffee,-3.50\n');
    const { exitCode, stderr } = await capturedRun(['profile', path], { cwd, signal: AbortSignal.abort() });
    expect(exitCode).toBe(130);
    expect(stderr).toMatch(/^titans: ABORTED: /);
  });
});

describe('help', () => {
  test('has examples for every command, and the exit codes', async () => {
    const { exitCode, stdout } = await capturedRun(['--help'], { cwd });
    expect(exitCode).toBe(0);
    for (const [code, meaning] of Object.entries(exitCodes))
      expect(stdout).toContain(`${code.padEnd(4)} ${meaning}`);
    const ofCommand = await capturedRun(['help', 'train'], { cwd });
    expect(ofCommand.exitCode).toBe(0);
    expect(ofCommand.stdout).toContain('$ titans train');
  });

  test('has the version of the package', async () => {
    const { stdout } = await capturedRun(['--version'], { cwd });
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

describe('options of every command', () => {
  test.each([[['--json', 'models', 'list']], [['models', '--json', 'list']], [['models', 'list', '--json']]])(
    'may stand anywhere: %j',
    async (argv) => {
      const { exitCode, json } = await capturedRun(argv, { cwd });
      expect(exitCode).toBe(0);
      expect(json()).toMatchObject({ versions: [] });
    },
  );

  test('before the name of a command reach it', async () => {
    const { json } = await capturedRun(['--state', 'other', 'profile', '--json'], { cwd });
    expect(json()).toMatchObject({ error: { details: { source: join(cwd, 'other', 'warehouse') } } });
  });
});

describe('colours', () => {
  const argv = ['profile', '-'];
  const stdin = 'Date,Description,Amount\n2024-01-15,Coffee,-3.50\n2024-01-16,Tea,-2.50\n';

  test('are for terminals, so that there are none here', async () => {
    const { stdout } = await capturedRun(argv, { cwd, stdin });
    expect(stdout).toBe(stripVTControlCharacters(stdout));
    expect(stdout).toContain('2024-01-15 to 2024-01-16');
  });

  test.each([
    [{ FORCE_COLOR: '1' }, true],
    [{ FORCE_COLOR: '1', NO_COLOR: '1' }, false],
    [{ FORCE_COLOR: '0' }, false],
  ])('%j', async (env, areThere) => {
    const { stdout } = await capturedRun(argv, { cwd, stdin, env });
    expect(stdout !== stripVTControlCharacters(stdout)).toBe(areThere);
  });

  test('--no-color goes before FORCE_COLOR', async () => {
    const { stdout } = await capturedRun([...argv, '--no-color'], { cwd, stdin, env: { FORCE_COLOR: '1' } });
    expect(stdout).toBe(stripVTControlCharacters(stdout));
  });

  test('of a file do not reach the terminal', async () => {
    // The day can be a month, so that there are first rows and then a question that nobody can be asked.
    const hostile = 'Date,Description,Amount\n03/04/2024,\u001b[2J\u001b]0;owned\u0007\u202eCoffee,-3.50\n';
    const { stdout } = await capturedRun(['import', '-'], { cwd, stdin: hostile });
    expect(stdout).toContain('Coffee');
    expect(stdout).toBe(stripVTControlCharacters(stdout));
    expect(stdout).not.toMatch(/\p{Bidi_Control}/u);
  });
});
