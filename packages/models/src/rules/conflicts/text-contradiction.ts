import { foldText } from '@titans/core';
import { type TextTest, type TextValue, textPasses } from '../condition.js';

/** Whether surely no text, nor its absence, passes all tests of one field. */
export function noTextPasses(tests: readonly TextTest[]): boolean {
  const list = tests.find((test) => !test.negated && test.op === 'oneOf');
  if (list !== undefined) {
    // What is written in another case is not known of a folded word.
    const decidable = list.caseSensitive ? tests : tests.filter((test) => !test.caseSensitive);
    return [...list.words].every((word) => {
      const value = word === null ? null : textOf(word);
      return decidable.some((test) => !textPasses(test, value));
    });
  }
  const wanted = tests.filter((test) => !test.negated);
  return wanted.some((one) => tests.some((other) => excludes(one, other)));
}

function textOf(word: string): TextValue {
  return { raw: word, folded: foldText(word), matched: new Map() };
}

/** Whether no text passes both; `one` is not negated, and neither is a list unless it is negated. */
function excludes(one: TextTest, other: TextTest): boolean {
  if (other.negated && other.op === 'oneOf') return false;
  if (one.caseSensitive !== other.caseSensitive) return false;
  if (other.negated) return surelyHas(one, other);
  const [a, b] = [one.word, other.word];
  if (one.op === 'startsWith' && other.op === 'startsWith') return !a.startsWith(b) && !b.startsWith(a);
  if (one.op === 'endsWith' && other.op === 'endsWith') return !a.endsWith(b) && !b.endsWith(a);
  return false;
}

/** Whether a text that passes `one` has what `other` looks for. */
function surelyHas(one: TextTest, other: TextTest): boolean {
  if (one.op === 'matches' || other.op === 'matches') {
    return one.op === other.op && one.patternText === other.patternText;
  }
  if (other.op === 'contains') return one.word.includes(other.word);
  if (one.op !== other.op) return false;
  return other.op === 'startsWith' ? one.word.startsWith(other.word) : one.word.endsWith(other.word);
}
