import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { textClassifier } from '../../estimators/text/text-classifier.js';
import type { RowReading } from './row-reader.js';
import { type TextAnswer, textAnswers } from './text-answers.js';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const readingOf = (text: string): RowReading => ({ text, lexicon: null, answer: null });

async function smallModel(): ReturnType<ReturnType<typeof textClassifier>['fit']> {
  const texts = ['coffee bar', 'coffee house', 'bus ticket', 'train ticket'];
  return textClassifier({}).fit({ texts }, Int32Array.of(0, 0, 1, 1), ['food', 'transport']);
}

test('a reading is asked about once', async () => {
  const answers = textAnswers(await smallModel(), null);
  const [coffee, bus] = [readingOf('coffee bar'), readingOf('bus ticket')];
  const [first] = answers.of([coffee]);
  const [other, again] = answers.of([bus, coffee]);
  expect(again).toBe(first);
  expect(other).not.toBe(first);
  const reasons = answers.explain(first as TextAnswer, 0);
  expect(reasons[0]?.contribution).toBeGreaterThan(0);
  expect(answers.explain(again as TextAnswer, 0)).toBe(reasons);
  // In between, for another class, and long after its text was read.
  answers.of([readingOf('train house')]);
  expect(answers.explain(first as TextAnswer, 1)).not.toEqual(reasons);
  expect(answers.explain(first as TextAnswer, 0)).toEqual(reasons);
});

test('two models that are asked about one reading answer for themselves', async () => {
  const [one, other] = [
    await smallModel(),
    await textClassifier({ loss: 'hinge' }).fit({ texts: ['coffee', 'bus'] }, Int32Array.of(0, 1), [
      'a',
      'b',
    ]),
  ];
  const [first, second] = [textAnswers(one, null), textAnswers(other, null)];
  const coffee = readingOf('coffee bar');
  const before = first.of([coffee, coffee])[0]?.scores.slice();
  const between = second.of([coffee])[0]?.scores.slice();
  expect(first.of([coffee])[0]?.scores).toEqual(before);
  expect(between).not.toEqual(before);
  expect([...(before ?? [])].slice(0, 2)).toEqual([...one.decisionScores({ texts: ['coffee bar'] })]);
});

test('texts that do not come again leave nothing behind', async () => {
  const answers = textAnswers(await smallModel(), null);
  const kept: WeakRef<object>[] = [];
  for (let at = 0; at < 500; at++) {
    for (const answer of answers.of([readingOf(`coffee ${at}`)])) kept.push(new WeakRef(answer));
  }
  // What a WeakRef was just made of lives until the turn is over.
  await new Promise((resolve) => setImmediate(resolve));
  collectGarbage();
  const alive = kept.filter((answer) => answer.deref() !== undefined).length;
  expect(alive).toBeLessThan(10);
});
