import { TitansError } from '@titans/core';
import { expect, test } from 'vitest';
import { storeInParts } from './store-in-parts.js';

/** Takes all or nothing of what is given, and no odd number. */
function evenNumbers(): { taken: number[]; store: (some: readonly number[]) => Promise<void> } {
  const taken: number[] = [];
  return {
    taken,
    async store(some) {
      const odd = some.find((number) => number % 2 === 1);
      if (odd !== undefined) throw new TitansError('INVALID_ARGUMENT', `${odd} is odd.`);
      taken.push(...some);
    },
  };
}

test('what is refused keeps nothing else from being stored', async () => {
  const { taken, store } = evenNumbers();
  expect(await storeInParts([2, 3, 4, 5, 6], store)).toMatchObject({
    count: 2,
    err: { message: '3 is odd.' },
  });
  expect(taken).toEqual([2, 4, 6]);
  expect(await storeInParts([8, 10], store)).toBeNull();
  expect(await storeInParts([], store)).toBeNull();
  expect(taken).toEqual([2, 4, 6, 8, 10]);
});

test('a store that is down is told of, so that all is tried again', async () => {
  let calls = 0;
  const down = async (): Promise<void> => {
    calls++;
    throw new TitansError('STORE_UNAVAILABLE', 'The store is down.');
  };
  await expect(storeInParts([1, 2, 3], down)).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
  expect(calls).toBe(1);
});
