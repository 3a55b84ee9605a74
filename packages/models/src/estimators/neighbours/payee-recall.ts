import { secondSight } from '@titans/core';
import { fadedUntil, type RememberedRow } from './decayed-counts.js';
import type { PayeeMemorySettings } from './payee-memory-parameters.js';
import type { PayeeSignature } from './payee-signature.js';
import type { Payee, PayeeStore, SimilarPayee } from './payee-store.js';

/** What the memory says of a name. */
export interface PayeeRecall {
  /** One per label; they add up to 1. */
  readonly probabilities: Float64Array;
  /** The payees that spoke: the one of the very name (similarity 1), or those of similar names, most similar first. */
  readonly payees: readonly SimilarPayee[];
  readonly isExact: boolean;
  /** What the rows of the very name count now, faded by time and by later rows. */
  readonly support: number;
}

/** Looks for payees of similar names; that of the very name may be among them. */
export type SimilarPayees = (signature: PayeeSignature) => readonly SimilarPayee[];

/** Looks for them in a store. */
function similarPayees(store: PayeeStore, settings: PayeeMemorySettings): SimilarPayees {
  return ({ columns }) => store.similar(columns(), settings.neighbours + 1, settings.leastSimilarity);
}

/** Names whose similar ones are kept. */
const mostKept = 4_096;

/** The same for a store that does not change any more: the payees of a name that comes again are not looked for again. */
export function keptSimilarPayees(store: PayeeStore, settings: PayeeMemorySettings): SimilarPayees {
  const find = similarPayees(store, settings);
  const known = new Map<number, readonly SimilarPayee[]>();
  const isAgain = secondSight();
  return (signature) => {
    const kept = known.get(signature.key);
    if (kept !== undefined) return kept;
    const found = find(signature);
    if (isAgain(signature.key | 0)) {
      if (known.size >= mostKept) known.clear();
      known.set(signature.key, found);
    }
    return found;
  };
}

/** All similar names together count as so many rows at most. */
const strengthOfSimilar = 12;
/** A name half as similar counts an eighth. */
const sharpness = 3;
/** What is thought of a payee of whom nothing is known counts as so many rows of similar names. */
const strengthOfPrior = 0.5;

/**
 * Probabilities as smoothed counts, each level being the prior of the next (a hierarchy of Dirichlet distributions):
 * how many payees have a label; what payees of similar names have; what this payee had.
 *
 * Similar names are looked for only where the rows of the name itself count for less than half a row.
 *
 * @param similarTo Looks for them; among what `store` holds now unless told.
 */
export function recall(
  store: PayeeStore,
  signature: PayeeSignature,
  day: number,
  labels: number,
  settings: PayeeMemorySettings,
  similarTo: SimilarPayees = similarPayees(store, settings),
): PayeeRecall {
  const probabilities = payeeShares(store, labels);
  const own = store.payees.get(signature.key);
  const faded = own ? fadedUntil(day, own.counts, settings) : 0;
  const counted = own ? faded * totalOf(own) : 0;
  const isKnown = counted >= 0.5;
  const similar = isKnown
    ? []
    : similarTo(signature)
        .filter(({ payee }) => payee !== own)
        .slice(0, settings.neighbours);

  if (similar.length > 0) {
    let total = strengthOfPrior;
    for (let k = 0; k < labels; k++) probabilities[k] = strengthOfPrior * (probabilities[k] as number);
    for (const { payee, similarity } of similar) {
      const here = fadedUntil(day, payee.counts, settings);
      const saturated = (strengthOfSimilar * similarity ** sharpness) / (1 + here * totalOf(payee));
      total += addCounts(probabilities, payee, saturated * here);
    }
    for (let k = 0; k < labels; k++) probabilities[k] = (probabilities[k] as number) / total;
  }
  if (own) {
    const { priorStrength } = settings;
    for (let k = 0; k < labels; k++) probabilities[k] = priorStrength * (probabilities[k] as number);
    addCounts(probabilities, own, faded);
    for (let k = 0; k < labels; k++) {
      probabilities[k] = (probabilities[k] as number) / (priorStrength + counted);
    }
  }
  return {
    probabilities,
    payees: own ? [{ payee: own, similarity: 1 }, ...similar] : similar,
    isExact: own !== undefined,
    support: counted,
  };
}

/** What each of the given rows counts on a day. */
export function rowWeights(
  { rows, counts }: Payee,
  day: number,
  settings: PayeeMemorySettings,
): readonly number[] {
  const until = Math.max(day, counts.day);
  return rows.map(
    ({ weight, day: own }: RememberedRow, at) =>
      weight * 2 ** ((own - until) / settings.halfLifeDays - (rows.length - 1 - at) / settings.halfLifeRows),
  );
}

/** (payees with the label + 1) ÷ (their sum), over the labels that have any. */
function payeeShares({ payeesOfLabel }: PayeeStore, labels: number): Float64Array {
  const shares = new Float64Array(labels);
  let total = 0;
  for (let k = 0; k < labels; k++) {
    const payees = payeesOfLabel[k] ?? 0;
    if (payees === 0) continue;
    shares[k] = payees + 1;
    total += payees + 1;
  }
  for (let k = 0; k < labels; k++) shares[k] = (shares[k] as number) / total;
  return shares;
}

function totalOf({ counts: { counts } }: Payee): number {
  let total = 0;
  for (let at = 0; at < counts.length; at++) total += counts[at] as number;
  return total;
}

function addCounts(into: Float64Array, { counts: { labels, counts } }: Payee, times: number): number {
  let added = 0;
  for (let at = 0; at < counts.length; at++) {
    const label = labels[at] as number;
    const share = times * (counts[at] as number);
    into[label] = (into[label] as number) + share;
    added += share;
  }
  return added;
}
