import { type FeatureRow, featureRowOf } from '../../features/feature-row.js';
import { type AnswerContext, contextOf, type OtherSide, otherSideOf } from '../../taxonomy/answer-context.js';
import { checkAsked } from '../check-asked.js';
import type { CategoryPrediction, PredictOptions, TransactionQuery } from '../predictions.js';
import { inCurrency } from './category-input.js';
import type { CategoryParts } from './category-parts.js';
import { combine } from './combiner.js';
import { confidenceLevelOf } from './confidence-level.js';
import { type Corrected, correctedBy } from './corrections.js';
import { categoryExplainer } from './explanation.js';
import { payeeGroup } from './known-payees.js';
import { mostProbableFirst } from './most-probable-first.js';
import { queryRules, type RuledQuery } from './query-rules.js';
import type { RowReading } from './row-reader.js';
import { sourceReader, sourceRoom } from './source-reader.js';
import type { TextAnswer } from './text-answers.js';

/** So many rows are read at once, to bound memory. */
const rowsAtOnce = 512;

/** What was decided, by whatever. */
type Decision = Omit<CategoryPrediction, keyof AnswerContext>;

function inContext(decision: Decision, side: OtherSide): CategoryPrediction {
  const { category, confidence, confidenceLevel, alternatives, source, abstained, explanation } = decision;
  const { primary, merchant, counterpartyType } = contextOf(side, category);
  return {
    category,
    confidence,
    confidenceLevel,
    alternatives,
    source,
    abstained,
    explanation,
    primary,
    merchant,
    counterpartyType,
  };
}

/** Answers queries: rules first, then corrections, then what was learned. */
export function answerer(
  parts: CategoryParts,
): (queries: readonly TransactionQuery[], options: PredictOptions) => readonly CategoryPrediction[] {
  const rule = parts.rules === null ? null : queryRules(parts.rules);
  const reader = sourceReader(parts.sources);
  const explain = categoryExplainer(parts, reader);
  const { classes } = parts.sources.text;
  const names = namesInOrder(classes);
  // One row after the other is written here.
  const read = sourceRoom(1, classes.length);
  const learned: Float64Array = new Float64Array(classes.length);
  const places: Int32Array = new Int32Array(classes.length);
  const rank = classes.map(() => unranked);

  function answerSome(
    queries: readonly TransactionQuery[],
    hasDetails: boolean,
  ): readonly CategoryPrediction[] {
    const asked: FeatureRow[] = [];
    const readings: RowReading[] = [];
    const sides: OtherSide[] = [];
    const ruled = queries.map((query): RuledQuery | null => {
      const row = featureRowOf(query, parts.currency);
      const decided = rule === null ? null : rule(query, row);
      if (decided === null) {
        const own = inCurrency(row, parts.currency);
        asked.push(own);
        readings.push(reader.read(own));
      }
      // At once, while the name in the description is known that its text was read with.
      sides.push(otherSideOf(query));
      return decided;
    });
    const texts = reader.texts(readings);
    let next = 0;
    return ruled.map((decided, at) => {
      const side = sides[at] as OtherSide;
      if (decided !== null) return inContext(ruledAnswer(decided, hasDetails), side);
      const place = next++;
      const decision = learnedAnswer(asked[place] as FeatureRow, texts[place] as TextAnswer, hasDetails);
      return inContext(decision, side);
    });
  }

  function ruledAnswer({ category, rule: { id, name } }: RuledQuery, hasDetails: boolean): Decision {
    const others = names.categories.filter((other) => other !== category);
    return {
      category,
      confidence: 1,
      confidenceLevel: 'very_high',
      alternatives: hasDetails
        ? [category, ...others].map((each, at) => ({ category: each, probability: at === 0 ? 1 : 0 }))
        : [],
      source: 'rule',
      abstained: false,
      explanation: hasDetails ? [{ feature: `rule: ${name ?? id}`, contribution: 1 }] : [],
    };
  }

  function learnedAnswer(row: FeatureRow, said: TextAnswer, hasDetails: boolean): Decision {
    reader.write(row, said, read, 0);
    combine(parts.combiner, read, learned);
    const group = read.groups[0] as number;
    const isKnown = group === payeeGroup.familiar || group === payeeGroup.known;
    const corrected = correctedBy(parts.corrections, row, isKnown);
    let [categories, probabilities, order] = [classes, learned, names.order];
    if (corrected !== null) {
      const { labels } = parts.corrections;
      const added = labels.filter(
        (label, at) => !names.codes.has(label) && (corrected.said.probabilities[at] as number) > 0,
      );
      if (added.length > 0) {
        categories = [...classes, ...added];
        order = namesInOrder(categories).order;
      }
      probabilities = mixed(learned, corrected, categories, labels);
    }
    const label = firstOf(order, probabilities);
    const category = categories[label] as string;
    const confidence = probabilities[label] as number;
    const isCorrection =
      corrected !== null && corrected.said.match === 'payee' && corrected.said.label === category;
    const isLearned = label < classes.length && !isCorrection;
    const reasons = isLearned
      ? explain.learned(row, said, read, label, hasDetails)
      : explain.corrected(corrected as Corrected, hasDetails);
    return {
      category,
      confidence,
      confidenceLevel: confidenceLevelOf(confidence),
      alternatives: hasDetails ? alternativesOf(order, categories, probabilities) : [],
      source: reasons.source,
      // What a person said needs no second look because it was long ago, only where corrections of the payee disagree.
      abstained: (isCorrection ? corrected.said.probability : confidence) < parts.threshold,
      explanation: reasons.explanation,
    };
  }
  function mixed(
    learned: Float64Array,
    { said, share }: Corrected,
    categories: readonly string[],
    labels: readonly string[],
  ): Float64Array {
    const probabilities = new Float64Array(categories.length);
    probabilities.set(learned.map((probability) => (1 - share) * probability));
    const codes = categories === classes ? names.codes : new Map(categories.map((name, at) => [name, at]));
    labels.forEach((label, at) => {
      const code = codes.get(label);
      // A category of which every correction was undone.
      if (code === undefined) return;
      probabilities[code] = (probabilities[code] as number) + share * (said.probabilities[at] as number);
    });
    return probabilities;
  }

  /** Every category, most probable first; of equals, the first in the alphabet. */
  function alternativesOf(
    order: Int32Array,
    categories: readonly string[],
    probabilities: Float64Array,
  ): CategoryPrediction['alternatives'] {
    const sorted = order.length === places.length ? places : new Int32Array(order.length);
    sorted.set(order);
    mostProbableFirst(sorted, probabilities);
    // A copy has its final length at once.
    const alternatives = sorted.length === rank.length ? rank.slice() : Array.from(sorted, () => unranked);
    for (let at = 0; at < sorted.length; at++) {
      const label = sorted[at] as number;
      alternatives[at] = {
        category: categories[label] as string,
        probability: probabilities[label] as number,
      };
    }
    return alternatives;
  }

  return (queries, options) => {
    checkAsked(queries, options);
    const { details = true } = options;
    if (queries.length <= rowsAtOnce) return answerSome(queries, details);
    const answers: CategoryPrediction[] = [];
    for (let from = 0; from < queries.length; from += rowsAtOnce) {
      for (const answer of answerSome(queries.slice(from, from + rowsAtOnce), details)) answers.push(answer);
    }
    return answers;
  };
}

/** The most probable class; of equals the one that stands first. */
function firstOf(order: Int32Array, probabilities: Float64Array): number {
  let first = order[0] as number;
  for (let at = 1; at < order.length; at++) {
    const label = order[at] as number;
    if ((probabilities[label] as number) > (probabilities[first] as number)) first = label;
  }
  return first;
}

const unranked: CategoryPrediction['alternatives'][number] = { category: '', probability: 0 };

interface OrderedNames {
  readonly categories: readonly string[];
  readonly codes: ReadonlyMap<string, number>;
  /** Codes in the order of the alphabet. */
  readonly order: Int32Array;
}

function namesInOrder(categories: readonly string[]): OrderedNames {
  return {
    categories,
    codes: new Map(categories.map((name, code) => [name, code])),
    order: Int32Array.from(categories.keys()).sort((a, b) =>
      (categories[a] as string) < (categories[b] as string) ? -1 : 1,
    ),
  };
}
