import { type ArtifactContent, TitansError } from '@titans/core';
import { requireText } from '../text/require-text.js';
import { type PayeeMemoryState, payeeArtifact, restorePayeeState } from './payee-artifact.js';
import {
  checkPayeeMemoryParameters,
  checkWeight,
  type PayeeMemoryParameters,
} from './payee-memory-parameters.js';
import { type PayeePrediction, predictionOf } from './payee-prediction.js';
import { recall } from './payee-recall.js';
import { readPayee } from './payee-signature.js';
import { payeeStore } from './payee-store.js';

/** A payee memory that learns row by row, while it is asked. */
export interface OnlinePayeeMemory {
  /** The labels learned so far, in the order in which they first came. */
  readonly labels: readonly string[];
  /** How many rows are remembered. */
  readonly rows: number;
  /**
   * Remembers that a description had a label.
   *
   * @param day Epoch day of the row, a whole number.
   * @param weight What the row counts, above 0 and at most 1e100; 1 unless told. A correction by hand may count as several rows.
   * @returns The id by which the row can be forgotten, and by which it appears as evidence.
   * @throws TitansError `INVALID_ARGUMENT` for a day that is no whole number of 32 bits, a weight that is none, or a text or
   * label that is no string.
   */
  learn(text: string, label: string, day: number, weight?: number): number;
  /**
   * Forgets a row as if it had never been learned. What was forgotten to make room for it stays forgotten.
   *
   * @returns Whether it was remembered.
   */
  forget(id: number): boolean;
  /** @param day Epoch day on which is asked; the latest day learned unless told. */
  predict(text: string, day?: number): PayeePrediction;
  /** What is remembered now, to be restored by `restorePayeeMemory` or `restoreOnlinePayeeMemory`. */
  toArtifact(): ArtifactContent;
}

/**
 * Remembers which label each payee had, and learns from one row: from then on descriptions of that payee, and of similar
 * names, are given its label. Rows fade with time and with later rows of the same payee, so that a new habit replaces
 * an old one. `payeeMemory` says how probabilities come about, and learns many rows at once to the same result.
 *
 * Names are not kept: only hashes of them and of their n-grams, with label, day and weight. 100,000 rows of 5,000 payees
 * take some 33 MB. Learning takes microseconds; once the memory is full, and so forgets with each row, a tenth of a
 * millisecond where payees have many rows each.
 *
 * @throws TitansError `INVALID_ARGUMENT` for a parameter outside its range.
 * @example
 * ```ts
 * import { onlinePayeeMemory } from '@titans/models/estimators';
 *
 * const memory = onlinePayeeMemory({ halfLifeDays: 365 });
 * const id = memory.learn('SHELL OIL 5744', 'fuel', 20_000);
 * const { label, probability, evidence } = memory.predict('Shell Oil 8812', 20_003);
 * console.log(label, probability, evidence[0]?.id === id);
 * memory.forget(id);
 * ```
 */
export function onlinePayeeMemory(parameters: PayeeMemoryParameters = {}): OnlinePayeeMemory {
  const settings = checkPayeeMemoryParameters('onlinePayeeMemory', parameters);
  return onlineMemoryOf({ settings, labels: [], store: payeeStore(settings, settings.capacity) });
}

/**
 * Restores what `toArtifact` of an {@link OnlinePayeeMemory} or of a fitted payee memory wrote, to learn on.
 *
 * @throws TitansError `ARTIFACT_KIND`, `ARTIFACT_VERSION` or `ARTIFACT_CORRUPT`.
 */
export function restoreOnlinePayeeMemory(content: ArtifactContent): OnlinePayeeMemory {
  return onlineMemoryOf(restorePayeeState(content));
}

function onlineMemoryOf({ settings, labels: given, store }: PayeeMemoryState): OnlinePayeeMemory {
  const labels = [...given];
  const codes = new Map(labels.map((label, code) => [label, code] as const));

  return Object.freeze({
    get labels() {
      return Object.freeze([...labels]);
    },
    get rows() {
      return store.rows;
    },
    learn(text: string, label: string, day: number, weight = 1) {
      checkDay(day);
      checkWeight(weight);
      requireText('label', label);
      const signature = readPayee(text);
      let code = codes.get(label);
      if (code === undefined) {
        code = labels.push(label) - 1;
        codes.set(label, code);
      }
      return store.learn(signature, { label: code, day, weight });
    },
    forget: (id: number) => store.forget(id),
    predict(text: string, day?: number) {
      if (day !== undefined) checkDay(day);
      const asked = day ?? store.lastDay;
      const recalled = recall(store, readPayee(text), asked, labels.length, settings);
      return predictionOf(recalled, labels, asked, settings);
    },
    toArtifact: () => payeeArtifact({ settings, labels: [...labels], store }),
  });
}

/** @throws TitansError `INVALID_ARGUMENT` for a day that is no whole number of 32 bits. */
export function checkDay(day: number): void {
  if ((day | 0) === day) return;
  throw new TitansError('INVALID_ARGUMENT', `day must be a whole number of days since 1970, not ${day}.`, {
    details: { field: 'day', value: String(day) },
  });
}
