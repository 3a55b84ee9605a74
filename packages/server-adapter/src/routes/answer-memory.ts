import { randomInt } from 'node:crypto';
import { hashOfText, secondSight } from '@titans/core';
import type { ServedModels } from '../model-host/model-host.js';

/** Remembers what models said to questions that come again. */
export interface AnswerMemory<Said> {
  /** @param served Who is asked; others have said nothing yet. */
  get(served: ServedModels, question: string): Said | undefined;
  /**
   * Remembers an answer, from the second time on that it is given: of questions that come once nothing is kept.
   *
   * @param bytes That the answer takes, at most; the question is counted here.
   */
  put(served: ServedModels, question: string, said: Said, bytes: number): void;
}

interface Entry<Said> {
  readonly said: Said;
  readonly bytes: number;
}

/** What was said lately. What models said that do not answer any more is let go of with them. */
interface Generation<Said> {
  readonly answers: WeakMap<ServedModels, Map<string, Entry<Said>>>;
  bytes: number;
}

/** Engines keep a text with one character beyond U+00FF in two bytes each. */
const bytesOfCharacter = 2;

/**
 * Keeps so many bytes at most, and always the half of them that was asked for last: two generations, of which the older
 * one is forgotten when the younger one is full.
 */
export function answerMemory<Said>(mostBytes: number): AnswerMemory<Said> {
  const isAgain = secondSight();
  /** Tenants would else learn by the time that answers take what others have asked. */
  const seeds = new WeakMap<ServedModels, number>();
  let young = generation<Said>();
  let old = generation<Said>();

  function keep(served: ServedModels, question: string, entry: Entry<Said>): void {
    if (young.bytes + entry.bytes > mostBytes / 2) {
      old = young;
      young = generation();
    }
    let known = young.answers.get(served);
    if (known === undefined) {
      known = new Map();
      young.answers.set(served, known);
    }
    known.set(question, entry);
    young.bytes += entry.bytes;
  }

  function seedOf(served: ServedModels): number {
    let seed = seeds.get(served);
    if (seed === undefined) {
      seed = randomInt(2 ** 32);
      seeds.set(served, seed);
    }
    return seed;
  }

  return {
    get(served, question) {
      const entry = young.answers.get(served)?.get(question);
      if (entry !== undefined) return entry.said;
      const older = old.answers.get(served)?.get(question);
      if (older !== undefined) keep(served, question, older);
      return older?.said;
    },
    put(served, question, said, bytes) {
      // A batch may ask the same several times at once.
      if (young.answers.get(served)?.has(question)) return;
      const taken = bytes + question.length * bytesOfCharacter;
      if (taken <= mostBytes / 2 && isAgain(hashOfText(question, seedOf(served)))) {
        keep(served, question, { said, bytes: taken });
      }
    },
  };
}

function generation<Said>(): Generation<Said> {
  return { answers: new WeakMap(), bytes: 0 };
}
