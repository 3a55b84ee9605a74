import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { textClassifier } from '../../estimators/text/text-classifier.js';
import type { RowReading } from './row-reader.js';
import { textAnswers } from './text-answers.js';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const readingOf = (text: string): RowReading => ({ text, lexicon: null });

async function smallModel(): ReturnType<ReturnType<typeof textClassifier>['fit']> {
  const texts = ['coffee bar', 'coffee house', 'bus ticket', 'train ticket'];
  return textClassifier({}).fit({ texts }, Int32Array.of(0, 0, 1, 1), ['food', 'transport']);
}

test('a reading is asked about once', async () => {
  const answersOf = textAnswers(await smallModel(), null);
  const [coffee, bus] = [readingOf('coffee bar'), readingOf('bus ticket')];
  const [first] = answersOf([coffee]);
  const [other, again] = answersOf([bus, coffee]);
  expect(again).toBe(first);
  expect(other).not.toBe(first);
  expect(first?.explain(0)[0]?.contribution).toBeGreaterThan(0);
  expect(again?.explain(0)).toBe(first?.explain(0));
});

test('texts that do not come again leave nothing behind', async () => {
  const answersOf = textAnswers(await smallModel(), null);
  const answers: WeakRef<object>[] = [];
  for (let at = 0; at < 500; at++) {
    for (const answer of answersOf([readingOf(`coffee ${at}`)])) answers.push(new WeakRef(answer));
  }
  // What a WeakRef was just made of lives until the turn is over.
  await new Promise((resolve) => setImmediate(resolve));
  collectGarbage();
  const alive = answers.filter((answer) => answer.deref() !== undefined).length;
  expect(alive).toBeLessThan(10);
});
