import { setImmediate as immediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createTurns } from './turns.js';

test('whoever waits is let on in order, and what is left for afterwards comes when all have gone on', async () => {
  const turns = createTurns();
  const done: string[] = [];
  const pass = async (name: string): Promise<void> => {
    await turns.next();
    done.push(`${name} read`);
    await null;
    done.push(`${name} answered`);
    turns.afterwards(() => void done.push(`${name} recorded`));
  };
  await Promise.all(['a', 'b', 'c'].map(pass));
  expect(done).toEqual(['a read', 'b read', 'c read', 'a answered', 'b answered', 'c answered']);
  await immediate();
  expect(done.slice(6)).toEqual(['a recorded', 'b recorded', 'c recorded']);
});

test('who comes later waits for the next turn', async () => {
  const turns = createTurns();
  const done: string[] = [];
  await turns.next();
  const second = turns.next().then(() => done.push('second'));
  await Promise.resolve();
  expect(done).toEqual([]);
  await second;
  turns.afterwards(() => {
    done.push('recorded');
    turns.afterwards(() => void done.push('recorded by it'));
  });
  await immediate();
  await immediate();
  expect(done).toEqual(['second', 'recorded', 'recorded by it']);
});

test('where requests must not wait for each other, each goes on alone and leaves nothing for afterwards', async () => {
  const turns = createTurns(true);
  const done: string[] = [];
  const first = turns.next();
  expect(turns.next()).not.toBe(first);
  await first;
  turns.afterwards(() => void done.push('recorded'));
  expect(done).toEqual(['recorded']);
});
