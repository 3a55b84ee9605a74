import { columnAliases, type ImportField } from '../../normalise/import-field.js';
import { type Meaning, vocabulary } from './header-vocabulary.js';
import { contains, type HeaderWords, headerWords } from './header-words.js';

/** What the name of a column claims. */
export interface HeaderClaims {
  readonly name: string;
  readonly words: HeaderWords;
  /** Whether it is the name of no column, but its number. */
  readonly isNumber: boolean;
  /** How strongly the name claims a meaning, from 0 to 1. */
  claim(meaning: Meaning): number;
  /** Rank of the name among the spellings of a field, from 0; -1 where it is none of them. */
  aliasRank(field: ImportField): number;
}

/** Reads the name of the column at `index`, from 0. */
export function headerClaims(name: string, index: number): HeaderClaims {
  const words = headerWords(name);
  const known = new Map<Meaning, number>();
  return {
    name,
    words,
    isNumber: name.trim() === String(index + 1),
    claim(meaning) {
      const found = known.get(meaning) ?? claimOf(words, meaning);
      known.set(meaning, found);
      return found;
    },
    aliasRank: (field) => columnAliases[field].indexOf(words.compact),
  };
}

function claimOf(words: HeaderWords, meaning: Meaning): number {
  const { claims, doubts } = vocabulary[meaning];
  // "in" and "ut" are names of columns of their own, but mere prepositions in longer ones.
  const isShort = words.spaced.trim().split(' ').length <= 2;
  let claim = 0;
  let longest = '';
  for (const [weight, terms] of claims) {
    for (const term of terms) {
      if (weight < claim || (weight === claim && term.length <= longest.length)) continue;
      if (!contains(words, term) || (term.length < 4 && !isShort)) continue;
      claim = weight;
      longest = term;
    }
  }
  if (claim === 0) return 0;
  let doubt = 0;
  for (const [weight, terms] of doubts) {
    if (weight <= doubt) continue;
    // A word that is part of the claim itself is no doubt about it: "transaction reference" is not one about "reference".
    if (terms.some((term) => !longest.includes(term) && contains(words, term))) doubt = weight;
  }
  return Math.max(0, claim - doubt);
}
