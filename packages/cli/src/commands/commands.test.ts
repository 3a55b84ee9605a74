import { existsSync } from 'node:fs';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { ApiKeyInfo, NewKeyResponse } from '@titans/core/contract';
import type { QualityResult } from '@titans/etl';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { documentKinds } from '../testing/document-kinds.js';
import { expectRefused } from '../testing/expect-refused.js';
import { type Deployment, statement, trainedDeployment } from '../testing/state-directory.js';
import type { DoctorDocument } from './doctor/diagnose.js';
import type { DriftDocument } from './drift.js';
import type { ForecastDocument } from './forecast.js';
import type { ImportDocument } from './import/import-files.js';
import type { MigrateDocument } from './migrate.js';
import type { ModelsListDocument } from './models-list.js';
import type { ChampionDocument } from './models-promote.js';
import type { PipelineRunDocument } from './pipeline-run.js';
import type { PredictDocument } from './predict.js';
import type { StatusDocument } from './status.js';
import type { TrainDocument } from './train.js';
import type { WorkerDocument } from './worker.js';

let deployment: Deployment;
const kinds = documentKinds();
beforeAll(async () => {
  deployment = kinds.of(await trainedDeployment());
}, 240_000);
afterAll(() => deployment.remove());

/** A command that succeeds, once as a document and once for people. */
async function both<Document>(argv: readonly string[]): Promise<{ document: Document; text: string }> {
  const asJson = await deployment.run([...argv, '--json']);
  expect(asJson.stderr).toBe('');
  expect(asJson.exitCode).toBe(0);
  const { stdout } = await deployment.run(argv);
  return { document: asJson.json<Document>(), text: stdout };
}

describe('data', () => {
  test('a statement that was imported already changes nothing, and is counted to the last row', async () => {
    const { document, text } = await both<ImportDocument>(['import', statement]);
    expect(document.rows).toEqual({ in: 127, loaded: 0, updated: 0, unchanged: 127, quarantined: 0 });
    expect(document.files[0]).toMatchObject({ format: 'csv', unusedColumns: [], rejections: { byCode: {} } });
    expect(document.files[0]?.preview).toHaveLength(5);
    expect(text).toContain('columns.paymentMethod  Payment Method');
    expect(text).toMatch(/127 +0 +0 +127 +0/);
  });

  test('an incremental run leaves out files that were loaded, a full one reads them', async () => {
    const incremental = await both<PipelineRunDocument>(['pipeline', 'run', statement]);
    expect(incremental.document.reports[0]?.skippedSources).toHaveLength(1);
    const full = await both<PipelineRunDocument>([
      'pipeline',
      'run',
      statement,
      '--mode',
      'full',
      '--dry-run',
    ]);
    expect(full.document.reports[0]).toMatchObject({ dryRun: true, rows: { in: 127, unchanged: 127 } });
    expect(full.text).toContain('dry: nothing was loaded');
  });

  test('the profile is that of the rows of the original system', async () => {
    const { document, text } = await both<{ rows: number; currencies: { expense: { sum: string } }[] }>([
      'profile',
    ]);
    expect(document).toMatchObject({
      rows: 127,
      currencies: [{ income: { count: 27 }, expense: { count: 100 } }],
    });
    expect(text).toContain('2024-08-06 to 2024-12-06');
    await deployment.run(['profile', '--html', 'profile.html']);
    expect(await readFile(join(deployment.cwd, 'profile.html'), 'utf8')).toMatch(/^<!doctype html>/i);
  });

  test('expectations that are met end with 0, others with 3', async () => {
    const { document, text } = await both<QualityResult>(['quality']);
    expect(document).toMatchObject({ outcome: 'pass', rows: 127 });
    expect(text).toContain('date has a value in every record');
    await writeFile(
      join(deployment.cwd, 'strict.json'),
      JSON.stringify({ name: 'strict', version: 1, expectations: [{ type: 'not-null', field: 'category' }] }),
    );
    const { exitCode, stdout } = await deployment.run(['quality', '--suite', 'strict.json', '--json']);
    expect(exitCode).toBe(3);
    // 27 rows of income have no category.
    expect(JSON.parse(stdout)).toMatchObject({ outcome: 'fail', expectations: [{ unexpected: 27 }] });
  });

  test('payments that recur are found in a file, too', async () => {
    const months = ['01', '02', '03', '04', '05', '06', '07', '08'];
    const rows = months.map((month) => `2024-${month}-15,Streaming,-9.99`).join('\n');
    const stdin = `Date,Description,Amount\n${rows}\n`;
    const { exitCode, json } = await deployment.run(['recurring', '-', '--json'], { stdin });
    expect(exitCode).toBe(0);
    expect(json()).toMatchObject({
      streams: [{ payee: 'streaming', schedule: { frequency: 'monthly' }, next: { date: '2024-09-15' } }],
    });
    expect((await deployment.run(['recurring', '-'], { stdin })).stdout).toContain('2024-09-15');
  });
});

describe('models', () => {
  test('answer about one transaction with reasons, and about every row of a file', async () => {
    const { document, text } = await both<PredictDocument>([
      'predict',
      'Fuel station',
      '--amount',
      '-68.9',
      '--explain',
    ]);
    expect(document.predictions[0]?.answers.category?.category).toBe('fuel');
    expect(document.predictions[0]?.explanations?.[0]?.task).toBe('category');
    expect(text).toContain('category because of');
    const { json } = await deployment.run(['predict', '--file', statement, '--json']);
    const { predictions } = json<PredictDocument>();
    expect(predictions).toHaveLength(127);
    for (const { transaction } of predictions) expect(transaction.category).toBeUndefined();
  });

  test('forecast days that lie in their intervals and add up', async () => {
    const { document, text } = await both<ForecastDocument>(['forecast', '--days', '10']);
    expect(document.days).toHaveLength(10);
    const sum = document.days.reduce((total, { amount }) => total + Math.round(amount * 100), 0);
    expect(sum).toBe(Math.round(document.total.amount * 100));
    for (const { lower, amount, upper } of document.days) {
      expect(lower).toBeLessThanOrEqual(amount);
      expect(amount).toBeLessThanOrEqual(upper);
    }
    expect(text).toContain('2024-12-07');
    const projected = await both<ForecastDocument>([
      'forecast',
      '--days',
      '5',
      '--balance',
      '100',
      '--below',
      '0',
    ]);
    expect(projected.document.balance?.days[0]?.balance).toBeCloseTo(
      100 + (document.days[0]?.amount ?? 0),
      2,
    );
  });

  test('are registered once for the same bytes, and the same seed gives the same bytes', async () => {
    const before = (await deployment.run(['models', 'list', '--json'])).json<ModelsListDocument>();
    const again = ['train', statement, '--task', 'category', '--budget', 'quick', '--json'];
    const first = (await deployment.run(again)).json<TrainDocument>();
    const second = (await deployment.run(again)).json<TrainDocument>();
    expect(second.registered.id).toBe(first.registered.id);
    const number = before.versions.length + 1;
    expect(first).toMatchObject({ version: number, registered: { number, aliases: ['challenger'] } });
  });

  test('are promoted and taken back with consent only', async () => {
    const refused = await deployment.run(['models', 'promote', '2']);
    expect(refused.exitCode).toBe(2);
    expect(refused.stderr).toContain('say --yes to agree');
    const promoted = await deployment.run([
      'models',
      'promote',
      '2',
      '--yes',
      '--reason',
      'better',
      '--json',
    ]);
    expect(promoted.json<ChampionDocument>()).toMatchObject({
      champion: { number: 2 },
      before: { number: 1 },
    });
    const back = await deployment.run(['models', 'rollback', '--yes', '--json']);
    expect(back.json<ChampionDocument>()).toMatchObject({ champion: { number: 1 }, before: { number: 2 } });
    const { document, text } = await both<ModelsListDocument>(['models', 'list', '--history']);
    expect(document.history?.slice(0, 2).map(({ action }) => action)).toEqual(['rollback', 'promote']);
    expect(text).toContain('better');
    expect((await deployment.run(['models', 'promote', '99', '--yes'])).stderr).toContain(
      'titans models list',
    );
  });

  test('have cards', async () => {
    const { document, text } = await both<{ cards: { task: string }[] }>(['models', 'card']);
    expect(document.cards.map(({ task }) => task)).toEqual(['category', 'cashflow']);
    expect(text).toMatch(/^# Model card: category\n/);
  });

  test('drift is found where rows are others than those learned from, and ends with 3', async () => {
    const same = await deployment.run(['drift', statement, '--json']);
    expect(same.exitCode).toBe(0);
    expect(same.json<DriftDocument>()).toMatchObject({
      driftDetected: false,
      reference: { version: 1, rows: 127 },
    });
    // What is compared with is kept with the models, and nowhere else.
    expect((await readdir(join(deployment.cwd, 'titans-data'))).sort()).toEqual([
      'registry',
      'tracking',
      'warehouse',
    ]);
    const rows = Array.from(
      { length: 60 },
      (_, day) => `2025-01-${String((day % 28) + 1).padStart(2, '0')},Casino ${day},-${5_000 + day}`,
    );
    const stdin = `Date,Description,Amount\n${rows.join('\n')}\n`;
    const other = await deployment.run(['drift', '-', '--html', 'drift.html'], { stdin });
    expect(other.exitCode).toBe(3);
    expect(other.stdout).toContain('The transactions have changed.');
    expect(existsSync(join(deployment.cwd, 'drift.html'))).toBe(true);
    const none = await deployment.run(['drift']);
    expect(none.exitCode).toBe(1);
    expect(none.stderr).toContain('no transactions to compare from 2024-12-07 on');
  });
});

describe('the worker', () => {
  test('does nothing where nothing is due, and says why it does not replace the champion', async () => {
    const idle = await deployment.run(['worker', '--once', '--json']);
    expect(idle.exitCode).toBe(0);
    expect(idle.json<WorkerDocument>().did).toBe('idle');
    const rehearsed = await deployment.run(['worker', '--dry-run', '--json']);
    expect(rehearsed.exitCode).toBe(0);
    expect(rehearsed.json<WorkerDocument>()).toMatchObject({ did: 'rehearsed', run: { outcome: 'refused' } });
  });
});

test('a worker that looked once says once what it did', async () => {
  await writeFile(
    join(deployment.cwd, 'other.json'),
    JSON.stringify({ model: 'other', train: { tasks: ['category'] } }),
  );
  const { exitCode, json } = await deployment.run(['worker', '--once', '--config', 'other.json', '--json']);
  expect(exitCode).toBe(0);
  expect(json<WorkerDocument>()).toMatchObject({
    did: 'ran',
    reason: 'schedule: there was no training before',
  });
});

describe('keys', () => {
  test('are made, renewed and revoked; secrets are shown once', async () => {
    const made = (
      await deployment.run(['keys', 'create', 'ci', '--role', 'viewer', '--json'])
    ).json<NewKeyResponse>();
    expect(made).toMatchObject({ name: 'ci', permissions: ['read_transactions'], state: 'active' });
    const renewed = (await deployment.run(['keys', 'rotate', made.key_id, '--json'])).json<NewKeyResponse>();
    expect(renewed.api_key).not.toBe(made.api_key);
    expect((await deployment.run(['keys', 'revoke', made.key_id])).exitCode).toBe(2);
    const revoked = await deployment.run(['keys', 'revoke', made.key_id, '--yes', '--json']);
    expect(revoked.json<ApiKeyInfo>().state).toBe('revoked');
    const { document, text } = await both<{ keys: ApiKeyInfo[] }>(['keys', 'list']);
    expect(document.keys).toMatchObject([{ key_id: made.key_id, state: 'revoked' }]);
    for (const secret of [made.api_key, renewed.api_key]) {
      expect(JSON.stringify(document)).not.toContain(secret);
      expect(text).not.toContain(secret);
    }
    expect((await deployment.run(['keys', 'rotate', 'absent'])).exitCode).toBe(1);
  });
});

describe('upkeep', () => {
  test('the status says what there is', async () => {
    const { document, text } = await both<StatusDocument>(['status']);
    expect(document).toMatchObject({
      warehouse: { state: 'up', kind: 'embedded', transactions: { rows: 127, last: '2024-12-06' } },
      store: { state: 'absent' },
      models: { state: 'up', champion: { number: 1 } },
    });
    expect(text).toContain('127, 2024-08-06 to 2024-12-06');
  });

  test('a store that is down is told, and ends with 4', async () => {
    const env = { TITANS_REDIS_URL: 'redis://127.0.0.1:1' };
    const { exitCode, json } = await deployment.run(['status', '--json'], { env });
    expect(exitCode).toBe(4);
    expect(json<StatusDocument>().store.state).toBe('down');
  });

  test('the doctor says what is wrong and what to do', async () => {
    const env = { TITANS_API_KEYS: 'your-api-key', TITANS_REDIS_URL: 'redis://127.0.0.1:1' };
    const { exitCode, json } = await deployment.run(['doctor', '--port', '0', '--json'], { env });
    expect(exitCode).toBe(1);
    const { checks } = json<DoctorDocument>();
    const states = Object.fromEntries(checks.map(({ name, state }) => [name, state]));
    expect(states).toMatchObject({
      secrets: 'fail',
      store: 'fail',
      database: 'pass',
      models: 'pass',
      migrations: 'pass',
    });
    expect(checks.find(({ name }) => name === 'secrets')).toMatchObject({ code: 'SECRET_INSECURE' });
  });

  test('migrations are told, and taken back with consent only', async () => {
    const { document } = await both<MigrateDocument>(['migrate', 'status']);
    expect(document.migrations.every(({ appliedAt }) => appliedAt !== null)).toBe(true);
    expect((await deployment.run(['migrate', 'down'])).exitCode).toBe(2);
    expect((await both<MigrateDocument>(['migrate'])).document.changed).toEqual([]);
  });

  test('nothing is removed without consent, and then what the state directory holds', async () => {
    const { document } = await both<{ versionNumbers: number[] }>(['clean', '--keep', '1', '--dry-run']);
    expect(document.versionNumbers).toEqual([]);
    expect((await deployment.run(['clean', '--deep'])).exitCode).toBe(2);
    const elsewhere = await deployment.run(['clean', '--deep', '--yes', '--state', '.']);
    expect(elsewhere.stderr).toContain('holds the working directory');
    const shown = await deployment.run(['clean', '--deep', '--dry-run']);
    expect(shown.stdout).toContain('titans-data/warehouse');
    expect((await stat(join(deployment.cwd, 'titans-data/warehouse'))).isDirectory()).toBe(true);
  });
});

describe('what is refused', () => {
  test.each(['profile', 'recurring', 'forecast'])('an account that there is not: %s', async (name) => {
    const refused = await deployment.run([name, '--account', 'gyro']);
    expectRefused(refused, 1, /NOT_FOUND: .*"gyro".* Those there are: default\.\n$/);
  });

  test('not a new account, which is told and answered', async () => {
    const answered = await deployment.run(['predict', 'Fuel station', '--account', 'gyro']);
    expect(answered.exitCode).toBe(0);
    expect(answered.stderr).toBe(
      'Answered as for a new account: there are no transactions of "gyro". Those there are: default.\n',
    );
  });

  test('a port that another program has', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const port = String(Object(other.address()).port);
    const env = { TITANS_API_KEYS: 'a-key-of-these-tests-that-is-long-enough' };
    const refused = await deployment.run(['serve', '--port', port], { env });
    await new Promise((resolve) => other.close(resolve));
    expectRefused(
      refused,
      2,
      /CONFIG_INVALID: Port \d+ of 127\.0\.0\.1 is in use by another program\. .*--port/,
    );
  });
});

test('a member of a document has one form, whichever command prints it', () => {
  // Of files that were loaded, rows are counted by what became of them.
  expect(kinds.several()).toEqual([['rows', ['number', 'object']]]);
});
