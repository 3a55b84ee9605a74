import type { Payee, PayeeNgram, PayeeStore } from './payee-store.js';

/** A payee of a similar name. */
export interface SimilarPayee {
  readonly payee: Payee;
  /** Cosine of the weighted n-grams, above 0 to 1. */
  readonly similarity: number;
}

/** Names are looked for along so many entries of the index, those of the rarest n-grams first. */
const mostVisited = 1500;
/** So many of the names with the most in common are compared in full. */
const mostCompared = 12;

let searches = 0;

/**
 * Finds the payees whose names have the most n-grams in common, each weighted by how rare it is among payees
 * (ln((1 + payees) ÷ (1 + payees with it)) + 1). Looks along an inverted index from the rarest n-gram on, within a
 * budget: what is missed has only common n-grams in common.
 *
 * @param most At most so many, most similar first.
 * @param least Not below this similarity.
 */
export function similarPayees(
  { payees, ngrams }: PayeeStore,
  columns: Uint32Array,
  most: number,
  least: number,
): readonly SimilarPayee[] {
  const total = payees.size;
  const known: PayeeNgram[] = [];
  const search = ++searches;
  const unknown = Math.log(1 + total) + 1;
  let lengthSquare = 0;
  for (const column of columns) {
    const ngram = ngrams.get(column);
    if (ngram === undefined) {
      lengthSquare += unknown * unknown;
      continue;
    }
    ngram.search = search;
    lengthSquare += squareWeight(ngram, total);
    known.push(ngram);
  }
  known.sort((a, b) => a.payees.length - b.payees.length);

  const touched: Payee[] = [];
  let visited = 0;
  for (const ngram of known) {
    const { payees: having } = ngram;
    visited += having.length;
    if (visited > mostVisited && touched.length > 0) break;
    const weight = squareWeight(ngram, total);
    for (let at = 0; at < having.length; at++) {
      const payee = having[at] as Payee;
      if (payee.overlap === 0) touched.push(payee);
      payee.overlap += weight;
    }
  }

  const best: { readonly payee: Payee; readonly rank: number }[] = [];
  for (const payee of touched) {
    const rank = payee.overlap / Math.sqrt(payee.columns.length);
    payee.overlap = 0;
    if (best.length === mostCompared && rank < (best[mostCompared - 1]?.rank ?? 0)) continue;
    let place = best.length;
    while (place > 0 && isAfter(best[place - 1] as Ranked, { payee, rank })) place--;
    best.splice(place, 0, { payee, rank });
    if (best.length > mostCompared) best.pop();
  }
  const similar = best.map(({ payee }) => ({
    payee,
    similarity: cosine(payee, search, total, lengthSquare),
  }));
  return similar
    .filter(({ similarity }) => similarity >= least)
    .sort((a, b) => b.similarity - a.similarity || a.payee.key - b.payee.key)
    .slice(0, most);
}

interface Ranked {
  readonly payee: Payee;
  readonly rank: number;
}

function isAfter(one: Ranked, other: Ranked): boolean {
  return one.rank < other.rank || (one.rank === other.rank && one.payee.key > other.payee.key);
}

function squareWeight({ payees }: PayeeNgram, total: number): number {
  const weight = Math.log((1 + total) / (1 + payees.length)) + 1;
  return weight * weight;
}

function cosine({ ngrams }: Payee, search: number, total: number, lengthSquare: number): number {
  let common = 0;
  let own = 0;
  for (const ngram of ngrams) {
    const weight = squareWeight(ngram, total);
    own += weight;
    if (ngram.search === search) common += weight;
  }
  return Math.min(common / Math.sqrt(own * lengthSquare), 1);
}
