import type { FitOptions } from '../../estimators/estimator.js';
import {
  type FittedPayeeMemory,
  type PayeeKnowledge,
  payeeMemory,
} from '../../estimators/neighbours/payee-memory.js';
import type { PayeeMemoryParameters } from '../../estimators/neighbours/payee-memory-parameters.js';
import { presentClasses } from '../../estimators/present-classes.js';
import type { FittedTextClassifier } from '../../estimators/text/fitted-text-classifier.js';
import { textClassifier } from '../../estimators/text/text-classifier.js';
import type { FeatureRow } from '../../features/feature-row.js';
import { type FurtherTextField, payeeTextOf } from './category-input.js';
import type { SourceScores } from './combiner.js';
import { fitHabits, type Habits, habitReader } from './habits.js';
import { fitLexiconRatios, type LexiconRatios } from './lexicon-source.js';
import { fitPayeeAmounts, type PayeeAmounts, payeeAmountReader } from './payee-amounts.js';
import { type RowReading, rowReader } from './row-reader.js';
import { type TextAnswer, textAnswers } from './text-answers.js';

/** What can speak for a category, and where its weight stands. */
export const sourceAt = { text: 0, memory: 1, habits: 2, amounts: 3, lexicon: 4 } as const;
/** Weights to begin with. */
export const startWeights: readonly number[] = [1.5, 0.5, 0.5, 0.5, 0.5];

/** How well a payee is known, which decides whom to believe. */
export const payeeGroup = { familiar: 0, known: 1, similar: 2, new: 3 } as const;
export const payeeGroups = 4;

/** Models that each say on their own what a category is. */
export interface CategorySources {
  readonly text: FittedTextClassifier;
  readonly memory: FittedPayeeMemory;
  readonly habits: Habits;
  readonly amounts: PayeeAmounts;
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

/** From so much support on a payee is familiar, from so high a cosine on a name is similar. */
const familiarSupport = 2.5;
const similarName = 0.5;
/** Earlier rows of a payee count so little that they need not be remembered. */
const rowsOfPayee = 40;
const floor = 1e-4;

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
  const remembered = latestOfEach(payees);
  const readings = rows.map(readRow);
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
    habits: fitHabits(rows, labels, weights, classes.length),
    amounts: fitPayeeAmounts(rows, labels, remembered),
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
function latestOfEach(payees: readonly string[]): readonly number[] {
  const counts = new Map<string, number>();
  const kept: number[] = [];
  for (let row = payees.length - 1; row >= 0; row--) {
    const payee = payees[row] as string;
    const later = counts.get(payee) ?? 0;
    counts.set(payee, later + 1);
    if (payee !== '' && later < rowsOfPayee) kept.push(row);
  }
  // A memory learns from one row at least; that of no name is never asked for.
  return kept.length === 0 ? [0] : kept.reverse();
}

/** What all sources say of rows. */
export interface SourceReading extends SourceScores {
  /** What the text of each row says. */
  readonly texts: readonly TextAnswer[];
}

/**
 * Makes a function that asks all sources about rows.
 *
 * @param readRow Reads their texts; one of its own unless told.
 */
export function sourceReader(
  sources: CategorySources,
  readRow: (row: FeatureRow) => RowReading = rowReader(sources.further, sources.lexicon !== null),
): (rows: readonly FeatureRow[]) => SourceReading {
  const { text, memory } = sources;
  const classes = text.classes.length;
  const answersOf = textAnswers(text, sources.lexicon);
  const habit = habitReader(sources.habits, classes);
  const payees = payeeAmountReader(sources.amounts);

  /** The logarithms of what is said of a payee; nothing is impossible. */
  function writeLogs(probabilities: Float64Array, into: Float64Array, from: number): void {
    for (let k = 0; k < classes; k++) {
      into[from + k] = Math.log((probabilities[k] as number) + floor / classes);
    }
  }

  return (rows) => {
    const texts = answersOf(rows.map(readRow));
    const margins = new Float64Array(rows.length * classes);
    const remembered = new Float64Array(rows.length * classes);
    const habits = new Float64Array(rows.length * classes);
    const amounts = new Float64Array(rows.length * classes);
    const lexicon = new Float64Array(rows.length * classes);
    const groups = new Uint8Array(rows.length).fill(payeeGroup.new);
    rows.forEach((row, index) => {
      const from = index * classes;
      habit.read(row, habits, from);
      const said = texts[index] as TextAnswer;
      margins.set(said.margins, from);
      lexicon.set(said.lexicon, from);
      const payee = payeeTextOf(row);
      if (payee === '') return;
      const known = memory.recall(payee, Number.isNaN(row.date) ? undefined : row.date);
      groups[index] = groupOf(known);
      writeLogs(known.probabilities, remembered, from);
      payees.weigh(row, known.probabilities);
      writeLogs(known.probabilities, amounts, from);
    });
    const scores = [margins, remembered, habits, amounts, lexicon];
    return { rows: rows.length, classes, scores, groups, texts };
  };
}

function groupOf({ support, similarity }: PayeeKnowledge): number {
  if (support >= familiarSupport) return payeeGroup.familiar;
  if (similarity === 1) return payeeGroup.known;
  return similarity >= similarName ? payeeGroup.similar : payeeGroup.new;
}
