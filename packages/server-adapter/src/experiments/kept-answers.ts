import type { KeyValueStore } from '@titans/core';
import type { ExperimentVariant } from '@titans/models/lifecycle';
import { recentMap } from '../limits/recent-map.js';
import { digestOf } from './digest.js';

/** An answer that waits to be told the right one. */
export interface KeptAnswer {
  /** Its own: ids of predictions are those of requests, which callers may choose and give twice. */
  readonly id: string;
  readonly experiment: string;
  readonly unit: string;
  /** Categories that were answered, by who answered. */
  readonly categories: Readonly<Partial<Record<ExperimentVariant, string>>>;
}

/** What names an answer afterwards. */
export interface AnswerNames {
  readonly predictionId: string | null;
  readonly accountId: string;
  readonly transactionId: string | null;
}

/** Answers of the tenant, until the right ones are told. */
export interface KeptAnswers {
  /** @throws TitansError what the store throws. */
  keep(answer: KeptAnswer, names: AnswerNames): Promise<void>;
  /** By the prediction, or else the last one about the transaction. @throws TitansError what the store throws. */
  find(names: AnswerNames): Promise<KeptAnswer | null>;
}

/** Answers of this process that are found before the store has them. */
const mostRecent = 2_000;

/** Keeps answers in the store, for all processes, and the last ones here. */
export function keptAnswers(store: KeyValueStore, tenant: string, ttlMs: number): KeptAnswers {
  const recent = recentMap<KeptAnswer>(mostRecent);
  const keysOf = ({ predictionId, accountId, transactionId }: AnswerNames): readonly string[] =>
    [
      ...(predictionId === null ? [] : [['prediction', predictionId]]),
      ...(transactionId === null ? [] : [['transaction', accountId, transactionId]]),
    ].map((name) => `titans:experiments:${tenant}:answer:${digestOf(name)}`);

  return {
    async keep(answer, names) {
      const keys = keysOf(names);
      for (const key of keys) recent.put(key, answer);
      const text = JSON.stringify(answer);
      await Promise.all(keys.map((key) => store.set(key, text, { ttlMs })));
    },
    async find(names) {
      for (const key of keysOf(names)) {
        const known = recent.get(key);
        if (known !== undefined) return known;
        const kept = await store.get(key);
        if (kept !== null) return JSON.parse(kept.value) as KeptAnswer;
      }
      return null;
    },
  };
}
