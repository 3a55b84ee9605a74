import { hashOfText, secondSight } from '@titans/core';

/** What an answer about a text may depend on beside it. */
type Beside = string | number | boolean | null | undefined;

/** Remembers answers about texts that come again; of none for ever. */
export interface TextCache<Value> {
  /** @param beside What else the answer depends on, always as many. */
  get(text: string, beside: readonly Beside[]): Value | undefined;
  /** Remembers an answer, from the second time on that one about the text is given. */
  set(text: string, beside: readonly Beside[], value: Value): void;
}

/** How much a {@link textCache} holds. */
export interface TextCacheLimits {
  /** Texts, at most. Those that were not asked for the longest time go first, half of them at once. */
  readonly texts: number;
  /** Answers per text, 4 unless told; one more, and all of the text go. */
  readonly perText?: number;
}

interface Remembered<Value> {
  readonly beside: readonly Beside[];
  readonly value: Value;
}

/** Longer texts are not remembered: they hardly come again. */
const longest = 512;

/** Makes a cache that is looked up by the text alone, without making a key of it and what is beside it. */
export function textCache<Value>({ texts, perText = 4 }: TextCacheLimits): TextCache<Value> {
  const isAgain = secondSight();
  const mostYoung = Math.max(1, texts >> 1);
  let young = new Map<string, Remembered<Value>[]>();
  let old: typeof young = new Map();

  function keep(text: string, answers: Remembered<Value>[]): void {
    if (young.size >= mostYoung) {
      old = young;
      young = new Map();
    }
    young.set(text, answers);
  }

  function answersTo(text: string): Remembered<Value>[] | undefined {
    const found = young.get(text);
    if (found !== undefined) return found;
    const older = old.get(text);
    if (older !== undefined) keep(text, older);
    return older;
  }

  return {
    get(text, beside) {
      const answers = answersTo(text);
      if (answers === undefined) return undefined;
      for (const answer of answers) if (areSame(answer.beside, beside)) return answer.value;
      return undefined;
    },
    set(text, beside, value) {
      if (isLong(text) || beside.some(isLong)) return;
      const answers = answersTo(text);
      if (answers === undefined) {
        if (isAgain(hashOfText(text))) keep(text, [{ beside, value }]);
      } else {
        if (answers.length >= perText) answers.length = 0;
        answers.push({ beside, value });
      }
    },
  };
}

function isLong(value: Beside): boolean {
  return typeof value === 'string' && value.length > longest;
}

function areSame(a: readonly Beside[], b: readonly Beside[]): boolean {
  for (let at = 0; at < a.length; at++) if (a[at] !== b[at]) return false;
  return true;
}
