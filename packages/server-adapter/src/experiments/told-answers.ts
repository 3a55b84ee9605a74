import type { KeyValueStore } from '@titans/core';
import { digestOf } from './digest.js';
import type { AnswerNames, KeptAnswer } from './kept-answers.js';

/** The right category of something that was answered. */
export interface CategoryLabel extends AnswerNames {
  readonly correctionId: string;
  readonly category: string;
}

/** A label and the answer that it was counted of. */
export interface CountedLabel {
  readonly category: string;
  readonly answer: KeptAnswer;
  /** How often something was counted of the answer before: names of outcomes must differ. */
  readonly round: number;
}

/** What an event changes: what is not to be counted any more, and what is to be. */
export interface Recount {
  readonly withdrawn: CountedLabel | null;
  readonly counted: CountedLabel | null;
}

/**
 * Which correction of an answer counts: the first that applies, and where that is undone the one after it. Several processes may be
 * told of one correction, and of its undoing before the correction.
 */
export interface ToldAnswers {
  /** Keeps a label that is held, so that it can be counted when it is released. */
  remember(label: CategoryLabel): Promise<void>;
  recall(correctionId: string): Promise<CategoryLabel | null>;
  /** Counts a label, unless another one counts, or it was undone by now. */
  count(label: CategoryLabel, answer: KeptAnswer): Promise<Recount>;
  /** Counts a label no more, and the one that comes after it in its place. */
  withdraw(correctionId: string): Promise<Recount>;
}

interface KeptLabel {
  readonly label: CategoryLabel | null;
  readonly answer: KeptAnswer | null;
  readonly isWithdrawn: boolean;
}

interface Told {
  readonly counting: string | null;
  /** Corrections that would count, oldest first. */
  readonly waiting: readonly string[];
  readonly round: number;
}

/** People who disagree for ever must not make an entry grow for ever. */
const mostWaiting = 20;
const unknownLabel: KeptLabel = { label: null, answer: null, isWithdrawn: false };
const unchanged: Recount = { withdrawn: null, counted: null };
const untold: Told = { counting: null, waiting: [], round: 0 };

/** Keeps them in the store, for all processes. Methods throw what the store throws. */
export function toldAnswers(store: KeyValueStore, tenant: string, ttlMs: number): ToldAnswers {
  const prefix = `titans:experiments:${tenant}`;
  const labelKey = (correction: string): string => `${prefix}:label:${digestOf([correction])}`;
  const toldKey = (answer: string): string => `${prefix}:told:${digestOf([answer])}`;

  /** Changes a value as one step. @returns As it is then, and as it was. */
  async function change<Value>(
    key: string,
    start: Value,
    work: (value: Value) => Value,
  ): Promise<{ readonly is: Value; readonly was: Value }> {
    for (;;) {
      const found = await store.get(key);
      const was = found === null ? start : (JSON.parse(found.value) as Value);
      const is = work(was);
      if (is === was) return { is, was };
      if (await store.compareAndSet(key, found?.version ?? null, JSON.stringify(is), { ttlMs })) {
        return { is, was };
      }
    }
  }

  const kept = (correction: string, work: (value: KeptLabel) => KeptLabel) =>
    change(labelKey(correction), unknownLabel, work);

  async function labelOf(correctionId: string): Promise<KeptLabel> {
    const found = await store.get(labelKey(correctionId));
    return found === null ? unknownLabel : (JSON.parse(found.value) as KeptLabel);
  }

  async function isUndone(correctionId: string): Promise<boolean> {
    return (await labelOf(correctionId)).isWithdrawn;
  }

  /** Neither counts nor waits any more. @returns `null` where it did not count. */
  async function leave(answer: KeptAnswer, correction: string, category: string): Promise<Recount | null> {
    const { is, was } = await change<Told>(toldKey(answer.id), untold, (told) => {
      const { counting, waiting, round } = told;
      if (waiting.includes(correction))
        return { ...told, waiting: waiting.filter((id) => id !== correction) };
      if (counting !== correction) return told;
      const [next = null, ...rest] = waiting;
      return { counting: next, waiting: rest, round: next === null ? round : round + 1 };
    });
    if (was.counting !== correction) return null;
    const withdrawn = { category, answer, round: was.round };
    const next = is.counting === null ? null : (await labelOf(is.counting)).label;
    return { withdrawn, counted: next && { category: next.category, answer, round: is.round } };
  }

  return {
    async remember(label) {
      await kept(label.correctionId, (value) => (value.label === null ? { ...value, label } : value));
    },

    recall: async (correctionId) => (await labelOf(correctionId)).label,

    async count(label, answer) {
      const { correctionId, category } = label;
      // Before it can come to count: whoever lets it, in another process, has to know what it says.
      const { is: known } = await kept(correctionId, (value) => ({ ...value, label, answer }));
      if (known.isWithdrawn) return unchanged;
      const { is, was } = await change<Told>(toldKey(answer.id), untold, (told) => {
        if (told.counting === null) return { ...told, counting: correctionId, round: told.round + 1 };
        const isKnown = told.counting === correctionId || told.waiting.includes(correctionId);
        if (isKnown || told.waiting.length >= mostWaiting) return told;
        return { ...told, waiting: [...told.waiting, correctionId] };
      });
      const isCounting = is.counting === correctionId && was.counting === null;
      const counted = isCounting ? { category, answer, round: is.round } : null;
      if (!(await isUndone(correctionId))) return { withdrawn: null, counted };
      // Undone meanwhile, maybe before it could be found among those that count or wait.
      const left = await leave(answer, correctionId, category);
      // Where whoever undid it has found it, it is given back there.
      if (left === null) return { withdrawn: null, counted };
      return isCounting ? { withdrawn: null, counted: left.counted } : left;
    },

    async withdraw(correctionId) {
      const { was } = await kept(correctionId, (value) => ({ ...value, isWithdrawn: true }));
      const { answer, label } = was;
      if (was.isWithdrawn || answer === null || label === null) return unchanged;
      return (await leave(answer, correctionId, label.category)) ?? unchanged;
    },
  };
}
