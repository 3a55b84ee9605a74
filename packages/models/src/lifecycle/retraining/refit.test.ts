import { describe, expect, test } from 'vitest';
import { modelLineage } from '../registry/model-lineage.js';
import { memoryTracker } from '../tracking/stores.js';
import type { RetrainingRun } from './retraining-run.js';
import { runKey, stateKey } from './stored-state.js';
import { all, bench, learn, model, withChampion } from './testing/bench.js';
import { payments } from './testing/payments.js';

describe('a refit', () => {
  test('has learned the rows that the candidate was judged on, and comes from it', async () => {
    const made = await withChampion();
    const before = await made.registry.resolve(model, '@champion');
    const run = await made.open({ refit: true }).run();
    // 300 rows, of which 58 are held out.
    expect(run).toMatchObject({ outcome: 'promoted', data: { trainingRows: 242, through: '2024-05-29' } });
    expect(run.refit).toMatchObject({ passed: true, trainingRows: 300, trainedThrough: '2024-05-29' });
    const champion = await made.registry.resolve(model, '@champion');
    expect(champion.id).toBe(run.refit?.candidate?.version);
    expect(champion.id).not.toBe(run.candidate?.version);
    expect(champion.tags).toMatchObject({ 'titans.trained-through': '2024-05-29' });
    const lineage = await modelLineage(made.registry, model, '@champion');
    expect(lineage.parent).toBe(run.candidate?.version);
    expect((await modelLineage(made.registry, model, lineage.parent ?? '')).parent).toBe(before.id);
    expect(made.notices.at(-1)).toMatchObject({ event: 'promoted', from: before.id, to: champion.id });
    // What is compared with it next must be later than all that it has learned.
    made.rows = payments(200);
    const next = await made.open({ refit: true }).run();
    expect(next.data).toMatchObject({ championThrough: '2024-05-29', holdoutRows: 50 });
  });

  test('answers as the judged one on rows that both have learned, and the canaries', async () => {
    const made = await withChampion();
    const query = { description: 'Corner bakery 1', amount: -9 };
    const canaries = [{ name: 'the bakery', query, expect: { category: 'food' } }];
    const run = await made.open({ refit: { leastAgreedShare: 0.95 }, canaries }).run();
    expect(run.refit?.findings).toEqual([
      {
        kind: 'guard',
        name: 'refit category',
        passed: true,
        reason: expect.stringMatching(/^2\d\d of 242 answers/),
      },
      { kind: 'canary', name: 'the bakery', passed: true, reason: 'answered as expected' },
    ]);
  });

  test('that answers otherwise is kept, but what was judged is promoted', async () => {
    const made = await withChampion();
    const train: Parameters<typeof made.open>[0] = {
      refit: true,
      train: (rows) => learn(rows, rows.length === all.length ? 'wrong' : 'right'),
    };
    const run = await made.open(train).run();
    expect(run).toMatchObject({ outcome: 'promoted', refit: { passed: false, trainingRows: 300 } });
    expect(run.refit?.reason).toMatch(/^guard refit category: \d+ of 242 answers are alike$/);
    expect(run.refit?.candidate).not.toBeNull();
    expect((await made.registry.resolve(model, '@champion')).id).toBe(run.candidate?.version);
    expect((await made.open().state()).lastTraining).toMatchObject({
      trainedThrough: run.data?.trainedThrough,
    });
  });

  test('is not made of rows that have gone, nor twice of the same bytes', async () => {
    const made = await withChampion();
    let reads = 0;
    const gone = await made.open({
      refit: true,
      transactions: () => Promise.resolve(reads++ < 1 ? all : payments(20)),
      shadow: {
        requests: 1,
        server: {
          begin: async () => {},
          traffic: async () => ({
            requests: reads > 0 ? made.now % 2 : 0,
            failed: 0,
            compared: 0,
            agreed: 0,
          }),
          end: async () => {},
        },
      },
    });
    expect((await gone.run()).outcome).toBeNull();
    made.now += 1;
    const run = await gone.run();
    expect(run).toMatchObject({ outcome: 'promoted', refit: { candidate: null, passed: false } });
    expect(run.refit?.reason).toBe('there are 40 rows, of 300 when it was judged');

    const again = await withChampion();
    const suite = await learn(all);
    const same = await again.open({ refit: true, train: () => Promise.resolve(suite) }).run();
    expect(same).toMatchObject({ outcome: 'promoted', refit: { passed: false, candidate: null } });
    const { tags } = await again.registry.resolve(model, '@champion');
    expect(tags['titans.parent']).toBe(same.champion);
    expect(tags['titans.trained-through']).toBe(same.data?.trainedThrough);
  });

  test.each([
    ['the run itself', true],
    ['a person', false],
  ])('that is taken back by %s takes the judged one with it', async (_, byRun) => {
    const made = await withChampion();
    const before = await made.registry.resolve(model, '@champion');
    let degraded = false;
    const watch = { degradation: () => ({ degraded, reason: 'worse' }), forMs: 86_400_000 };
    const first = await made.open({ refit: true, watch }).run();
    expect(first).toMatchObject({ outcome: 'promoted', refit: { passed: true } });
    const promoted = await made.registry.resolve(model, '@champion');
    expect(promoted.id).toBe(first.refit?.candidate?.version);
    degraded = byRun;
    if (byRun) expect(await made.open({ refit: true, watch }).tick()).toMatchObject({ did: 'rolled-back' });
    else await made.registry.rollback(model, { by: 'ana', reason: 'customers complained' });
    expect((await made.registry.resolve(model, '@champion')).id).toBe(before.id);

    const again = await made.open({ refit: true }).run();
    // The same rows give the same judged candidate, which was never champion itself.
    expect(again.candidate?.version).toBe(first.candidate?.version);
    expect(again.outcome).toBe('refused');
    expect(again.outcomeReason).toMatch(
      /^training gave version \d+ again, which had to be taken back \(.+\)$/,
    );
    expect((await made.registry.resolve(model, '@champion')).id).toBe(before.id);

    // With later rows it is another one, which may win.
    made.rows = payments(200);
    const later = await made.open({ refit: true }).run();
    expect(later.candidate?.version).not.toBe(first.candidate?.version);
    expect(later.outcomeReason).not.toContain('taken back');
  });

  test('that is taken back takes the judged one with it, though that was champion once before', async () => {
    const made = await withChampion();
    const before = await made.registry.resolve(model, '@champion');
    const { candidate } = await made.open({ refit: true }).run();
    const refitted = await made.registry.resolve(model, '@champion');
    for (const id of [candidate?.version ?? '', before.id, refitted.id]) {
      await made.registry.promote(model, id, { by: 'ana', reason: 'to compare' });
    }
    await made.registry.rollback(model, { by: 'ana', reason: 'customers complained' });
    expect((await made.registry.resolve(model, '@champion')).id).toBe(before.id);
    const again = await made.open({ refit: true }).run();
    expect(again).toMatchObject({ candidate: { version: candidate?.version }, outcome: 'refused' });
    expect((await made.registry.resolve(model, '@champion')).id).toBe(before.id);
  });

  test('that was promoted again by hand stays what it is', async () => {
    const made = await withChampion();
    const { candidate } = await made.open({ refit: true }).run();
    const refitted = await made.registry.resolve(model, '@champion');
    await made.registry.rollback(model, { by: 'ana', reason: 'to look' });
    await made.registry.promote(model, refitted.id, { by: 'ana', reason: 'it was right' });
    await made.open({ refit: true }).run();
    for (const id of [refitted.id, candidate?.version ?? '']) {
      expect((await made.registry.resolve(model, id)).tags).not.toHaveProperty('titans.rolled-back');
    }
  });

  test('is tracked, rehearsed, and left out unless asked for', async () => {
    const made = bench();
    const tracker = memoryTracker();
    const options = { tracker, train: { tasks: ['category'], budget: 'quick', seed: 1 } } as const;
    const rehearsed = await made.open({ ...options, refit: true }).run({ dryRun: true });
    expect(rehearsed.refit).toMatchObject({ passed: true, trainingRows: 160 });
    const run = await made.open({ ...options, refit: true }).run();
    const tracked = await tracker.run(run.refit?.candidate?.trackedRun ?? '');
    expect(tracked).toMatchObject({ status: 'finished', tags: { 'titans.retraining': run.id } });
    expect((await bench().open().run()).refit).toBeNull();
  });

  test('is null in what was kept before there were refits', async () => {
    const made = bench();
    const { number } = await made.open().run();
    const stored = async (key: string): Promise<object> =>
      JSON.parse((await made.store.get(key))?.value ?? '{}');
    const { refit, ...run } = (await stored(runKey(model, number))) as RetrainingRun;
    expect(refit).toBeNull();
    await made.store.set(runKey(model, number), JSON.stringify(run));
    const state = { ...(await stored(stateKey(model))), run };
    await made.store.set(stateKey(model), JSON.stringify(state));
    expect((await made.open().state()).run?.refit).toBeNull();
    expect((await made.open().history()).map(({ refit }) => refit)).toEqual([null]);
  });

  test.each([{ refit: 1 }, { refit: { leastAgreedShare: 2 } }, { refit: { share: 1 } }])(
    'refuses %j',
    (wrong) => {
      expect(() => bench().open(wrong as object)).toThrow(
        expect.objectContaining({ code: 'INVALID_ARGUMENT' }),
      );
    },
  );
});
