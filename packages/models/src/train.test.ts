import {
  addDays,
  createTransaction,
  type ErrorCode,
  isTitansError,
  memoryArtifactStore,
  type Progress,
  type Transaction,
  tableFromRows,
} from '@titans/core';
import { describe, expect, test } from 'vitest';
import { loadModels } from './suite/load.js';
import { originalFile } from './tasks/testing/original-file.js';
import { train } from './train.js';

async function codeOf(work: Promise<unknown>): Promise<ErrorCode | 'no error'> {
  try {
    await work;
    return 'no error';
  } catch (error) {
    if (isTitansError(error)) return error.code;
    throw error;
  }
}

function daily(days: number, rest: Partial<Transaction> = {}): Transaction[] {
  return Array.from({ length: days }, (_, day) => ({
    ...createTransaction({
      date: addDays('2024-01-01', day),
      description: day % 2 ? 'Fuel station' : 'Grocery store',
      amount: -20 - (day % 9),
      category: day % 2 ? 'fuel' : 'food',
    }),
    ...rest,
  }));
}

async function files(table: Parameters<typeof train>[0], seed: number): Promise<Map<string, Uint8Array>> {
  const store = memoryArtifactStore();
  await (await train(table, { seed, budget: 'quick' })).save(store);
  const names = await store.list();
  return new Map(await Promise.all(names.map(async (name) => [name, await store.get(name)] as const)));
}

describe('train', () => {
  test('trains the four tasks on the original file and reports what was measured', async () => {
    const seen: Progress[] = [];
    const models = await train(originalFile(), {
      budget: 'quick',
      onProgress: (progress) => seen.push(progress),
    });
    expect(models.tasks).toEqual(['category', 'amount', 'anomaly', 'cashflow']);
    expect(models.report.skipped).toEqual([]);
    expect(models.report.dataFingerprint).toMatch(/^[0-9a-f]{64}$/);
    const metrics = models.report.rows().map(({ task, metric }) => `${task} ${metric}`);
    for (const metric of ['category accuracy', 'amount mae', 'anomaly rate', 'cashflow mase'])
      expect(metrics).toContain(metric);
    for (const row of models.report.rows()) expect(Number.isFinite(row.value)).toBe(true);
    for (const model of [models.category, models.amount, models.anomaly, models.cashflow]) {
      expect(model.version).toMatch(new RegExp(`^${model.task}@[0-9a-f]{12}$`));
      expect(Object.isFrozen(model)).toBe(true);
    }
    expect(seen.at(-1)).toMatchObject({ stage: 'done', done: 4, total: 4 });
  });

  test('the same data and seed give the same bytes', async () => {
    const [first, second] = [await files(originalFile(), 7), await files(originalFile(), 7)];
    expect([...second.keys()]).toEqual([...first.keys()]);
    for (const [name, bytes] of first)
      expect(Buffer.compare(bytes, second.get(name) as Uint8Array), name).toBe(0);
  });

  test('takes rows as well as a table', async () => {
    const models = await train(daily(60), { tasks: ['cashflow'], budget: 'quick' });
    expect(models.tasks).toEqual(['cashflow']);
    expect(() => models.category).toThrow('no category model');
  });

  test('can be cancelled', async () => {
    const controller = new AbortController();
    const work = train(originalFile(), { signal: controller.signal });
    setTimeout(() => controller.abort(), 30);
    expect(await codeOf(work)).toBe('ABORTED');
  });
});

describe('save and load', () => {
  test('what was saved answers the same', async () => {
    const table = originalFile();
    const models = await train(table, { budget: 'quick' });
    const store = memoryArtifactStore();
    await models.save(store);
    const loaded = await loadModels(store);
    expect(loaded.tasks).toEqual(models.tasks);
    expect(loaded.report.rows()).toEqual(models.report.rows());
    expect(loaded.report.dataFingerprint).toBe(models.report.dataFingerprint);
    const queries = [...table.rows()].map((row) => ({
      description: row.description,
      amount: row.amountMinor / 100,
      date: row.date,
      type: row.type,
    }));
    for (const options of [{}, { history: table }]) {
      expect(loaded.category.predictBatch(queries, options)).toEqual(
        models.category.predictBatch(queries, options),
      );
      expect(loaded.amount.predictBatch(queries, options)).toEqual(
        models.amount.predictBatch(queries, options),
      );
      expect(loaded.anomaly.predictBatch(queries, options)).toEqual(
        models.anomaly.predictBatch(queries, options),
      );
    }
    expect(loaded.cashflow.forecast({ days: 365 })).toEqual(models.cashflow.forecast({ days: 365 }));
    for (const task of models.tasks) expect(loaded[task].version).toBe(models[task].version);
  });

  test('nothing there, a flipped bit, a truncated file, a file of another suite', async () => {
    const store = memoryArtifactStore();
    expect(await codeOf(loadModels(store))).toBe('NOT_FOUND');
    const models = await train(daily(60), { tasks: ['cashflow', 'category'], budget: 'quick' });
    await models.save(store);
    const name = (await store.list('category')).at(0) as string;
    const bytes = await store.get(name);

    const flipped = bytes.slice();
    flipped[flipped.length >> 1] = (flipped[flipped.length >> 1] as number) ^ 1;
    await store.put(name, flipped);
    expect(await codeOf(loadModels(store))).toBe('ARTIFACT_CORRUPT');

    await store.put(name, bytes.slice(0, -10));
    expect(await codeOf(loadModels(store))).toBe('ARTIFACT_TRUNCATED');

    const others = memoryArtifactStore();
    await (await train(daily(80), { tasks: ['category'], budget: 'quick' })).save(others);
    await store.put(name, await others.get((await others.list('category')).at(0) as string));
    expect(await codeOf(loadModels(store))).toBe('ARTIFACT_CORRUPT');

    await store.delete(name);
    expect(await codeOf(loadModels(store))).toBe('NOT_FOUND');
  });

  test('a signature is asked for', async () => {
    const store = memoryArtifactStore();
    await (await train(daily(60), { tasks: ['cashflow'], budget: 'quick' })).save(store);
    const verify = { algorithm: 'HMAC-SHA-256' as const, keyId: 'test', secret: new Uint8Array(32).fill(7) };
    expect(await codeOf(loadModels(store, { verify }))).toBe('ARTIFACT_SIGNATURE');
    const signed = memoryArtifactStore();
    await (await loadModels(store)).save(signed, { sign: verify });
    expect((await loadModels(signed, { verify })).tasks).toEqual(['cashflow']);
  });

  test('the models hold no text of the training rows', async () => {
    const planted = daily(60).map((row, index) => ({
      ...row,
      description: `Zyxwvut${index % 3} Plantedpayee`,
      originalDescription: 'Qqoriginal',
      reference: 'Plantedreference',
      merchantName: 'Plantedmerchant',
      receiptUrl: 'https://planted.example/receipt',
    }));
    const all = await files(tableFromRows(planted), 0);
    expect(all.size).toBe(6);
    for (const [name, bytes] of all) {
      const text = Buffer.from(bytes).toString('latin1').toLowerCase();
      for (const word of ['zyxwvut', 'planted', 'qqoriginal']) expect(text, name).not.toContain(word);
    }
  });
});

describe('data that do not permit a task', () => {
  test.each<[string, Transaction[], ErrorCode | string[]]>([
    ['no transaction', [], 'DATA_INSUFFICIENT'],
    ['one transaction', daily(1), 'DATA_INSUFFICIENT'],
    ['no labelled rows', daily(60, { category: null }), ['category']],
    ['one category', daily(60, { category: 'fuel' }), ['category']],
    ['all the same amount', daily(60, { amountMinor: -500 }), []],
    ['all on one day', daily(60, { date: '2024-01-01' }), ['cashflow']],
    [
      'three currencies',
      [...daily(40), ...daily(30, { currency: 'EUR' }), ...daily(30, { currency: 'JPY' })],
      [],
    ],
    [
      'a gap of a year',
      [...daily(40), ...daily(40).map((row) => ({ ...row, date: addDays(row.date, 400) }))],
      [],
    ],
  ])('%s', async (_, rows, expected) => {
    if (typeof expected === 'string') {
      expect(await codeOf(train(rows, { budget: 'quick' }))).toBe(expected);
      return;
    }
    const models = await train(rows, { budget: 'quick' });
    expect(models.report.skipped.map(({ task }) => task)).toEqual(expected);
    for (const { reason } of models.report.skipped) expect(reason).toMatch(/need/);
    for (const { value } of models.report.rows()) expect(Number.isFinite(value)).toBe(true);
  });

  test('a task asked for by name is refused with the reason', async () => {
    await expect(train(daily(60, { category: null }), { tasks: ['category'] })).rejects.toMatchObject({
      code: 'DATA_INSUFFICIENT',
      details: { task: 'category' },
    });
  });

  test('wrong options', async () => {
    expect(await codeOf(train(daily(30), { seed: 0.5 }))).toBe('INVALID_ARGUMENT');
    expect(await codeOf(train(daily(30), { tasks: [] }))).toBe('INVALID_ARGUMENT');
    expect(await codeOf(train(daily(30), { tasks: ['fraud' as 'anomaly'] }))).toBe('INVALID_ARGUMENT');
  });
});
