import { TitansError } from '@titans/core';
import { integerWithin } from '../parameters.js';
import type { LinearTextModel } from './linear-text-model.js';
import { ngramText } from './ngrams.js';
import type { TextMatrix } from './text-matrix.js';
import type { TextRows } from './tf-idf.js';

/** What one n-gram or dense column added to the score of a class. */
export interface TextContribution {
  readonly kind: 'word' | 'characters' | 'dense';
  /** The words or characters themselves, or the name of the dense column. */
  readonly feature: string;
  readonly contribution: number;
}

/** Why a row got its score for a class: `bias` and all contributions add up to `score`. */
export interface TextExplanation {
  readonly bias: number;
  readonly score: number;
  /** Largest absolute contribution first. */
  readonly contributions: readonly TextContribution[];
}

/** Texts that were read once, to be asked several questions. */
export interface TextReading {
  /** As {@link FittedTextClassifier.decisionScores}. */
  decisionScores(): Float64Array;
  /**
   * The exact parts of one score.
   *
   * @param strongest Only so many contributions; all of them unless told.
   * @throws TitansError `INVALID_ARGUMENT` for a row or class that is not there.
   */
  explain(row: number, classIndex: number, strongest?: number): TextExplanation;
}

/** Up to so many, the strongest parts are kept in order as they come; more are sorted. */
const fewest = 32;

const noColumns = new Float64Array(0);

/** Finds the n-grams of the texts. @throws TitansError `SHAPE_MISMATCH`, `FEATURE_UNKNOWN` or `DATA_NOT_FINITE`. */
export function readTexts(
  model: LinearTextModel,
  x: TextMatrix,
): TextReading & { outputScores(): Float64Array } {
  const { classes, present, tfIdf, coefficients } = model;
  const outputs = present.length;
  const rows = x.texts.length;
  const dense = denseOf(model, x);
  const denseWidth = model.encoding?.width ?? 0;
  const text = tfIdf.transform(x.texts);

  function outputScores(): Float64Array {
    const scores = new Float64Array(rows * outputs);
    const interceptFrom = (model.groups + denseWidth) * outputs;
    const { start, group, value: values } = text;
    for (let row = 0; row < rows; row++) {
      const into = row * outputs;
      const end = start[row + 1] as number;
      for (let k = 0; k < outputs; k++) scores[into + k] = coefficients[interceptFrom + k] as number;
      for (let entry = start[row] as number; entry < end; entry++) {
        const from = (group[entry] as number) * outputs;
        const value = values[entry] as number;
        for (let k = 0; k < outputs; k++) {
          scores[into + k] = (scores[into + k] as number) + value * (coefficients[from + k] as number);
        }
      }
      for (let i = 0; i < denseWidth; i++) {
        const value = dense[row * denseWidth + i] as number;
        if (value === 0) continue;
        const from = (model.groups + i) * outputs;
        for (let k = 0; k < outputs; k++) {
          scores[into + k] = (scores[into + k] as number) + value * (coefficients[from + k] as number);
        }
      }
    }
    requireFinite(scores, outputs);
    return scores;
  }

  return {
    outputScores,
    decisionScores: () => spread(outputScores(), present, classes.length, Number.NEGATIVE_INFINITY),
    explain(row, classIndex, strongest) {
      const output = present.indexOf(classIndex);
      if (!(Number.isInteger(row) && row >= 0 && row < rows)) {
        throw new TitansError('INVALID_ARGUMENT', `There is no row ${row} among the ${rows} rows.`);
      }
      if (output < 0) {
        throw new TitansError(
          'INVALID_ARGUMENT',
          `The class ${classIndex} had no row in training, so nothing speaks for it.`,
        );
      }
      const most =
        strongest === undefined
          ? Number.POSITIVE_INFINITY
          : integerWithin('strongest', strongest, 0, 2 ** 31);
      return explainRow(model, text, dense, row, output, most);
    },
  };
}

/** Values rows × outputs as rows × classes, with a value for the classes without an output. */
export function spread(
  values: Float64Array,
  present: Int32Array,
  classes: number,
  absent: number,
): Float64Array {
  const outputs = present.length;
  if (outputs === classes) return values;
  const rows = values.length / outputs;
  const all = new Float64Array(rows * classes).fill(absent);
  for (let row = 0; row < rows; row++) {
    for (let k = 0; k < outputs; k++) {
      all[row * classes + (present[k] as number)] = values[row * outputs + k] as number;
    }
  }
  return all;
}

function denseOf({ encoding, denseScale }: LinearTextModel, { texts, dense }: TextMatrix): Float64Array {
  if ((dense === undefined) !== (encoding === null)) {
    throw new TitansError(
      'SHAPE_MISMATCH',
      `The model was trained ${encoding ? 'with' : 'without'} dense columns; give the same to predict.`,
    );
  }
  if (!dense || !encoding) return noColumns;
  if (dense.rows !== texts.length) {
    throw new TitansError('SHAPE_MISMATCH', `There are ${texts.length} texts but ${dense.rows} dense rows.`);
  }
  const encoded = encoding.encode(dense);
  for (let i = 0; i < encoded.length; i++) encoded[i] = (encoded[i] as number) * denseScale;
  return encoded;
}

function requireFinite(scores: Float64Array, outputs: number): void {
  for (let i = 0; i < scores.length; i++) {
    if (Number.isFinite(scores[i])) continue;
    const row = Math.floor(i / outputs) + 1;
    throw new TitansError('DATA_NOT_FINITE', `The dense columns of row ${row} are too large. Rescale them.`, {
      details: { row },
    });
  }
}

function explainRow(
  { tfIdf, groups, encoding, coefficients, present }: LinearTextModel,
  text: TextRows,
  dense: Float64Array,
  row: number,
  output: number,
  most: number,
): TextExplanation {
  const outputs = present.length;
  const first = text.start[row] as number;
  const ngrams = (text.start[row + 1] as number) - first;
  const denseWidth = encoding?.width ?? 0;
  const parts = partsOf(ngrams + denseWidth);
  const bias = coefficients[(groups + denseWidth) * outputs + output] as number;
  let score = bias;
  for (let i = 0; i < parts.length; i++) {
    const isNgram = i < ngrams;
    const feature = isNgram ? (text.group[first + i] as number) : groups + i - ngrams;
    const value = (isNgram ? text.value[first + i] : dense[row * denseWidth + i - ngrams]) as number;
    parts[i] = value * (coefficients[feature * outputs + output] as number);
    score += parts[i] as number;
  }

  const contributions = Array.from(largest(parts, most), (i): TextContribution => {
    const contribution = parts[i] as number;
    if (i >= ngrams) return { kind: 'dense', feature: encoding?.names[i - ngrams] ?? '', contribution };
    const entry = first + i;
    const kind = (text.column[entry] as number) < tfIdf.firstCharacterPlace ? 'word' : 'characters';
    const lowerCase = text.texts[row] as string;
    const feature = ngramText(lowerCase, kind, text.from[entry] as number, text.to[entry] as number);
    return { kind, feature, contribution };
  });
  return { bias, score, contributions };
}

let scratch = new Float64Array(256);

/** Room for so many parts, which the next explanation overwrites. */
function partsOf(count: number): Float64Array {
  if (count > scratch.length) scratch = new Float64Array(2 * count);
  return scratch.subarray(0, count);
}

const leading = new Int32Array(fewest);

/** Places of the parts that are not 0, largest first, the earlier of equals first. */
function largest(parts: Float64Array, most: number): readonly number[] | Int32Array {
  const size = (at: number): number => Math.abs(parts[at] as number);
  if (most > fewest) {
    const order: number[] = [];
    for (let at = 0; at < parts.length; at++) if (size(at) > 0) order.push(at);
    return order.sort((a, b) => size(b) - size(a) || a - b).slice(0, most);
  }
  let found = 0;
  for (let at = 0; at < parts.length; at++) {
    const own = size(at);
    if (own === 0) continue;
    if (found === most && (found === 0 || !(size(leading[found - 1] as number) < own))) continue;
    let place = found === most ? found - 1 : found++;
    for (; place > 0 && size(leading[place - 1] as number) < own; place--) {
      leading[place] = leading[place - 1] as number;
    }
    leading[place] = at;
  }
  return leading.subarray(0, found);
}
