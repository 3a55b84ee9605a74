import { memoryKeyValueStore } from '@titans/core';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { KeptAnswer } from './kept-answers.js';
import { type CategoryLabel, toldAnswers } from './told-answers.js';

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

describe('which correction of an answer counts', () => {
  test('is the first, once', async () => {
    const told = toldAnswers(memoryKeyValueStore(), 'tenant', 60_000);
    expect(await told.count(label('a'), answer)).toEqual({ category: 'treats', answer, round: 1 });
    expect(await told.count(label('a'), answer)).toBeNull();
    expect(await told.count(label('b', 'gifts'), answer)).toBeNull();
  });

  test('is the next where the first is undone, and none where all are', async () => {
    const told = toldAnswers(memoryKeyValueStore(), 'tenant', 60_000);
    await told.count(label('a'), answer);
    await told.count(label('b', 'gifts'), answer);
    expect(await told.withdraw('a')).toEqual({
      withdrawn: { category: 'treats', answer, round: 1 },
      next: { category: 'gifts', answer, round: 2 },
    });
    expect(await told.withdraw('a')).toBeNull();
    expect(await told.withdraw('b')).toEqual({
      withdrawn: { category: 'gifts', answer, round: 2 },
      next: null,
    });
    expect(await told.count(label('c'), answer)).toMatchObject({ round: 3 });
  });

  test('is not one that was undone before this process was told of it', async () => {
    const store = memoryKeyValueStore();
    expect(await toldAnswers(store, 'tenant', 60_000).withdraw('a')).toBeNull();
    expect(await toldAnswers(store, 'tenant', 60_000).count(label('a'), answer)).toBeNull();
    expect(await toldAnswers(store, 'tenant', 60_000).count(label('b'), answer)).toMatchObject({ round: 2 });
    expect(await toldAnswers(store, 'other', 60_000).count(label('a'), answer)).toMatchObject({ round: 1 });
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
            if (found !== null) counting += found.next === null ? -1 : 0;
            if (found?.next) rounds.add(found.next.round);
          } else {
            const found = await told.count(label(id), answer);
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
});
