import { type ArtifactContent, TitansError } from '@titans/core';
import type { Classifier, FitOptions, FittedClassifier } from '../estimator.js';
import { requireFitOptions } from '../fit-options.js';
import { pace } from '../pace.js';
import { requireTexts } from '../text/require-text.js';
import { checkLabels, rowWeights } from '../training-data.js';
import { checkDay } from './online-payee-memory.js';
import { type PayeeMemoryState, payeeArtifact, restorePayeeState } from './payee-artifact.js';
import {
  checkPayeeMemoryParameters,
  checkWeight,
  type PayeeMemoryParameters,
} from './payee-memory-parameters.js';
import { type PayeePrediction, predictionOf } from './payee-prediction.js';
import { keptSimilarPayees, type PayeeRecall, recall } from './payee-recall.js';
import { readPayee } from './payee-signature.js';
import { payeeStore } from './payee-store.js';

/** Descriptions, one per row, and when they were. A `TextMatrix` without dense columns is one. */
export interface DatedTexts {
  readonly texts: readonly string[];
  /** Epoch days, one per row. Without them nothing fades with time. */
  readonly days?: Int32Array;
}

/** {@link payeeMemory} as an estimator. */
export interface PayeeMemory extends Classifier<DatedTexts> {
  fit(
    x: DatedTexts,
    labels: Int32Array,
    classes: readonly string[],
    options?: FitOptions,
  ): Promise<FittedPayeeMemory>;
}

/** What was learned of payees. */
export interface FittedPayeeMemory extends FittedClassifier<DatedTexts> {
  /** How many rows are remembered. */
  readonly rows: number;
  /**
   * The label of one description, and which earlier rows spoke for it; ids are row numbers from 0, those of weight 0
   * left out.
   *
   * @param day Epoch day on which is asked; the latest day learned unless told.
   */
  predict(text: string, day?: number): PayeePrediction;
  /** The same without the rows that spoke, and how well the payee is known. */
  recall(text: string, day?: number): PayeeKnowledge;
}

/** How well a payee is known, and what its label probably is. */
export interface PayeeKnowledge {
  /** Of every label, in the order of `classes`. */
  readonly probabilities: Float64Array;
  /** What the rows of this very payee count now, faded by time and by later rows of the payee; 0 for a new one. */
  readonly support: number;
  /** Cosine of the most similar name that spoke: 1 for a payee that was seen before, 0 where there was none. */
  readonly similarity: number;
}

const rowsBetween = 512;

/**
 * A memory of payees: what was this payee last time, and what are payees of similar names. Learning is remembering, so
 * one row suffices. Rows count 2^−(age ÷ halfLifeDays), times 2^−(later rows of the payee ÷ halfLifeRows).
 *
 * Names are compared in lower case without digits and punctuation: first as they are, then by the cosine of their n-grams
 * over an inverted index. Probabilities are smoothed counts: the rows of the payee, with what similar names say as a
 * prior of `priorStrength` rows; that, with the share of payees that have each label as its prior. A payee never seen and
 * like no other is given those shares, so the memory says when it does not know.
 *
 * `seed` has no effect. Names are not kept, only hashes of them. {@link onlinePayeeMemory} learns the same row by row.
 *
 * @throws TitansError `INVALID_ARGUMENT` for a parameter outside its range. `fit` also throws `SHAPE_MISMATCH`,
 * `DATA_INSUFFICIENT` and `ABORTED`, and `INVALID_ARGUMENT` for dense columns.
 * @example
 * ```ts
 * import { payeeMemory } from '@titans/models/estimators';
 *
 * const texts = ['SHELL OIL 5744', 'STARBUCKS #12'];
 * const fitted = await payeeMemory().fit({ texts }, Int32Array.of(0, 1), ['fuel', 'coffee']);
 * fitted.predictProbabilities({ texts: ['Shell Oil 8812'] }); // Float64Array of 2
 * fitted.predict('Shell Oil 8812').evidence; // row 0
 * ```
 */
export function payeeMemory(parameters: PayeeMemoryParameters = {}): PayeeMemory {
  const settings = checkPayeeMemoryParameters('payeeMemory', parameters);

  async function fit(
    x: DatedTexts,
    labels: Int32Array,
    classes: readonly string[],
    options: FitOptions = {},
  ): Promise<FittedPayeeMemory> {
    requireFitOptions(options);
    requireTexts(x);
    const { texts, days } = x;
    if (texts.length === 0) throw new TitansError('DATA_INSUFFICIENT', 'There is no text to learn from.');
    refuseDense(x, 'INVALID_ARGUMENT');
    checkDays(x);
    checkLabels(labels, classes, texts.length);
    const weights = rowWeights(options.weights, texts.length);
    const step = pace(options, 'payee memory', 'rows');
    const store = payeeStore(settings, settings.capacity);
    for (let row = 0; row < texts.length; row++) {
      if (row % rowsBetween === 0) await step(row, texts.length);
      const weight = weights[row] as number;
      if (weight === 0) continue;
      checkWeight(weight);
      const signature = readPayee(texts[row] as string);
      store.learn(signature, { label: labels[row] as number, day: days?.[row] ?? 0, weight }, row);
    }
    await step(texts.length, texts.length);
    return fitted({ settings, labels: Object.freeze([...classes]), store });
  }

  return Object.freeze({ name: 'payee-memory', fit });
}

function fitted(state: PayeeMemoryState): FittedPayeeMemory {
  const { settings, labels, store } = state;
  const similarTo = keptSimilarPayees(store, settings);
  const recalled = (text: string, day: number): PayeeRecall =>
    recall(store, readPayee(text), day, labels.length, settings, similarTo);
  return Object.freeze({
    classes: labels,
    rows: store.rows,
    predictProbabilities(x: DatedTexts) {
      refuseDense(x, 'SHAPE_MISMATCH');
      checkDays(x);
      const probabilities = new Float64Array(x.texts.length * labels.length);
      x.texts.forEach((text, row) => {
        const day = x.days?.[row] ?? store.lastDay;
        probabilities.set(recalled(text, day).probabilities, row * labels.length);
      });
      return probabilities;
    },
    predict(text: string, day?: number) {
      if (day !== undefined) checkDay(day);
      const asked = day ?? store.lastDay;
      return predictionOf(recalled(text, asked), labels, asked, settings);
    },
    recall(text: string, day?: number) {
      if (day !== undefined) checkDay(day);
      const { probabilities, support, payees } = recalled(text, day ?? store.lastDay);
      return Object.freeze({ probabilities, support, similarity: payees[0]?.similarity ?? 0 });
    },
    toArtifact: () => payeeArtifact(state),
  });
}

function refuseDense(x: DatedTexts, code: 'INVALID_ARGUMENT' | 'SHAPE_MISMATCH'): void {
  if (!('dense' in x) || x.dense === undefined) return;
  throw new TitansError(code, 'A payee memory learns from texts alone. Leave the dense columns out.', {
    details: { field: 'dense' },
  });
}

function checkDays({ texts, days }: DatedTexts): void {
  if (days === undefined) return;
  if (days.length === texts.length) {
    days.forEach(checkDay);
    return;
  }
  throw new TitansError('SHAPE_MISMATCH', `There are ${texts.length} texts but ${days.length} days.`, {
    details: { field: 'days' },
  });
}

/**
 * Restores what {@link FittedPayeeMemory}'s `toArtifact` wrote, or that of an online payee memory.
 *
 * @throws TitansError `ARTIFACT_KIND`, `ARTIFACT_VERSION` or `ARTIFACT_CORRUPT`.
 */
export function restorePayeeMemory(content: ArtifactContent): FittedPayeeMemory {
  return fitted(restorePayeeState(content));
}
