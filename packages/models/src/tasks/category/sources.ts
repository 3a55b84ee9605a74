import type { FitOptions } from '../../estimators/estimator.js';
import { type FittedPayeeMemory, payeeMemory } from '../../estimators/neighbours/payee-memory.js';
import type { PayeeMemoryParameters } from '../../estimators/neighbours/payee-memory-parameters.js';
import { presentClasses } from '../../estimators/present-classes.js';
import type { FittedTextClassifier } from '../../estimators/text/fitted-text-classifier.js';
import { textClassifier } from '../../estimators/text/text-classifier.js';
import type { FeatureRow } from '../../features/feature-row.js';
import { type FurtherTextField, payeeTextOf } from './category-input.js';
import { fitHabits, type Habits } from './habits.js';
import { fitLexiconRatios, type LexiconRatios } from './lexicon-source.js';
import { fitPayeeAmounts, type PayeeAmounts, payeeOnAccountKeyOf } from './payee-amounts.js';
import type { RowReading } from './row-reader.js';

/** What can speak for a category, and where its weight stands. */
export const sourceAt = { text: 0, memory: 1, habits: 2, amounts: 3, lexicon: 4 } as const;
/** Weights to begin with. */
export const startWeights: readonly number[] = [1.5, 0.5, 0.5, 0.5, 0.5];

/** Models that each say on their own what a category is. */
export interface CategorySources {
  readonly text: FittedTextClassifier;
  readonly memory: FittedPayeeMemory;
  readonly habits: Habits;
  readonly amounts: PayeeAmounts;
  /** Of payees on each account, where there are several; `null` where there are not. */
  readonly accountAmounts: PayeeAmounts | null;
  /** `null` where the lexicon is not asked. */
  readonly lexicon: LexiconRatios | null;
  /** Fields read as text beside the description. */
  readonly further: readonly FurtherTextField[];
}

/** How sources are fitted. */
export interface SourceSettings {
  readonly further: readonly FurtherTextField[];
  readonly memory: PayeeMemoryParameters;
  readonly lexicon: boolean;
  /** Of the same further fields, and asking the lexicon or not as they do. */
  readonly readRow: (row: FeatureRow) => RowReading;
}

/** Earlier rows of a payee count so little that the memory need not have them; those with their amounts count longer. */
const rowsOfPayee = 40;
const amountsOfPayee = 600;

/**
 * Fits all sources.
 *
 * Rows of one payee and category count the root of how many they are, together: the thousandth payment to a shop says
 * little of other shops.
 */
export async function fitSources(
  rows: readonly FeatureRow[],
  labels: Int32Array,
  classes: readonly string[],
  { further, memory, lexicon, readRow }: SourceSettings,
  options: FitOptions,
): Promise<CategorySources> {
  const payees = rows.map(payeeTextOf);
  const weights = rootWeights(payees, labels);
  const remembered = latestOfEach(payees, rowsOfPayee);
  const withAmounts = latestOfEach(payees, amountsOfPayee);
  const readings = rows.map(readRow);
  const habits = fitHabits(rows, labels, weights, classes.length);
  return {
    text: await fitText(
      readings.map(({ text }) => text),
      labels,
      classes,
      weights,
      options,
    ),
    memory: await payeeMemory(memory).fit(
      {
        texts: remembered.map((row) => payees[row] as string),
        days: Int32Array.from(remembered, (row) => (rows[row] as FeatureRow).date),
      },
      Int32Array.from(remembered, (row) => labels[row] as number),
      classes,
      options,
    ),
    habits,
    amounts: fitPayeeAmounts(rows, labels, withAmounts),
    accountAmounts:
      habits.accounts.length === 0 ? null : fitPayeeAmounts(rows, labels, withAmounts, payeeOnAccountKeyOf),
    lexicon: lexicon
      ? fitLexiconRatios(
          labels,
          classes,
          weights,
          readings.map((reading) => reading.lexicon),
        )
      : null,
    further,
  };
}

/** The name of a category is a text of it, too: `software` is the one to be thought of for a licence of software. */
async function fitText(
  texts: readonly string[],
  labels: Int32Array,
  classes: readonly string[],
  weights: Float64Array,
  options: FitOptions,
): Promise<FittedTextClassifier> {
  const named = presentClasses(labels, weights, classes.length);
  return textClassifier({ loss: 'hinge' }).fit(
    {
      texts: [...texts, ...Array.from(named, (k) => (classes[k] as string).replace(/[^\p{L}\p{N}]+/gu, ' '))],
    },
    Int32Array.from([...labels, ...named]),
    classes,
    { ...options, weights: Float64Array.from([...weights, ...Array.from(named, () => 1)]) },
  );
}

function rootWeights(payees: readonly string[], labels: Int32Array): Float64Array {
  const keys = payees.map((payee, row) => `${labels[row]} ${payee.toLowerCase()}`);
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return Float64Array.from(keys, (key) => 1 / Math.sqrt(counts.get(key) as number));
}

/** The latest rows of each payee that has a name, in their order. */
function latestOfEach(payees: readonly string[], most: number): readonly number[] {
  const counts = new Map<string, number>();
  const kept: number[] = [];
  for (let row = payees.length - 1; row >= 0; row--) {
    const payee = payees[row] as string;
    const later = counts.get(payee) ?? 0;
    counts.set(payee, later + 1);
    if (payee !== '' && later < most) kept.push(row);
  }
  // A memory learns from one row at least; that of no name is never asked for.
  return kept.length === 0 ? [0] : kept.reverse();
}
