import type { ArtifactArray, ArtifactContent, JsonValue } from '@titans/core';
import { type DenseEncoding, restoreDenseEncoding } from '../dense-encoding.js';
import { readArtifact } from '../restoring.js';
import type { NgramRange } from './ngrams.js';
import { coefficientArrays, readCoefficients } from './sparse-coefficients.js';
import { type TfIdf, tfIdfOf } from './tf-idf.js';

/** What linear models of texts learn. */
export interface LinearTextModel {
  readonly kind: LinearTextKind;
  /** What was minimised or counted. */
  readonly loss: string;
  readonly classes: readonly string[];
  /** The classes that had a row, ascending: the outputs. */
  readonly present: Int32Array;
  readonly tfIdf: TfIdf;
  /** Group of each n-gram; the n-grams of a group share their coefficients and their document frequency. */
  readonly groupOf: Int32Array;
  readonly groups: number;
  readonly encoding: DenseEncoding | null;
  readonly denseScale: number;
  /** Features × outputs: groups of n-grams, dense columns, intercept. In single precision, so that a saved model is the same model. */
  readonly coefficients: Float32Array;
}

/** Kinds of artifacts with such a model. */
export type LinearTextKind = 'titans/text-classifier' | 'titans/complement-naive-bayes';

const version = 3;

/** The model as data. */
export function linearTextArtifact(model: LinearTextModel): ArtifactContent {
  const { tfIdf, groupOf, groups, encoding } = model;
  const { wordNgrams, characterNgrams, hashBits } = tfIdf.parameters;
  const range = (ngrams: NgramRange | null): readonly number[] => (ngrams ? [ngrams.min, ngrams.max] : []);
  const coefficients = coefficientArrays(model.coefficients, model.present.length);
  const inverse = new Float64Array(groups);
  for (const [place, group] of groupOf.entries()) {
    inverse[group] = tfIdf.inverseDocumentFrequency[place] as number;
  }
  const data: Record<string, JsonValue> = {
    loss: model.loss,
    classes: model.classes,
    wordNgrams: range(wordNgrams),
    charNgrams: range(characterNgrams),
    hashBits,
    denseScale: model.denseScale,
    hasDense: encoding !== null,
    isSparse: coefficients.isSparse,
    ...encoding?.toData(),
  };
  const arrays: Record<string, ArtifactArray> = {
    present: model.present,
    columns: tfIdf.columns,
    groupOf,
    inverseDocumentFrequency: inverse,
    ...coefficients.arrays,
    ...encoding?.toArrays(),
  };
  return { kind: model.kind, version, data, arrays };
}

/**
 * Reads what {@link linearTextArtifact} wrote.
 *
 * @param losses Those that the kind may have.
 * @throws TitansError `ARTIFACT_KIND`, `ARTIFACT_VERSION` or `ARTIFACT_CORRUPT`.
 */
export function restoreLinearTextModel(
  content: ArtifactContent,
  kind: LinearTextKind,
  losses: readonly string[],
): LinearTextModel {
  const artifact = readArtifact(content, kind, version);
  const range = (name: string): NgramRange | null => {
    const ends = artifact.json(name);
    if (!Array.isArray(ends)) throw artifact.corrupt(`"${name}" is not a range`);
    const [min, max] = ends as readonly unknown[];
    if (min === undefined) return null;
    if (isWithin(min, 1, 16) && isWithin(max, min, 16)) return { min, max };
    throw artifact.corrupt(`"${name}" is not a range`);
  };
  const loss = artifact.text('loss');
  if (!losses.includes(loss)) throw artifact.corrupt(`its loss is "${loss}"`);
  const hashBits = artifact.number('hashBits');
  if (!isWithin(hashBits, 8, 28)) throw artifact.corrupt(`its hash has ${hashBits} bits`);
  const columns = artifact.uint32('columns');
  const groupOf = artifact.int32('groupOf');
  const inverse = artifact.float64('inverseDocumentFrequency');
  const classes = artifact.texts('classes');
  const present = artifact.int32('present');
  const encoding = artifact.json('hasDense') === true ? restoreDenseEncoding(artifact, 'permit-nan') : null;
  const groups = inverse.length;
  if (
    groupOf.length !== columns.length ||
    groupOf.some((group) => group < 0 || group >= groups) ||
    present.length === 0 ||
    present.some((label, at) => label <= (present[at - 1] ?? -1) || label >= classes.length) ||
    !inverse.every(Number.isFinite)
  ) {
    throw artifact.corrupt('its arrays do not belong together');
  }
  const coefficients = readCoefficients(artifact, groups + (encoding?.width ?? 0) + 1, present.length);
  if (columns.some((column, at) => at > 0 && column <= (columns[at - 1] as number))) {
    throw artifact.corrupt('its n-grams are not in order');
  }
  const parameters = { wordNgrams: range('wordNgrams'), characterNgrams: range('charNgrams'), hashBits };
  return {
    kind,
    loss,
    classes,
    present,
    tfIdf: tfIdfOf(
      parameters,
      columns,
      Float64Array.from(groupOf, (group) => inverse[group] as number),
      groupOf,
    ),
    groupOf,
    groups,
    encoding,
    denseScale: artifact.number('denseScale'),
    coefficients,
  };
}

function isWithin(value: unknown, min: number, max: number): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max;
}
