import { TitansError } from '@titans/core';
import type { FittedTextClassifier } from '../estimators/text/fitted-text-classifier.js';
import {
  type LinearTextKind,
  type LinearTextModel,
  restoreLinearTextModel,
} from '../estimators/text/linear-text-model.js';
import { ngramText } from '../estimators/text/ngrams.js';
import type { TextMatrix } from '../estimators/text/text-matrix.js';
import type { TextContribution } from '../estimators/text/text-reading.js';
import type { TextRows } from '../estimators/text/tf-idf.js';
import { rowWeights } from '../estimators/training-data.js';
import type { AttributionUnit } from './attributions.js';

/** Why a text got its score for a class: `baseValue`, all contributions and `absent` add up to `prediction`. */
export interface TextAttributions {
  readonly output: string;
  readonly unit: AttributionUnit;
  readonly baseValue: number;
  readonly prediction: number;
  /** Of every n-gram of the text that the model knows, and every dense column; largest absolute one first. */
  readonly contributions: readonly TextContribution[];
  /** What all n-grams added together that usual texts have and this one lacks. */
  readonly absent: number;
}

/** Explains the scores of texts. */
export interface TextExplainer {
  /** The classes that had a row. */
  readonly outputs: readonly string[];
  readonly unit: AttributionUnit;
  /** Mean score of the background, one per output. */
  readonly baseValues: Float64Array;
  /**
   * @param text One text, or a matrix of one row where the model takes dense columns.
   * @param output The class with the highest score unless told.
   * @throws TitansError `SHAPE_MISMATCH`, `FEATURE_UNKNOWN` or `DATA_NOT_FINITE` for what the model cannot take,
   * `INVALID_ARGUMENT` for an output that is not there.
   */
  explain(text: string | TextMatrix, output?: string): TextAttributions;
}

const units: Readonly<Record<string, AttributionUnit>> = {
  logistic: 'log-odds',
  hinge: 'margin',
  'complement-likelihood': 'log-likelihood',
};

/**
 * Exact Shapley values of a text classifier's scores against usual texts: coefficient × (weight of the n-gram − its mean
 * weight in the background). It takes time proportional to the n-grams of the text, not to those of the model.
 *
 * @param background Texts that stand for what is usual, such as those of training.
 * @param weights One non-negative weight per background text; 1 unless told.
 * @throws TitansError `INVALID_ARGUMENT` for another model, `DATA_INSUFFICIENT` for a background without texts, and what
 * the model throws for dense columns that it cannot take.
 * @example
 * ```ts
 * import { textClassifier } from '@titans/models/estimators';
 * import { textShap } from '@titans/models/explain';
 *
 * const texts = ['Fuel for vehicle', 'Office365 subscription', 'Fuel station'];
 * const fitted = await textClassifier().fit({ texts }, Int32Array.of(0, 1, 0), ['fuel', 'software']);
 * const { output, contributions } = textShap(fitted, { texts }).explain('vehicle fuel');
 * console.log(output, contributions[0]?.feature);
 * ```
 */
export function textShap(
  model: FittedTextClassifier,
  background: TextMatrix,
  weights?: Float64Array,
): TextExplainer {
  const content = model?.toArtifact?.();
  const loss = (content?.data as { readonly loss?: string } | undefined)?.loss ?? '';
  const unit = units[loss];
  if (!content || !unit) {
    throw new TitansError('INVALID_ARGUMENT', 'textShap explains fitted text classifiers.', {
      details: { field: 'model' },
    });
  }
  if (background.texts.length === 0) {
    throw new TitansError('DATA_INSUFFICIENT', 'The background has no text. Give some usual ones.', {
      details: { field: 'background' },
    });
  }
  const known = restoreLinearTextModel(content, content.kind as LinearTextKind, [loss]);
  const { tfIdf, groupOf, groups, encoding, coefficients, present } = known;
  const outputs = Object.freeze(Array.from(present, (label) => known.classes[label] as string));
  const denseWidth = encoding?.width ?? 0;
  const usual = usualOf(known, background, rowWeights(weights, background.texts.length));
  const coefficient = (feature: number, output: number): number =>
    coefficients[feature * outputs.length + output] as number;
  const baseValues = Float64Array.from(outputs, (_, k) => {
    let sum = coefficient(groups + denseWidth, k);
    usual.ngrams.forEach((mean, place) => {
      sum += mean * coefficient(groupOf[place] as number, k);
    });
    usual.dense.forEach((mean, i) => {
      sum += mean * coefficient(groups + i, k);
    });
    return sum;
  });

  return Object.freeze({
    outputs,
    unit,
    baseValues,
    explain(text: string | TextMatrix, output?: string): TextAttributions {
      const x: TextMatrix = typeof text === 'string' ? { texts: [text] } : text;
      if (x.texts.length !== 1) {
        throw new TitansError('SHAPE_MISMATCH', `Explain one text at a time, not ${x.texts.length}.`);
      }
      const scores = model.decisionScores(x);
      const k = output === undefined ? highest(scores, present) : outputs.indexOf(output);
      if (k < 0) {
        throw new TitansError(
          'INVALID_ARGUMENT',
          `There is no class "${output}" with rows in training; there is ${outputs.join(', ')}.`,
          { details: { field: 'output' } },
        );
      }
      const rows = tfIdf.transform(x.texts);
      let absent = coefficient(groups + denseWidth, k) - (baseValues[k] as number);
      const contributions: TextContribution[] = [];
      for (let entry = 0; entry < (rows.start[1] as number); entry++) {
        const place = rows.column[entry] as number;
        const weight = coefficient(groupOf[place] as number, k);
        const mean = usual.ngrams[place] as number;
        absent += weight * mean;
        contributions.push({
          ...ngramOf(known, rows, entry),
          contribution: weight * ((rows.value[entry] as number) - mean),
        });
      }
      denseOf(known, x).forEach((value, i) => {
        const [weight, mean] = [coefficient(groups + i, k), usual.dense[i] as number];
        absent += weight * mean;
        contributions.push({
          kind: 'dense',
          feature: encoding?.names[i] ?? '',
          contribution: weight * (value - mean),
        });
      });
      contributions.sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution));
      return Object.freeze({
        output: outputs[k] as string,
        unit,
        baseValue: baseValues[k] as number,
        prediction: scores[present[k] as number] as number,
        contributions: Object.freeze(contributions),
        absent,
      });
    },
  });
}

/** Weighted means over the background. */
function usualOf(
  model: LinearTextModel,
  background: TextMatrix,
  weights: Float64Array,
): { readonly ngrams: Float64Array; readonly dense: Float64Array } {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const rows = model.tfIdf.transform(background.texts);
  const ngrams = new Float64Array(model.tfIdf.width);
  const width = model.encoding?.width ?? 0;
  const dense = new Float64Array(width);
  const values = denseOf(model, background);
  weights.forEach((weight, row) => {
    for (let entry = rows.start[row] as number; entry < (rows.start[row + 1] as number); entry++) {
      const place = rows.column[entry] as number;
      ngrams[place] = (ngrams[place] as number) + (weight / total) * (rows.value[entry] as number);
    }
    for (let i = 0; i < width; i++) {
      dense[i] = (dense[i] as number) + (weight / total) * (values[row * width + i] as number);
    }
  });
  return { ngrams, dense };
}

/** The dense columns as the model sees them; none if it takes none. */
function denseOf({ encoding, denseScale }: LinearTextModel, { texts, dense }: TextMatrix): Float64Array {
  if ((dense === undefined) !== (encoding === null) || (dense && dense.rows !== texts.length)) {
    throw new TitansError(
      'SHAPE_MISMATCH',
      `The model was trained ${encoding ? 'with' : 'without'} dense columns; give the same, of one row per text.`,
    );
  }
  return dense && encoding ? encoding.encode(dense).map((value) => value * denseScale) : new Float64Array(0);
}

function ngramOf(
  { tfIdf }: LinearTextModel,
  rows: TextRows,
  entry: number,
): Pick<TextContribution, 'kind' | 'feature'> {
  const kind = (rows.column[entry] as number) < tfIdf.firstCharacterPlace ? 'word' : 'characters';
  const [from, to] = [rows.from[entry] as number, rows.to[entry] as number];
  return { kind, feature: ngramText(rows.texts[0] as string, kind, from, to) };
}

function highest(scores: Float64Array, present: Int32Array): number {
  const of = Array.from(present, (label) => scores[label] as number);
  return of.indexOf(Math.max(...of));
}
