import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openWarehouse, type Warehouse } from '@titans/etl';
import { fileAuditLog } from '@titans/server-adapter';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { commandGroups } from '../../packages/cli/src/command-line/definitions/all.js';
import { type CapturedRun, capturedRun } from '../../packages/cli/src/testing/captured-run.js';

const page = await readFile(
  fileURLToPath(new URL('../../docs/guides/command-line.md', import.meta.url)),
  'utf8',
);
const statement = fileURLToPath(new URL('../../examples/data/titans-transactions.csv', import.meta.url));

/** Words of the commands in the page, without comments. */
const session = [...page.matchAll(/^npx titans (.*?)(?:\s+#.*)?$/gm)].map(([, line = '']) =>
  [...line.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(
    ([, double, single, plain]) => double ?? single ?? plain ?? '',
  ),
);
/** Those that go on until they are stopped, or use what is installed; the tests of the command run them. */
const goingOn = ['serve', 'dev', 'worker', 'init'];

describe('the session of the guide to the command line', () => {
  let [place, warehouse, keyId]: [string, Warehouse | undefined, string] = ['', undefined, ''];
  beforeAll(async () => {
    place = await mkdtemp(join(tmpdir(), 'titans-session-'));
    for (const file of ['statement.csv', 'exports/statement.csv', 'next-month.csv'])
      await cp(statement, join(place, file));
    const log = await fileAuditLog(join(place, 'audit.ndjson'));
    await log.append({
      action: 'service.started',
      outcome: 'success',
      actor: null,
      tenant: null,
      address: null,
      requestId: null,
      details: {},
    });
    await log.close();
    warehouse = await openWarehouse(join(place, 'titans-data/warehouse'));
  });
  afterAll(async () => {
    await warehouse?.close();
    await rm(place, { recursive: true, force: true });
  });

  test('has every command', () => {
    const names = commandGroups.flatMap(({ commands }) => commands.map(({ name }) => name));
    const isInSession = (name: string): boolean =>
      session.some((words) => name.split(' ').every((word, index) => words[index] === word));
    expect(names.filter((name) => !isInSession(name))).toEqual([]);
  });

  test.each(
    session
      .filter(([name = '']) => !goingOn.includes(name))
      .map((words) => [words.join(' '), words] as const),
  )('titans %s', async (_, words) => {
    const quick = words[0] === 'train' ? ['--budget', 'quick'] : [];
    const asked = words.map((word) => (word === '$KEY_ID' ? keyId : word));
    const { exitCode, stdout, stderr }: CapturedRun = await capturedRun([...asked, ...quick, '--json'], {
      cwd: place,
      env: { TITANS_JWT_SECRET_KEY: 'a-secret-of-these-tests-that-is-long-enough' },
      ...(warehouse && { warehouse }),
    });
    expect([exitCode, stderr], stdout).toEqual([0, expect.any(String)]);
    if (words.join(' ').startsWith('keys create')) keyId = JSON.parse(stdout).key_id;
  });
});
