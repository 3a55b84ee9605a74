import { type ArtifactContent, TitansError } from '@titans/core';
import { type DenseEncoding, restoreDenseEncoding } from '../dense-encoding.js';
import type { FittedClassifier } from '../estimator.js';
import { readArtifact } from '../restoring.js';
import { type DesignMatrix, scoreRows } from './linear-objective.js';
import { softmaxRow } from './losses.js';
import type { NgramRange } from './ngrams.js';
import type { TextMatrix } from './text-matrix.js';
import { type TfIdf, tfIdfOf } from './tf-idf.js';

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

/** A fitted text classifier. */
export interface FittedTextClassifier extends FittedClassifier<TextMatrix> {
  /** Row-major rows × classes: log-odds up to a constant per row for `logistic`, margins for `hinge`; −∞ for a class without a row. */
  decisionScores(x: TextMatrix): Float64Array;
  /**
   * The exact parts of one score.
   *
   * @throws TitansError `INVALID_ARGUMENT` for a row or class that is not there.
   */
  explain(x: TextMatrix, row: number, classIndex: number): TextExplanation;
}

/** Everything that was learned. */
export interface TextClassifierParts {
  readonly loss: 'logistic' | 'hinge';
  readonly classes: readonly string[];
  /** The classes that had a row, ascending: the outputs. */
  readonly present: Int32Array;
  readonly tfIdf: TfIdf;
  readonly encoding: DenseEncoding | null;
  readonly denseScale: number;
  /** Features × outputs: n-grams, dense columns, intercept. */
  readonly coefficients: Float32Array;
}

const kind = 'titans/text-classifier';
const version = 1;

export function fittedTextClassifier(parts: TextClassifierParts): FittedTextClassifier {
  const { classes, present, tfIdf, encoding, denseScale, coefficients } = parts;
  const outputs = present.length;

  function designOf(x: TextMatrix): DesignMatrix {
    const rows = x.texts.length;
    if ((x.dense === undefined) !== (encoding === null)) {
      throw new TitansError(
        'SHAPE_MISMATCH',
        `The model was trained ${encoding ? 'with' : 'without'} dense columns; give the same to predict.`,
      );
    }
    if (x.dense && x.dense.rows !== rows) {
      throw new TitansError('SHAPE_MISMATCH', `There are ${rows} texts but ${x.dense.rows} dense rows.`);
    }
    const dense = x.dense && encoding ? encoding.encode(x.dense).map((value) => value * denseScale) : null;
    return {
      rows,
      text: tfIdf.transform(x.texts),
      textRow: Int32Array.from({ length: rows }, (_, row) => row),
      dense: dense ?? new Float64Array(0),
      denseWidth: encoding?.width ?? 0,
    };
  }

  function outputScores(x: TextMatrix): Float64Array {
    const scores = new Float64Array(x.texts.length * outputs);
    scoreRows(designOf(x), coefficients, outputs, new Float64Array(scores.length), scores);
    const far = scores.findIndex((score) => !Number.isFinite(score));
    if (far >= 0) {
      const row = Math.floor(far / outputs) + 1;
      throw new TitansError(
        'DATA_NOT_FINITE',
        `The dense columns of row ${row} are too large. Rescale them.`,
        {
          details: { row },
        },
      );
    }
    return scores;
  }

  function spread(values: Float64Array, rows: number, absent: number): Float64Array {
    const all = new Float64Array(rows * classes.length).fill(absent);
    for (let row = 0; row < rows; row++) {
      for (let k = 0; k < outputs; k++) {
        all[row * classes.length + (present[k] as number)] = values[row * outputs + k] as number;
      }
    }
    return all;
  }

  return Object.freeze({
    classes,
    decisionScores: (x: TextMatrix) => spread(outputScores(x), x.texts.length, Number.NEGATIVE_INFINITY),
    predictProbabilities(x: TextMatrix) {
      const scores = outputScores(x);
      for (let row = 0; row < x.texts.length; row++) softmaxRow(scores, scores, row * outputs, outputs);
      return spread(scores, x.texts.length, 0);
    },
    explain(x: TextMatrix, row: number, classIndex: number): TextExplanation {
      const text = x.texts[row];
      const output = present.indexOf(classIndex);
      if (text === undefined || output < 0) {
        throw new TitansError(
          'INVALID_ARGUMENT',
          text === undefined
            ? `There is no row ${row}; the rows are 0 to ${x.texts.length - 1}.`
            : `The class ${classIndex} had no row in training, so nothing speaks for it.`,
        );
      }
      return explainRow(parts, designOf(x), row, text, output);
    },
    toArtifact: () => textArtifact(parts),
  });
}

function explainRow(
  { tfIdf, encoding, coefficients, present }: TextClassifierParts,
  { text: rows, dense, denseWidth }: DesignMatrix,
  row: number,
  text: string,
  output: number,
): TextExplanation {
  const outputs = present.length;
  const names = tfIdf.describe(text);
  const contributions: TextContribution[] = [];
  const end = rows.start[row + 1] as number;
  for (let entry = rows.start[row] as number; entry < end; entry++) {
    const column = rows.column[entry] as number;
    const named = names.get(column);
    contributions.push({
      kind: named?.kind ?? 'characters',
      feature: named?.text ?? '',
      contribution: (rows.value[entry] as number) * (coefficients[column * outputs + output] as number),
    });
  }
  for (let column = 0; column < denseWidth; column++) {
    const value = dense[row * denseWidth + column] as number;
    if (value === 0) continue;
    contributions.push({
      kind: 'dense',
      feature: encoding?.names[column] ?? '',
      contribution: value * (coefficients[(tfIdf.width + column) * outputs + output] as number),
    });
  }
  const bias = coefficients[(tfIdf.width + denseWidth) * outputs + output] as number;
  const score = contributions.reduce((sum, { contribution }) => sum + contribution, bias);
  contributions.sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution));
  return { bias, score, contributions };
}

function textArtifact(parts: TextClassifierParts): ArtifactContent {
  const { wordNgrams, characterNgrams, hashBits } = parts.tfIdf.parameters;
  const range = (ngrams: NgramRange | null): readonly number[] => (ngrams ? [ngrams.min, ngrams.max] : []);
  return {
    kind,
    version,
    data: {
      loss: parts.loss,
      classes: parts.classes,
      wordNgrams: range(wordNgrams),
      charNgrams: range(characterNgrams),
      hashBits,
      denseScale: parts.denseScale,
      hasDense: parts.encoding !== null,
      ...parts.encoding?.toData(),
    },
    arrays: {
      present: parts.present,
      columns: parts.tfIdf.columns,
      inverseDocumentFrequency: parts.tfIdf.inverseDocumentFrequency,
      coefficients: parts.coefficients,
      ...parts.encoding?.toArrays(),
    },
  };
}

/**
 * Restores what {@link FittedTextClassifier}'s `toArtifact` wrote.
 *
 * @throws TitansError `ARTIFACT_KIND`, `ARTIFACT_VERSION` or `ARTIFACT_CORRUPT`.
 */
export function restoreTextClassifier(content: ArtifactContent): FittedTextClassifier {
  const artifact = readArtifact(content, kind, version);
  const range = (name: string): NgramRange | null => {
    const ends = artifact.json(name);
    if (!Array.isArray(ends)) throw artifact.corrupt(`"${name}" is not a range`);
    const [min, max] = ends as readonly unknown[];
    if (min === undefined) return null;
    if (typeof min === 'number' && typeof max === 'number') return { min, max };
    throw artifact.corrupt(`"${name}" is not a range`);
  };
  const loss = artifact.text('loss');
  if (loss !== 'logistic' && loss !== 'hinge') throw artifact.corrupt(`its loss is "${loss}"`);
  const columns = artifact.uint32('columns');
  const inverse = artifact.float64('inverseDocumentFrequency');
  const classes = artifact.texts('classes');
  const present = artifact.int32('present');
  const coefficients = artifact.float32('coefficients');
  const encoding = artifact.json('hasDense') === true ? restoreDenseEncoding(artifact, 'permit-nan') : null;
  const features = columns.length + (encoding?.width ?? 0) + 1;
  if (
    inverse.length !== columns.length ||
    coefficients.length !== features * present.length ||
    present.length === 0 ||
    present.some((label) => label < 0 || label >= classes.length)
  ) {
    throw artifact.corrupt('its arrays have lengths that do not belong together');
  }
  const parameters = {
    wordNgrams: range('wordNgrams'),
    characterNgrams: range('charNgrams'),
    hashBits: artifact.number('hashBits'),
  };
  return fittedTextClassifier({
    loss,
    classes,
    present,
    tfIdf: tfIdfOf(parameters, columns, inverse),
    encoding,
    denseScale: artifact.number('denseScale'),
    coefficients,
  });
}
