import { columnIndex, columnNumbers } from './column-index.js';
import { type NgramParameters, ngramReader } from './ngrams.js';
import type { SparseRows } from './sparse-rows.js';

/** Weighted n-grams of texts, and where they stand in them. */
export interface TextRows extends SparseRows {
  /** The texts in lower case. */
  readonly texts: readonly string[];
  /** Where the n-gram of each entry first begins and ends in its text; see {@link Ngrams}. */
  readonly from: Int32Array;
  readonly to: Int32Array;
  /** The group of the n-gram of each entry. */
  readonly group: Int32Array;
}

/** The n-grams that were learned: their hashed columns, ascending, and the weight of each. */
export interface TfIdf {
  readonly parameters: NgramParameters;
  readonly columns: Uint32Array;
  readonly inverseDocumentFrequency: Float64Array;
  readonly width: number;
  /** Places below are n-grams of words, others of characters. */
  readonly firstCharacterPlace: number;
  /** Learned n-grams of each text, weighted; words and character n-grams are each scaled to length 1. */
  transform(texts: readonly string[]): TextRows;
}

/**
 * Learns which n-grams there are and how rare they are.
 *
 * Term frequency is sublinear (1 + ln tf), document frequency smooth (ln((1 + n) ÷ (1 + df)) + 1), rows have
 * Euclidean length 1: `TfidfVectorizer(sublinear_tf=True)` of scikit-learn, once for words and once for characters.
 *
 * @param texts Distinct texts.
 * @param weights How often each text counts as a document.
 * @returns What was learned, and its n-grams of the same texts.
 */
export function fitTfIdf(
  texts: readonly string[],
  weights: Float64Array,
  parameters: NgramParameters,
): { readonly tfIdf: TfIdf; readonly rows: SparseRows } {
  const read = ngramReader(parameters);
  const numbers = columnNumbers();
  const start = new Int32Array(texts.length + 1);
  let entries = new Int32Array(1024);
  let counts = new Int32Array(1024);
  let lastText = new Int32Array(1024).fill(-1);
  let entryOf = new Int32Array(1024);
  let used = 0;
  texts.forEach((text, row) => {
    const ngrams = read(text);
    if (used + ngrams.count > entries.length) {
      entries = resized(entries, 2 * (used + ngrams.count));
      counts = resized(counts, 2 * (used + ngrams.count));
    }
    for (let i = 0; i < ngrams.count; i++) {
      const number = numbers.of(ngrams.column[i] as number);
      if (number >= lastText.length) {
        const before = lastText.length;
        lastText = resized(lastText, 2 * before).fill(-1, before);
        entryOf = resized(entryOf, 2 * before);
      }
      if (lastText[number] === row) {
        const entry = entryOf[number] as number;
        counts[entry] = (counts[entry] as number) + 1;
        continue;
      }
      lastText[number] = row;
      entryOf[number] = used;
      entries[used] = number;
      counts[used++] = 1;
    }
    start[row + 1] = used;
  });

  const seen = numbers.columns();
  const columns = Uint32Array.from(seen).sort();
  const index = columnIndex(columns);
  const placeOf = Int32Array.from(seen, (column) => index.find(column));
  const column = entries.slice(0, used).map((number) => placeOf[number] as number);
  const inverse = inverseFrequencies(columns.length, start, column, weights);
  const tfIdf = tfIdfOf(parameters, columns, inverse);
  const value = new Float64Array(used);
  for (let row = 0; row < texts.length; row++) {
    weigh(tfIdf, column, counts, value, start[row] as number, start[row + 1] as number);
  }
  return { tfIdf, rows: { rows: texts.length, width: columns.length, start, column, value } };
}

function inverseFrequencies(
  width: number,
  start: Int32Array,
  column: Int32Array,
  weights: Float64Array,
): Float64Array {
  const frequency = new Float64Array(width);
  let documents = 0;
  weights.forEach((weight, row) => {
    documents += weight;
    const end = start[row + 1] as number;
    for (let entry = start[row] as number; entry < end; entry++) {
      const place = column[entry] as number;
      frequency[place] = (frequency[place] as number) + weight;
    }
  });
  return frequency.map((weight) => Math.log((1 + documents) / (1 + weight)) + 1);
}

/**
 * A learned TF-IDF from its parts.
 *
 * @param groupOf The group of each n-gram; each is one of its own unless told.
 */
export function tfIdfOf(
  parameters: NgramParameters,
  columns: Uint32Array,
  inverseDocumentFrequency: Float64Array,
  groupOf?: Int32Array,
): TfIdf {
  const index = columnIndex(columns);
  const read = ngramReader(parameters);
  const firstCharacterColumn = 2 ** parameters.hashBits;
  const boundary = columns.findIndex((column) => column >= firstCharacterColumn);
  const firstCharacterPlace = boundary < 0 ? columns.length : boundary;
  // Of each n-gram, side by side so that a look-up touches one cache line: where it stands among the entries of the text
  // that is being read, plus 1, its group, and its weight.
  const ofPlace = new ArrayBuffer(16 * columns.length);
  const [whole, weight] = [new Int32Array(ofPlace), new Float64Array(ofPlace)];
  for (let place = 0; place < columns.length; place++) {
    whole[4 * place + 1] = groupOf?.[place] ?? place;
    weight[2 * place + 1] = inverseDocumentFrequency[place] as number;
  }

  // Scratch: the entries of the texts that are being read, four numbers each.
  let entries = new Int32Array(1024);

  function transform(texts: readonly string[]): TextRows {
    const start = new Int32Array(texts.length + 1);
    const lowerCase: string[] = [];
    let used = 0;
    for (let row = 0; row < texts.length; row++) {
      const ngrams = read(texts[row] as string);
      const first = used;
      if (4 * (used + ngrams.count) > entries.length) entries = resized(entries, 8 * (used + ngrams.count));
      for (let i = 0; i < ngrams.count; i++) {
        const place = index.find(ngrams.column[i] as number);
        if (place < 0) continue;
        const entry = whole[4 * place] as number;
        if (entry > 0) {
          const at = 4 * (entry - 1) + 1;
          entries[at] = (entries[at] as number) + 1;
          continue;
        }
        const at = 4 * used;
        entries[at] = place;
        entries[at + 1] = 1;
        entries[at + 2] = ngrams.from[i] as number;
        entries[at + 3] = ngrams.to[i] as number;
        whole[4 * place] = ++used;
      }
      for (let entry = first; entry < used; entry++) whole[4 * (entries[4 * entry] as number)] = 0;
      lowerCase.push(ngrams.text);
      start[row + 1] = used;
    }
    const value = new Float64Array(used);
    for (let row = 0; row < texts.length; row++) {
      const [first, end] = [start[row] as number, start[row + 1] as number];
      let characters = first;
      for (let entry = first; entry < end; entry++) {
        const place = entries[4 * entry] as number;
        const times = entries[4 * entry + 1] as number;
        value[entry] = (times === 1 ? 1 : 1 + Math.log(times)) * (weight[2 * place + 1] as number);
        if (place < firstCharacterPlace) characters = entry + 1;
      }
      scaleToUnitLength(value, first, characters);
      scaleToUnitLength(value, characters, end);
    }
    // One piece of memory for all: to ask for it takes longer than to fill it.
    const numbers = new Int32Array(4 * used);
    for (let entry = 0; entry < used; entry++) {
      const place = entries[4 * entry] as number;
      numbers[entry] = place;
      numbers[3 * used + entry] = whole[4 * place + 1] as number;
      numbers[used + entry] = entries[4 * entry + 2] as number;
      numbers[2 * used + entry] = entries[4 * entry + 3] as number;
    }
    return {
      rows: texts.length,
      width: columns.length,
      start,
      column: numbers.subarray(0, used),
      value,
      texts: lowerCase,
      from: numbers.subarray(used, 2 * used),
      to: numbers.subarray(2 * used, 3 * used),
      group: numbers.subarray(3 * used),
    };
  }

  const tfIdf: TfIdf = Object.freeze({
    parameters,
    columns,
    inverseDocumentFrequency,
    width: columns.length,
    firstCharacterPlace,
    transform,
  });
  return tfIdf;
}

/** Weighs the entries of one row; those of words come first. */
function weigh(
  { inverseDocumentFrequency, firstCharacterPlace }: TfIdf,
  column: Int32Array,
  counts: Int32Array,
  value: Float64Array,
  from: number,
  to: number,
): void {
  let characters = from;
  for (let entry = from; entry < to; entry++) {
    const place = column[entry] as number;
    const count = counts[entry] as number;
    const frequency = count === 1 ? 1 : 1 + Math.log(count);
    value[entry] = frequency * (inverseDocumentFrequency[place] as number);
    if (place < firstCharacterPlace) characters = entry + 1;
  }
  scaleToUnitLength(value, from, characters);
  scaleToUnitLength(value, characters, to);
}

function scaleToUnitLength(values: Float64Array, from: number, to: number): void {
  let squared = 0;
  for (let i = from; i < to; i++) squared += (values[i] as number) ** 2;
  if (squared === 0) return;
  const scale = 1 / Math.sqrt(squared);
  for (let i = from; i < to; i++) values[i] = (values[i] as number) * scale;
}

function resized(values: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(length);
  larger.set(values);
  return larger;
}
