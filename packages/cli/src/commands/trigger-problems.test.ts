import { memoryKeyValueStore, tableFromRows } from '@titans/core';
import { memoryRegistry, retraining } from '@titans/models/lifecycle';
import { expect, test } from 'vitest';
import { triggerProblems } from './trigger-problems.js';

test('a trigger that fails is told once, and again when it has worked meanwhile', async () => {
  let isAway = true;
  const job = retraining({
    ...{ registry: memoryRegistry(), model: 'transactions', store: memoryKeyValueStore() },
    transactions: async () => tableFromRows([]),
    triggers: [
      {
        name: 'drift',
        check: () => {
          if (isAway) throw new Error('the warehouse is away');
          return { due: false, reason: 'nothing has drifted' };
        },
      },
      { name: 'schedule', check: () => ({ due: false, reason: 'not yet' }) },
    ],
  });
  const told = new Set<string>();
  const look = async (): Promise<readonly string[]> => triggerProblems((await job.tick()).check, told);
  expect(await look()).toEqual(['The trigger drift failed: the warehouse is away']);
  expect(await look()).toEqual([]);
  isAway = false;
  expect(await look()).toEqual([]);
  isAway = true;
  expect(await look()).toHaveLength(1);
  expect(triggerProblems(null, told)).toEqual([]);
});
