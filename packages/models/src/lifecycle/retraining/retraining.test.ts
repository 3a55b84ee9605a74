import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TransactionTable } from '@titans/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fileRegistry } from '../registry/stores.js';
import { memoryTracker } from '../tracking/stores.js';
import type { Guard } from './gate/guard.js';
import { all, bench, dayMs, learn, model, withChampion } from './testing/bench.js';
import { payments, upTo } from './testing/payments.js';

describe('a first run', () => {
  let directory: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'titans-retraining-'));
  });
  afterAll(() => rm(directory, { recursive: true }));

  test('makes what it trained champion, and says of what and why', async () => {
    const made = bench(fileRegistry(directory));
    const run = await made.open().run({ reason: 'to begin with' });
    expect(run).toMatchObject({
      outcome: 'promoted',
      outcomeReason: 'there is no champion yet',
      champion: null,
    });
    // 160 rows of 80 days, of which 50 are held out.
    expect(run.data).toMatchObject({
      rows: 160,
      trainingRows: 110,
      holdoutRows: 50,
      trainedThrough: '2024-02-24',
    });
    const champion = await made.registry.resolve(model, '@champion');
    expect(champion).toMatchObject({ id: run.candidate?.version, aliases: ['champion'] });
    expect(champion.tags).toMatchObject({ 'titans.trained-through': '2024-02-24' });
    const [move] = (await made.registry.history(model, { alias: 'champion' })).items;
    expect(move).toMatchObject({ by: 'retraining', from: null, reason: expect.stringContaining(run.id) });
    expect(made.notices).toEqual([
      expect.objectContaining({
        event: 'promoted',
        from: null,
        to: champion.id,
        id: `${model}:${run.id}:promoted`,
      }),
    ]);
    expect(await made.open().history()).toEqual([run]);
  });

  test('is remembered by a tracker', async () => {
    const made = bench();
    const tracker = memoryTracker();
    const run = await made.open({ tracker, train: { tasks: ['category'], budget: 'quick', seed: 1 } }).run();
    const tracked = await tracker.run(run.candidate?.trackedRun ?? '');
    expect(tracked).toMatchObject({ experiment: model, status: 'finished', params: { budget: 'quick' } });
    expect(tracked.tags).toMatchObject({ 'titans.retraining': run.id });
    const champion = await made.registry.resolve(model, '@champion');
    expect(champion.tags['titans.retraining']).toBe(`${run.id} ${run.data?.fingerprint}`);
  });

  test('waits for somebody to promote it where that is wanted', async () => {
    const made = bench();
    const run = await made.open({ gate: { promoteFirst: false } }).run();
    expect(run).toMatchObject({ outcome: 'refused', outcomeReason: 'there is no champion to compare with' });
    await expect(made.registry.resolve(model, '@champion')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('a candidate', () => {
  test('that is better on rows neither has seen becomes champion', async () => {
    const made = await withChampion();
    const before = await made.registry.resolve(model, '@champion');
    const run = await made.open().run();
    expect(run).toMatchObject({ outcome: 'promoted', champion: before.id });
    // The champion has learned up to the 24th of February; 190 rows came after, of which 30% are held out, whole days.
    expect(run.data).toMatchObject({ championThrough: '2024-02-24', holdoutRows: 58, trainingRows: 242 });
    const [comparison] = run.evaluation?.comparisons ?? [];
    expect(comparison).toMatchObject({ task: 'category', better: 'this', n: 58 });
    expect(run.outcomeReason).toMatch(/^category accuracy \S+ against \S+ \(p \S+, n 58\): better$/);
    expect(await made.registry.resolve(model, '@champion')).toMatchObject({ id: run.candidate?.version });
    const [move] = (await made.registry.history(model, { alias: 'champion' })).items;
    expect(move).toMatchObject({ from: before.id, metrics: expect.arrayContaining([expect.anything()]) });
  });

  test('whose labels were shuffled is refused, and the champion stays', async () => {
    const made = await withChampion();
    await made.open().run();
    made.rows = payments(200);
    const before = await made.registry.resolve(model, '@champion');
    const run = await made.open({ train: (rows) => learn(rows, 'wrong') }).run();
    expect(run.outcome).toBe('refused');
    expect(run.outcomeReason).toMatch(/: worse/);
    expect(run.evaluation?.passed).toBe(false);
    expect(await made.registry.resolve(model, '@champion')).toEqual(before);
    expect((await made.registry.model(model)).aliases).toEqual({ champion: before.id });
    expect(made.notices.at(-1)).toMatchObject({ event: 'refused', from: before.id, to: before.id });
  });

  test('that is no better than the champion is refused', async () => {
    const made = await withChampion();
    await made.open().run();
    made.now += 30 * dayMs;
    made.rows = payments(200);
    const run = await made.open().run();
    expect(run).toMatchObject({ outcome: 'refused', outcomeReason: expect.stringContaining('not better') });
  });

  test('that is the champion again changes nothing', async () => {
    const made = await withChampion();
    const { registry } = made;
    const suite = await learn(upTo(all, 90));
    const same = await registry.register(model, suite, { by: 'ana' });
    await registry.promote(model, same.id, { by: 'ana', reason: 'by hand' });
    await registry.setTags(model, same.id, { 'titans.trained-through': '2024-02-24' }, { by: 'ana' });
    const run = await made.open({ train: () => Promise.resolve(suite) }).run();
    expect(run).toMatchObject({ outcome: 'unchanged', candidate: { version: same.id } });
  });

  test('that answers a canary wrong is refused, however much better', async () => {
    const made = await withChampion();
    const query = { description: 'Corner bakery 1', amount: -9 };
    const canaries = [{ name: 'the bakery', query, expect: { category: 'fuel' } }];
    const run = await made.open({ canaries }).run();
    expect(run).toMatchObject({ outcome: 'refused' });
    expect(run.outcomeReason).toContain('better; canary the bakery: category is food, not fuel');
  });

  test('is refused by a guard of one’s own, which sees both and their figures', async () => {
    const made = await withChampion();
    const guard = {
      name: 'never',
      check: ({ candidate, champion, rows }: Parameters<Guard['check']>[0]) => ({
        passed: false,
        reason: `${candidate.figures[0]?.metric} of ${champion?.version.number} and ${candidate.version.number} on ${rows.length}`,
      }),
    };
    const run = await made.open({ gate: { guards: [guard] } }).run();
    expect(run.outcomeReason).toContain('guard never: accuracy of 1 and 2 on 58');
  });

  test('is not promoted over a champion that it was not compared with', async () => {
    const made = await withChampion();
    const { registry } = made;
    const other = await registry.register(model, await learn(upTo(all, 70)), { by: 'ana' });
    const guard = {
      name: 'meanwhile',
      check: async () => {
        await registry.promote(model, other.id, { by: 'ana', reason: 'by hand' });
        return { passed: true, reason: '' };
      },
    };
    const run = await made.open({ gate: { guards: [guard] } }).run();
    expect(run).toMatchObject({ outcome: 'superseded' });
    expect(await registry.resolve(model, '@champion')).toMatchObject({ id: other.id });
  });
});

test.each<[string, object]>([
  ['train', { train: () => Promise.resolve(null) }],
  ['gate.guards', { gate: { guards: [{ name: 'silent', check: () => undefined }] } }],
  ['transactions', { transactions: () => Promise.resolve(null) }],
])('what is given from plain JavaScript as %s and answers nothing is named', async (field, wrong) => {
  await expect(bench().open(wrong).run()).rejects.toMatchObject({
    code: 'INVALID_ARGUMENT',
    details: { field },
  });
});

describe('rows that nothing can be learned from', () => {
  test.each([
    ['too few', (): TransactionTable => upTo(all, 20), {}, 'there are 40 of at least 100'],
    [
      'fewer than last time',
      (): TransactionTable => upTo(all, 70),
      {},
      'there are 140, of 160 at the last training',
    ],
    ['too old', (): TransactionTable => all, { mostAgeDays: 30 }, 'days old, of at most 30'],
    [
      'none that is new',
      (): TransactionTable => upTo(all, 80),
      { leastHoldoutRows: 60 },
      '50 rows are later than 2024-02-24',
    ],
    [
      'what one’s own check finds',
      (): TransactionTable => all,
      { check: () => ['the bank sent no rent'] },
      'the bank sent no rent',
    ],
  ])('%s', async (_what, rows, data, reason) => {
    const made = await withChampion();
    made.rows = rows();
    const run = await made.open({ data }).run();
    expect(run).toMatchObject({ outcome: 'refused', step: 'validate', candidate: null });
    expect(run.outcomeReason).toContain(reason);
  });

  test('rows dated after tomorrow are left out and counted', async () => {
    const made = bench();
    made.rows = all;
    made.now = Date.UTC(2024, 3, 1);
    const run = await made.open().run({ dryRun: true });
    // The 150 days from the first of January; the first of April is the 92nd, and the second counts too.
    expect(run.data).toMatchObject({ rows: 2 * 93, futureRows: 2 * (150 - 93), through: '2024-04-02' });
  });
});

test('a dry run says what would be, and leaves nothing', async () => {
  const made = await withChampion();
  const before = await made.registry.versions(model);
  const steps: string[] = [];
  const run = await made.open().run({ dryRun: true, onProgress: ({ stage }) => steps.push(stage) });
  expect(run).toMatchObject({ outcome: 'promoted' });
  expect(steps.filter((stage) => stage.startsWith('retraining: '))).toEqual(
    ['validate', 'train', 'evaluate', 'shadow', 'refit', 'promote', 'done'].map(
      (step) => `retraining: ${step}`,
    ),
  );
  expect(await made.registry.versions(model)).toEqual(before);
  expect(await made.open().history()).toHaveLength(1);
  expect(made.notices).toHaveLength(1);
});
