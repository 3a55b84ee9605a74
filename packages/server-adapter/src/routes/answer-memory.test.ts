import { expect, test } from 'vitest';
import { exampleSuite } from '../conformance/example-suite.js';
import type { ServedModels } from '../model-host/model-host.js';
import { answerMemory } from './answer-memory.js';

async function servedModels(): Promise<ServedModels> {
  return { suite: await exampleSuite(), version: null, since: 0, revision: 'one', knownCategories: [] };
}

test('what was said is remembered from the second time on', async () => {
  const served = await servedModels();
  const memory = answerMemory<string>(1_000);
  memory.put(served, 'question', 'answer', 6);
  expect(memory.get(served, 'question')).toBeUndefined();
  memory.put(served, 'question', 'answer', 6);
  expect(memory.get(served, 'question')).toBe('answer');
  expect(memory.get(served, 'another')).toBeUndefined();
});

test('other models have said nothing, even if they are of the same suite after a correction', async () => {
  const served = await servedModels();
  const memory = answerMemory<string>(1_000);
  for (let time = 0; time < 2; time++) memory.put(served, 'question', 'answer', 6);
  expect(memory.get({ ...served, revision: 'two' }, 'question')).toBeUndefined();
});

test('that a question was asked of other models tells nothing of it', async () => {
  const [one, other] = [await servedModels(), await servedModels()];
  const memory = answerMemory<string>(1_000);
  for (let time = 0; time < 2; time++) memory.put(one, 'question', 'answer', 6);
  memory.put(other, 'question', 'answer', 6);
  expect(memory.get(other, 'question')).toBeUndefined();
  memory.put(other, 'question', 'answer', 6);
  expect(memory.get(other, 'question')).toBe('answer');
});

test('no more is kept than may be, and always what was asked for last', async () => {
  const served = await servedModels();
  const memory = answerMemory<number>(1_000);
  const questions = Array.from({ length: 200 }, (_, index) => `question ${String(index).padStart(3, '0')}`);
  for (const [index, question] of questions.entries()) {
    for (let time = 0; time < 2; time++) memory.put(served, question, index, 26);
    // Asked again and again, and so never forgotten.
    expect(memory.get(served, questions[0] as string)).toBe(0);
  }
  const kept = questions.filter((question) => memory.get(served, question) !== undefined);
  // An entry has 50 bytes, 24 of them for the 12 characters of its question: 20 of them are 1,000.
  expect(kept.length).toBeLessThanOrEqual(20);
  expect(kept.length).toBeGreaterThanOrEqual(10);
  expect(kept.slice(-9)).toEqual(questions.slice(-9));
});

test('what is kept already is counted once', async () => {
  const served = await servedModels();
  const memory = answerMemory<string>(1_000);
  for (const question of ['first', 'other']) {
    for (let time = 0; time < 200; time++) memory.put(served, question, question, 40);
  }
  expect(memory.get(served, 'first')).toBe('first');
});

test('what is longer than all that may be kept is not', async () => {
  const served = await servedModels();
  const memory = answerMemory<string>(1_000);
  for (let time = 0; time < 3; time++) memory.put(served, 'question', 'long', 1_000);
  expect(memory.get(served, 'question')).toBeUndefined();
});
