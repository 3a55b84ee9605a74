import type { ArtifactContent } from '@titans/core';
import type { FittedClassifier } from '../estimator.js';
import { type LinearTextModel, linearTextArtifact, restoreLinearTextModel } from './linear-text-model.js';
import type { TextMatrix } from './text-matrix.js';
import { readTexts, spread, type TextExplanation, type TextReading } from './text-reading.js';

/** A fitted text classifier. */
export interface FittedTextClassifier extends FittedClassifier<TextMatrix> {
  /**
   * Row-major rows × classes: log-odds up to a constant per row for `logistic`, margins for `hinge`, relative
   * log-likelihoods for complement naive Bayes; −∞ for a class without a row.
   */
  decisionScores(x: TextMatrix): Float64Array;
  /**
   * The exact parts of one score.
   *
   * @throws TitansError `INVALID_ARGUMENT` for a row or class that is not there.
   */
  explain(x: TextMatrix, row: number, classIndex: number): TextExplanation;
  /** Reads texts once, to be asked for scores and explanations. */
  read(x: TextMatrix): TextReading;
}

/** The classifier of what was learned. */
export function fittedTextClassifier(model: LinearTextModel): FittedTextClassifier {
  const { classes, present } = model;
  return Object.freeze({
    classes,
    read(x: TextMatrix): TextReading {
      const { decisionScores, explain } = readTexts(model, x);
      return { decisionScores, explain };
    },
    decisionScores: (x: TextMatrix) => readTexts(model, x).decisionScores(),
    explain: (x: TextMatrix, row: number, classIndex: number) => readTexts(model, x).explain(row, classIndex),
    predictProbabilities(x: TextMatrix) {
      const scores = readTexts(model, x).outputScores();
      softmaxRows(scores, present.length);
      return spread(scores, present, classes.length, 0);
    },
    toArtifact: () => linearTextArtifact(model),
  });
}

/**
 * Restores what {@link FittedTextClassifier}'s `toArtifact` wrote.
 *
 * @throws TitansError `ARTIFACT_KIND`, `ARTIFACT_VERSION` or `ARTIFACT_CORRUPT`.
 */
export function restoreTextClassifier(content: ArtifactContent): FittedTextClassifier {
  return fittedTextClassifier(
    restoreLinearTextModel(content, 'titans/text-classifier', ['logistic', 'hinge']),
  );
}

function softmaxRows(scores: Float64Array, outputs: number): void {
  for (let from = 0; from < scores.length; from += outputs) {
    let highest = Number.NEGATIVE_INFINITY;
    for (let at = from; at < from + outputs; at++) highest = Math.max(highest, scores[at] as number);
    let sum = 0;
    for (let at = from; at < from + outputs; at++) {
      const exponential = Math.exp((scores[at] as number) - highest);
      scores[at] = exponential;
      sum += exponential;
    }
    for (let at = from; at < from + outputs; at++) scores[at] = (scores[at] as number) / sum;
  }
}
