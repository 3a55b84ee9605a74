import { memoryKeyValueStore } from '@titans/core';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { KeptAnswer } from './kept-answers.js';
import { type CategoryLabel, type Recount, toldAnswers } from './told-answers.js';

const answer: KeptAnswer = {
  id: 'answer',
  experiment: 'one',
  unit: 'account',
  categories: { champion: 'food' },
};
const label = (correctionId: string, category = 'treats'): CategoryLabel => ({
  ...{ correctionId, category },
  ...{ predictionId: 'prediction', accountId: 'account', transactionId: null },
});

const nothing = { withdrawn: null, counted: null };

describe('which correction of an answer counts', () => {
  test('is the first, once', async () => {
    const told = toldAnswers(memoryKeyValueStore(), 'tenant', 60_000);
    const counted = { category: 'treats', answer, round: 1 };
    expect(await told.count(label('a'), answer)).toEqual({ withdrawn: null, counted });
    expect(await told.count(label('a'), answer)).toEqual(nothing);
    expect(await told.count(label('b', 'gifts'), answer)).toEqual(nothing);
  });

  test('is the next where the first is undone, and none where all are', async () => {
    const told = toldAnswers(memoryKeyValueStore(), 'tenant', 60_000);
    await told.count(label('a'), answer);
    await told.count(label('b', 'gifts'), answer);
    expect(await told.withdraw('a')).toEqual({
      withdrawn: { category: 'treats', answer, round: 1 },
      counted: { category: 'gifts', answer, round: 2 },
    });
    expect(await told.withdraw('a')).toEqual(nothing);
    expect(await told.withdraw('b')).toEqual({
      withdrawn: { category: 'gifts', answer, round: 2 },
      counted: null,
    });
    expect((await told.count(label('c'), answer)).counted).toMatchObject({ round: 3 });
  });

  test('is not one that was undone before this process was told of it', async () => {
    const store = memoryKeyValueStore();
    const open = (tenant = 'tenant') => toldAnswers(store, tenant, 60_000);
    expect(await open().withdraw('a')).toEqual(nothing);
    expect(await open().count(label('a'), answer)).toEqual(nothing);
    expect((await open().count(label('b'), answer)).counted).toMatchObject({ category: 'treats' });
    expect((await open('other').count(label('a'), answer)).counted).toMatchObject({ round: 1 });
  });

  test('is remembered while it is held', async () => {
    const told = toldAnswers(memoryKeyValueStore(), 'tenant', 60_000);
    await told.remember(label('a'));
    expect(await told.recall('a')).toEqual(label('a'));
    expect(await told.recall('b')).toBeNull();
  });

  test('whatever comes in whichever order, at most one counts, and as many are given back as were counted before', async () => {
    const step = fc.record({ id: fc.constantFrom('a', 'b', 'c', 'd'), undo: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        const told = toldAnswers(memoryKeyValueStore(), 'tenant', 60_000);
        const rounds = new Set<number>();
        let [applied, undone, counting]: [string[], Set<string>, number] = [[], new Set(), 0];
        for (const { id, undo } of steps) {
          if (undo) {
            const found = await told.withdraw(id);
            undone.add(id);
            applied = applied.filter((one) => one !== id);
            if (found.withdrawn !== null) counting += found.counted === null ? -1 : 0;
            if (found.counted !== null) rounds.add(found.counted.round);
          } else {
            const { counted: found } = await told.count(label(id), answer);
            if (!undone.has(id) && !applied.includes(id)) applied.push(id);
            if (found === null) continue;
            expect(rounds.has(found.round)).toBe(false);
            rounds.add(found.round);
            counting++;
          }
          expect(counting).toBe(applied.length === 0 ? 0 : 1);
        }
      }),
    );
  });

  test('with several processes, each step of one between any two of another, one that applies counts once', async () => {
    const ids = ['a', 'b', 'c'] as const;
    const undone = fc.subarray([...ids]);
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), undone, async (scheduler, taken) => {
        const store = memoryKeyValueStore();
        /** A process whose every look at the store waits for its turn. */
        const process = () =>
          toldAnswers(
            {
              ...store,
              get: scheduler.scheduleFunction(store.get),
              compareAndSet: scheduler.scheduleFunction(store.compareAndSet),
            },
            'tenant',
            60_000,
          );
        const tally = new Map<string, number>();
        const add = ({ withdrawn, counted }: Recount): void => {
          if (withdrawn !== null) tally.set(withdrawn.category, (tally.get(withdrawn.category) ?? 0) - 1);
          if (counted !== null) tally.set(counted.category, (tally.get(counted.category) ?? 0) + 1);
        };
        const work = [
          ...ids.map((id) => process().count(label(id, `category ${id}`), answer)),
          ...taken.map((id) => process().withdraw(id)),
        ];
        const all = Promise.all(work.map((one) => one.then(add)));
        await scheduler.waitFor(all);
        const left = [...tally].filter(([, count]) => count !== 0);
        const applying = ids.filter((id) => !taken.includes(id)).map((id) => `category ${id}`);
        expect(left).toHaveLength(Math.min(1, applying.length));
        for (const [category, count] of left) {
          expect(applying).toContain(category);
          expect(count).toBe(1);
        }
      }),
      { numRuns: 300 },
    );
  });
});
