import { type ArtifactContent, TitansError } from '@titans/core';
import type { Classifier, FitOptions } from '../estimator.js';
import { requireFitOptions } from '../fit-options.js';
import { pace } from '../pace.js';
import { numberBetween, refuseUnknownParameters } from '../parameters.js';
import { outputLabels, presentClasses } from '../present-classes.js';
import { checkLabels, rowWeights } from '../training-data.js';
import { mergeEqualColumns } from './equal-columns.js';
import { type FittedTextClassifier, fittedTextClassifier } from './fitted-text-classifier.js';
import { type LinearProblem, rowsByText } from './linear-problem.js';
import { restoreLinearTextModel } from './linear-text-model.js';
import { requireTexts } from './require-text.js';
import type { TextMatrix } from './text-matrix.js';
import { checkTextParameters, type TextParameters, textParameterNames } from './text-parameters.js';
import { fitTfIdf, tfIdfOf } from './tf-idf.js';

/** Parameters of {@link complementNaiveBayes}. */
export interface ComplementNaiveBayesParameters extends TextParameters {
  /** Added to the sum of each n-gram in each class, so that none rules a class out; 1 unless told. */
  readonly smoothing?: number;
}

/** {@link complementNaiveBayes} as an estimator. */
export interface ComplementNaiveBayes extends Classifier<TextMatrix> {
  fit(
    x: TextMatrix,
    labels: Int32Array,
    classes: readonly string[],
    options?: FitOptions,
  ): Promise<FittedTextClassifier>;
}

const loss = 'complement-likelihood';

/**
 * Complement naive Bayes (Rennie et al. 2003) of the n-grams of short texts, weighted as by `textClassifier`. An
 * n-gram speaks for a class by how rare it is in all others, so that classes of few rows are not drowned. Learning
 * is one pass over the texts; nothing is minimised, so it serves where there are few rows and no time.
 *
 * Dense columns are not taken, and `seed` has no effect. Probabilities are the softmax of the scores, as scikit-learn's
 * `ComplementNB` gives them: calibrate them before you rely on them.
 *
 * @throws TitansError `INVALID_ARGUMENT` for a parameter outside its range. `fit` also throws `SHAPE_MISMATCH`,
 * `DATA_INSUFFICIENT` and `ABORTED`, and `INVALID_ARGUMENT` for dense columns.
 * @example
 * ```ts
 * import { complementNaiveBayes } from '@titans/models/estimators';
 *
 * const texts = ['Fuel for vehicle', 'Office365 subscription', 'Fuel station'];
 * const fitted = await complementNaiveBayes().fit({ texts }, Int32Array.of(0, 1, 0), ['fuel', 'software']);
 * fitted.predictProbabilities({ texts: ['vehicle fuel'] }); // Float64Array of 2
 * ```
 */
export function complementNaiveBayes(parameters: ComplementNaiveBayesParameters = {}): ComplementNaiveBayes {
  refuseUnknownParameters('complementNaiveBayes', parameters, [...textParameterNames, 'smoothing']);
  const ngrams = checkTextParameters(parameters);
  const smoothing = numberBetween('smoothing', parameters.smoothing ?? 1, 0, Number.POSITIVE_INFINITY);

  async function fit(
    x: TextMatrix,
    labels: Int32Array,
    classes: readonly string[],
    options: FitOptions = {},
  ): Promise<FittedTextClassifier> {
    requireFitOptions(options);
    requireTexts(x);
    if (x.texts.length === 0) throw new TitansError('DATA_INSUFFICIENT', 'There is no text to learn from.');
    if (x.dense) {
      throw new TitansError(
        'INVALID_ARGUMENT',
        'Complement naive Bayes learns from texts alone. Leave the dense columns out, or use textClassifier.',
        { details: { field: 'dense' } },
      );
    }
    checkLabels(labels, classes, x.texts.length);
    const weights = rowWeights(options.weights, x.texts.length);
    const step = pace(options, 'complement naive Bayes', 'steps');
    const present = presentClasses(labels, weights, classes.length);
    const byText = rowsByText(x.texts, outputLabels(labels, present), weights, null);
    await step(0, 2);
    const { tfIdf, rows } = fitTfIdf(byText.texts, byText.weights, ngrams);
    const { rows: merged, groupOf, size } = mergeEqualColumns(rows);
    await step(1, 2);
    const coefficients = complementWeights(byText.problemOf(merged), size, present.length, smoothing);
    await step(2, 2);
    return fittedTextClassifier({
      kind: 'titans/complement-naive-bayes',
      loss,
      classes: Object.freeze([...classes]),
      present,
      tfIdf: tfIdfOf(ngrams, tfIdf.columns, tfIdf.inverseDocumentFrequency, groupOf),
      groupOf,
      groups: merged.width,
      encoding: null,
      denseScale: 0,
      coefficients,
    });
  }

  return Object.freeze({ name: 'complement-naive-bayes', fit });
}

/** −ln of the share of each n-gram in the other classes, groups × outputs, and a bias of 0. */
function complementWeights(
  { text, firstRow, firstLabel, labels, labelWeights }: LinearProblem,
  size: Int32Array,
  outputs: number,
  smoothing: number,
): Float32Array {
  const sums = new Float64Array(text.width * outputs);
  for (let place = 0; place < text.rows; place++) {
    const from = firstLabel[firstRow[place] as number] as number;
    const to = firstLabel[firstRow[place + 1] as number] as number;
    for (let entry = text.start[place] as number; entry < (text.start[place + 1] as number); entry++) {
      const group = text.column[entry] as number;
      // The merged value is √size times that of each n-gram.
      const value = (text.value[entry] as number) / Math.sqrt(size[group] as number);
      for (let at = from; at < to; at++) {
        const into = group * outputs + (labels[at] as number);
        sums[into] = (sums[into] as number) + value * (labelWeights[at] as number);
      }
    }
  }
  const totals = new Float64Array(outputs);
  for (let group = 0; group < text.width; group++) {
    const own = sums.subarray(group * outputs, (group + 1) * outputs);
    let all = smoothing;
    for (let k = 0; k < outputs; k++) all += own[k] as number;
    for (let k = 0; k < outputs; k++) {
      const ofOthers = all - (own[k] as number);
      own[k] = ofOthers;
      totals[k] = (totals[k] as number) + ofOthers * (size[group] as number);
    }
  }
  const coefficients = new Float32Array(sums.length + outputs);
  for (let at = 0; at < sums.length; at++) {
    coefficients[at] = -Math.log((sums[at] as number) / (totals[at % outputs] as number));
  }
  return coefficients;
}

/**
 * Restores what the model's `toArtifact` wrote.
 *
 * @throws TitansError `ARTIFACT_KIND`, `ARTIFACT_VERSION` or `ARTIFACT_CORRUPT`.
 */
export function restoreComplementNaiveBayes(content: ArtifactContent): FittedTextClassifier {
  return fittedTextClassifier(restoreLinearTextModel(content, 'titans/complement-naive-bayes', [loss]));
}
