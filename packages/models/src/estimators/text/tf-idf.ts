import { type ColumnIndex, columnIndex } from './column-index.js';
import {
  type NgramRange,
  ngramText,
  piecesOf,
  visitCharacterNgrams,
  visitWordNgrams,
  wordsOf,
} from './ngrams.js';
import { type SparseRows, sparseRowsBuilder } from './sparse-rows.js';

/** What n-grams are counted and how wide their hash is. `null` leaves a kind of n-gram out. */
export interface TfIdfParameters {
  readonly wordNgrams: NgramRange | null;
  readonly characterNgrams: NgramRange | null;
  /** Columns per kind of n-gram, as a power of two. */
  readonly hashBits: number;
}

/** The n-grams that were learned: their hashed columns, ascending, and the weight of each. */
export interface TfIdf {
  readonly parameters: TfIdfParameters;
  readonly columns: Uint32Array;
  readonly inverseDocumentFrequency: Float64Array;
  readonly width: number;
  /** Learned n-grams of each text, weighted; words and character n-grams are each scaled to length 1. */
  transform(texts: readonly string[]): SparseRows;
  /** The n-grams of a text behind each learned column, for explanations: `kind` and text. */
  describe(
    text: string,
  ): ReadonlyMap<number, { readonly kind: 'word' | 'characters'; readonly text: string }>;
}

/**
 * Learns which n-grams there are and how rare they are.
 *
 * Term frequency is sublinear (1 + ln tf), document frequency smooth (ln((1 + n) ÷ (1 + df)) + 1), rows have
 * Euclidean length 1: `TfidfVectorizer(sublinear_tf=True)` of scikit-learn, once for words and once for characters.
 *
 * @param texts Distinct texts.
 * @param weights How often each text counts as a document; n-grams of texts of weight 0 alone are not learned.
 */
export function fitTfIdf(
  texts: readonly string[],
  weights: Float64Array,
  parameters: TfIdfParameters,
): TfIdf {
  const counter = ngramCounter(parameters);
  const frequency = new Map<number, number>();
  let documents = 0;
  texts.forEach((text, row) => {
    const weight = weights[row] as number;
    if (weight === 0) return;
    documents += weight;
    const found = counter.count(text);
    for (let i = 0; i < found; i++) {
      const column = counter.columns[i] as number;
      frequency.set(column, (frequency.get(column) ?? 0) + weight);
    }
  });
  const columns = Uint32Array.from(frequency.keys()).sort();
  const inverse = Float64Array.from(
    columns,
    (column) => Math.log((1 + documents) / (1 + (frequency.get(column) as number))) + 1,
  );
  return tfIdfOf(parameters, columns, inverse);
}

/** A learned TF-IDF from its parts. */
export function tfIdfOf(parameters: TfIdfParameters, columns: Uint32Array, inverse: Float64Array): TfIdf {
  const index = columnIndex(columns);
  const firstCharacterColumn = 2 ** parameters.hashBits;

  function transform(texts: readonly string[]): SparseRows {
    const counter = ngramCounter(parameters);
    const builder = sparseRowsBuilder();
    let places = new Int32Array(256);
    let values = new Float64Array(256);
    for (const text of texts) {
      const found = counter.count(text);
      if (found > places.length) {
        places = new Int32Array(found * 2);
        values = new Float64Array(found * 2);
      }
      let known = 0;
      let characterStart = 0;
      for (let i = 0; i < found; i++) {
        const column = counter.columns[i] as number;
        const place = index.find(column);
        if (place < 0) continue;
        places[known] = place;
        values[known] = (1 + Math.log(counter.counts[i] as number)) * (inverse[place] as number);
        known++;
        if (column < firstCharacterColumn) characterStart = known;
      }
      scaleToUnitLength(values, 0, characterStart);
      scaleToUnitLength(values, characterStart, known);
      builder.append(places, values, known);
    }
    return builder.build(columns.length);
  }

  return Object.freeze({
    parameters,
    columns,
    inverseDocumentFrequency: inverse,
    width: columns.length,
    transform,
    describe: (text: string) => describeNgrams(text, parameters, index),
  });
}

function describeNgrams(
  text: string,
  parameters: TfIdfParameters,
  index: ColumnIndex,
): Map<number, { kind: 'word' | 'characters'; text: string }> {
  const described = new Map<number, { kind: 'word' | 'characters'; text: string }>();
  visitColumns(text, parameters, (column, kind, source, start, end) => {
    const place = index.find(column);
    if (place >= 0 && !described.has(place)) {
      described.set(place, { kind, text: ngramText(source, start, end, kind === 'word' ? ' ' : '') });
    }
  });
  return described;
}

type ColumnVisitor = (
  column: number,
  kind: 'word' | 'characters',
  source: string | readonly string[],
  start: number,
  end: number,
) => void;

function visitColumns(text: string, parameters: TfIdfParameters, visit: ColumnVisitor): void {
  const { wordNgrams, characterNgrams, hashBits } = parameters;
  const shift = 32 - hashBits;
  if (wordNgrams) {
    visitWordNgrams(wordsOf(text), wordNgrams, (hash, source, start, end) => {
      visit(hash >>> shift, 'word', source, start, end);
    });
  }
  if (characterNgrams) {
    const offset = 2 ** hashBits;
    for (const piece of piecesOf(text)) {
      visitCharacterNgrams(piece, characterNgrams, (hash, source, start, end) => {
        visit(offset + (hash >>> shift), 'characters', source, start, end);
      });
    }
  }
}

interface NgramCounter {
  /** After `count`: the distinct columns, ascending, and how often each occurred. Overwritten by the next call. */
  columns: Uint32Array;
  counts: Float64Array;
  count(text: string): number;
}

function ngramCounter(parameters: TfIdfParameters): NgramCounter {
  let found = 0;
  const visit: ColumnVisitor = (column) => {
    if (found === counter.columns.length) {
      const grown = new Uint32Array(found * 2);
      grown.set(counter.columns);
      counter.columns = grown;
      counter.counts = new Float64Array(found * 2);
    }
    counter.columns[found++] = column;
  };
  const counter: NgramCounter = {
    columns: new Uint32Array(256),
    counts: new Float64Array(256),
    count(text) {
      found = 0;
      visitColumns(text, parameters, visit);
      const { columns, counts } = counter;
      columns.subarray(0, found).sort();
      let distinct = 0;
      for (let i = 0; i < found; i++) {
        if (distinct > 0 && columns[distinct - 1] === columns[i]) {
          counts[distinct - 1] = (counts[distinct - 1] as number) + 1;
        } else {
          columns[distinct] = columns[i] as number;
          counts[distinct++] = 1;
        }
      }
      return distinct;
    },
  };
  return counter;
}

function scaleToUnitLength(values: Float64Array, from: number, to: number): void {
  let squared = 0;
  for (let i = from; i < to; i++) squared += (values[i] as number) ** 2;
  if (squared === 0) return;
  const scale = 1 / Math.sqrt(squared);
  for (let i = from; i < to; i++) values[i] = (values[i] as number) * scale;
}
