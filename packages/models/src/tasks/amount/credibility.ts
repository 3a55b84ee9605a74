import type { Evidence } from './evidence.js';

/**
 * What a row usually amounts to, on the scale of ln(1 + absolute amount): by its type; and, each drawn towards the one
 * before, by its category, the first word of its payee, its payee in all accounts, and its payee in its account.
 */
export type UsualAmount = { readonly [Level in UsualLevel]: Float64Array };

export const usualLevels = ['type', 'category', 'word', 'payee', 'account'] as const;
type UsualLevel = (typeof usualLevels)[number];

/** Rows of a level that the level before counts for, so that few rows move little (Bühlmann credibility). */
export type Credibility = { readonly [Level in Exclude<UsualLevel, 'type'>]: number };

/** What the account's own rows of the payee tell; rows are NaN without a history. */
export interface OwnPayee {
  readonly rows: Float64Array;
  readonly median: Float64Array;
}

const choices = [0.25, 0.5, 1, 2, 4, 8, 16, 32] as const;
/** A level that does not help is left out. */
const ignored = 1e9;

/** The means of the levels, each drawn towards the one before. */
export function usualAmount(evidence: Evidence, own: OwnPayee, credibility: Credibility): UsualAmount {
  const type = evidence.typeMean;
  const category = drawn(type, evidence.categoryRows, evidence.categoryMean, credibility.category);
  const word = drawn(category, evidence.wordRows, evidence.wordMean, credibility.word);
  const payee = drawn(word, evidence.knownRows, evidence.knownMedian, credibility.payee);
  return { type, category, word, payee, account: drawn(payee, own.rows, own.median, credibility.account) };
}

/** Chooses level by level what comes nearest to the amounts, which must not be among those that the evidence is of. */
export function learnCredibility(evidence: Evidence, own: OwnPayee, target: Float64Array): Credibility {
  const chosen = { category: ignored, word: ignored, payee: ignored, account: ignored };
  const levels = [
    ['category', evidence.categoryRows, evidence.categoryMean],
    ['word', evidence.wordRows, evidence.wordMean],
    ['payee', evidence.knownRows, evidence.knownMedian],
    ['account', own.rows, own.median],
  ] as const;
  let parent = evidence.typeMean;
  for (const [level, rows, means] of levels) {
    let best = { error: meanError(parent, target), values: parent };
    for (const choice of choices) {
      const values = drawn(parent, rows, means, choice);
      const error = meanError(values, target);
      if (error >= best.error) continue;
      best = { error, values };
      chosen[level] = choice;
    }
    parent = best.values;
  }
  return chosen;
}

function drawn(
  parent: Float64Array,
  rows: Float64Array,
  means: Float64Array,
  parentRows: number,
): Float64Array {
  const values = parent.slice();
  for (let row = 0; row < values.length; row++) {
    const count = rows[row] as number;
    // Also where there is no history at all, which has NaN rows.
    if (!(count > 0)) continue;
    const towards = parent[row] as number;
    const mean = means[row] as number;
    values[row] = Number.isNaN(towards) ? mean : (count * mean + parentRows * towards) / (count + parentRows);
  }
  return values;
}

function meanError(values: Float64Array, target: Float64Array): number {
  let sum = 0;
  let count = 0;
  for (let row = 0; row < target.length; row++) {
    const error = Math.abs((values[row] as number) - (target[row] as number));
    if (Number.isNaN(error)) continue;
    sum += error;
    count++;
  }
  return count === 0 ? 0 : sum / count;
}
