import type { EvidenceKind } from './lexicon-index.js';

/**
 * Natural logarithms of how much more probable a category becomes, found as the maximum of the likelihood on half of the
 * merchants of a public body's purchase cards, and rounded; the other half measures them.
 */
export const strengths: Readonly<
  Record<EvidenceKind | 'last' | 'repeated' | 'sibling' | 'other' | 'spendingIn' | 'incomeOut', number>
> = {
  brand: 6,
  brandStart: 5.5,
  brandWithin: 4.2,
  phrase: 5,
  word: 5.3,
  ending: 5.5,
  /** Set between `doubtful` and `word`, not found so: there are too few. */
  glued: 4.5,
  doubtful: 3.8,
  code: 9,
  /** For the last word of a name. */
  last: 0.5,
  /** What further words for the same category count. */
  repeated: 0.1,
  /** What the other categories of the same primary one gain. */
  sibling: 0.4,
  /** For categories that take what the others leave. */
  other: 0.3,
  /** For spending where money came in (a refund), and for income where it went out. */
  spendingIn: -2,
  incomeOut: -6,
};
