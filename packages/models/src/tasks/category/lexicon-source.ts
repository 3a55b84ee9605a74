import { defaultTaxonomy } from '../../taxonomy/default-taxonomy.js';
import { readUserCategory } from '../../taxonomy/user-categories.js';

/** How much more often than in all a detailed category of the default taxonomy is one of the user's: row-major detailed × classes. */
export type LexiconRatios = Float64Array;

/** What the names of the categories say counts as so many rows, and that any may be meant as so many of each detailed one. */
const strengthOfNames = 4;
const strengthOfAny = 1;

/** Probability from which a detailed category becomes a word, and below which it is left out. */
const leastSpoken = 0.15;
const leastProbability = 0.005;
const floor = 1e-4;
const firstLetter = 0xa000;

export const lexiconDetails: number = defaultTaxonomy.details.length;

/**
 * A word for each detailed category of which the lexicon says that it is probable, so that what is learned of `hotel` holds
 * for `inn`. The words are letters that no description has: one of the Yi syllables, twice.
 */
export function lexiconWords(read: Float64Array | null): readonly string[] {
  const words: string[] = [];
  if (read === null) return words;
  for (let detail = 0; detail < read.length; detail++) {
    if ((read[detail] as number) > leastSpoken) {
      words.push(String.fromCharCode(firstLetter + detail).repeat(2));
    }
  }
  return words;
}

/** The detailed category that an n-gram of such a word stands for. */
export function detailOfNgram(ngram: string): string | null {
  for (let at = 0; at < ngram.length; at++) {
    const detail = ngram.charCodeAt(at) - firstLetter;
    if (detail >= 0 && detail < lexiconDetails) return defaultTaxonomy.details[detail] as string;
  }
  return null;
}

/**
 * Learns what of the user's categories each detailed one is: from the names of the categories, and from the rows of which the
 * lexicon knows something.
 *
 * @param weights What each row counts.
 * @param readings What the lexicon says of each row.
 */
export function fitLexiconRatios(
  labels: Int32Array,
  classes: readonly string[],
  weights: Float64Array,
  readings: readonly (Float64Array | null)[],
): LexiconRatios {
  const count = classes.length;
  const shares = new Float64Array(lexiconDetails * count);
  const overall = new Float64Array(count).fill(1);
  const meanings = classes.map(readUserCategory);
  readings.forEach((read, index) => {
    const label = labels[index] as number;
    const weight = weights[index] as number;
    overall[label] = (overall[label] as number) + weight;
    read?.forEach((probability, detail) => {
      if (probability < leastProbability) return;
      const at = detail * count + label;
      shares[at] = (shares[at] as number) + weight * probability;
    });
  });
  const all = overall.reduce((sum, weight) => sum + weight, 0);
  defaultTaxonomy.details.forEach((detail, position) => {
    const told = meanings.map((meaning) => meaning.get(detail) ?? 0);
    const toldInAll = told.reduce((sum, weight) => sum + weight, 0);
    let total = 0;
    for (let k = 0; k < count; k++) {
      const named = toldInAll === 0 ? 0 : (strengthOfNames * (told[k] as number)) / toldInAll;
      const any = (strengthOfAny * (overall[k] as number)) / all;
      shares[position * count + k] = (shares[position * count + k] as number) + named + any;
      total += shares[position * count + k] as number;
    }
    for (let k = 0; k < count; k++) {
      const share = (shares[position * count + k] as number) / total;
      shares[position * count + k] = (share * all) / (overall[k] as number);
    }
  });
  return shares;
}

/** Writes the logarithm of how much more probable the lexicon makes each class; 0 for all where it knows nothing. */
export function writeLexicon(
  read: Float64Array | null,
  ratios: LexiconRatios,
  classes: number,
  into: Float64Array,
  from: number,
): void {
  if (read === null) return;
  into.fill(0, from, from + classes);
  for (let detail = 0; detail < read.length; detail++) {
    const probability = read[detail] as number;
    if (probability < leastProbability) continue;
    for (let k = 0; k < classes; k++) {
      into[from + k] = (into[from + k] as number) + probability * (ratios[detail * classes + k] as number);
    }
  }
  for (let at = from; at < from + classes; at++) into[at] = Math.log((into[at] as number) + floor);
}
