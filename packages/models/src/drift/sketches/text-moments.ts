import { murmurHash32 } from '../../preprocessing/murmur-hash-32.js';

/**
 * Sums over texts of their hashed n-gram vectors and of the products of these: enough to compare how two sets of texts
 * are written. No text can be read off; but of fewer different texts than dimensions, a guess can be tested: its vector
 * lies in the space of theirs, which the products span, or it is none of them. The vectors are whole numbers, so that sums
 * do not depend on the order in which they were taken.
 */
export interface TextMoments {
  readonly texts: number;
  /** One per dimension. */
  readonly sums: Float64Array;
  /** Sums of products, the upper triangle by rows. */
  readonly products: Float64Array;
}

/** Dimensions of a vector. */
export const textDimensions = 64;
/** Length of a vector before it is rounded. */
export const textVectorLength = 1024;
const gramLength = 3;
const encoder = new TextEncoder();

/** Moments of texts, each of which occurs so often. */
export function textMoments(texts: Iterable<readonly [text: string, count: number]>): TextMoments {
  const sums = new Float64Array(textDimensions);
  const products = new Float64Array((textDimensions * (textDimensions + 1)) / 2);
  let total = 0;
  for (const [text, count] of texts) {
    const vector = textVector(text);
    total += count;
    let at = 0;
    for (let i = 0; i < textDimensions; i++) {
      const own = count * (vector[i] as number);
      sums[i] = (sums[i] as number) + own;
      for (let j = i; j < textDimensions; j++) {
        products[at] = (products[at] as number) + own * (vector[j] as number);
        at++;
      }
    }
  }
  return { texts: total, sums, products };
}

/** Moments of the texts of both together. */
export function mergeTextMoments(a: TextMoments, b: TextMoments): TextMoments {
  return {
    texts: a.texts + b.texts,
    sums: a.sums.map((sum, i) => sum + (b.sums[i] as number)),
    products: a.products.map((sum, i) => sum + (b.products[i] as number)),
  };
}

/** Whether the texts of both together have more than one vector. */
export function textsDiffer(a: TextMoments, b: TextMoments): boolean {
  const { texts, sums, products } = mergeTextMoments(a, b);
  let at = 0;
  for (let i = 0; i < textDimensions; i++) {
    const sum = sums[i] as number;
    // Equal where every vector has the mean; whole numbers, of which no digit is lost.
    if (texts * (products[at] as number) !== sum * sum) return true;
    at += textDimensions - i;
  }
  return false;
}

/**
 * Signed counts of the hashed words and of three letters in a row (Weinberger et al. 2009), scaled to one length: a long
 * text counts as much as a short one.
 */
function textVector(text: string): Float64Array {
  const vector = new Float64Array(textDimensions);
  const words = text
    .normalize('NFKC')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u);
  for (const word of words) {
    if (word === '') continue;
    addGram(vector, ` ${word} `);
    const padded = ` ${word} `;
    for (let start = 0; start + gramLength <= padded.length; start++) {
      addGram(vector, padded.slice(start, start + gramLength));
    }
  }
  const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
  if (length === 0) return vector;
  return vector.map((value) => Math.round((value / length) * textVectorLength));
}

function addGram(vector: Float64Array, gram: string): void {
  const hash = murmurHash32(encoder.encode(gram), 0);
  const dimension = (hash >>> 1) % textDimensions;
  vector[dimension] = (vector[dimension] as number) + (hash & 1 ? 1 : -1);
}
