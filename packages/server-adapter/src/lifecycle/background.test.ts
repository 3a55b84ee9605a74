import { expect, test } from 'vitest';
import { requestedBackground } from './background.js';

test('where nothing goes on by itself, what is due is done after a request', async () => {
  let now = 0;
  const done: string[] = [];
  const background = requestedBackground(() => now);
  const stop = background.every(100, () => done.push('looked'));
  background.every(250, async () => {
    await Promise.resolve();
    done.push('flushed');
  });
  background.soon(() => done.push('worked'));
  expect(done).toEqual([]);
  await background.catchUp();
  expect(done).toEqual(['worked']);

  now = 99;
  await background.catchUp();
  expect(done).toEqual(['worked']);
  now = 250;
  await background.catchUp();
  await background.catchUp();
  expect(done).toEqual(['worked', 'looked', 'flushed']);

  stop();
  now = 1_000;
  await background.catchUp();
  expect(done).toEqual(['worked', 'looked', 'flushed', 'flushed']);
});

test('what work leaves to be done soon is done after the next request', async () => {
  const done: number[] = [];
  const background = requestedBackground();
  background.soon(() => {
    done.push(1);
    background.soon(() => done.push(2));
  });
  await background.catchUp();
  expect(done).toEqual([1]);
  await background.catchUp();
  expect(done).toEqual([1, 2]);
});
