import { type FeatureRow, featureRowOf } from '../../features/feature-row.js';
import { type AnswerContext, answerContext } from '../../taxonomy/answer-context.js';
import { checkQueries } from '../check-asked.js';
import type { CategoryPrediction, TransactionQuery } from '../predictions.js';
import { inCurrency } from './category-input.js';
import type { CategoryParts } from './category-parts.js';
import { combine } from './combiner.js';
import { confidenceLevelOf } from './confidence-level.js';
import { type Corrected, correctedBy } from './corrections.js';
import { categoryExplainer } from './explanation.js';
import { mostProbableFirst } from './most-probable-first.js';
import { queryRules, type RuledQuery } from './query-rules.js';
import { payeeGroup, sourceReader } from './sources.js';

/** So many rows are read at once, to bound memory. */
const rowsAtOnce = 512;

/** What was decided, by whatever. */
type Decision = Omit<CategoryPrediction, keyof AnswerContext>;

function inContext(decision: Decision, query: TransactionQuery): CategoryPrediction {
  return { ...decision, ...answerContext(query, decision.category) };
}

/** Answers queries: rules first, then corrections, then what was learned. */
export function answerer(
  parts: CategoryParts,
): (queries: readonly TransactionQuery[]) => readonly CategoryPrediction[] {
  const rule = parts.rules === null ? null : queryRules(parts.rules);
  const read = sourceReader(parts.sources);
  const explain = categoryExplainer(parts);
  const { classes } = parts.sources.text;
  const names = namesInOrder(classes);

  function answerSome(queries: readonly TransactionQuery[]): readonly CategoryPrediction[] {
    const rows = queries.map((query) => featureRowOf(query, parts.currency));
    const ruled = rows.map((row, at) => rule?.(queries[at] as TransactionQuery, row) ?? null);
    const asked = rows.filter((_, at) => ruled[at] === null).map((row) => inCurrency(row, parts.currency));
    const reading = read(asked);
    const probabilities = combine(parts.combiner, reading);
    let next = 0;
    return rows.map((row, at) => {
      const decided = ruled[at];
      if (decided) return inContext(ruledAnswer(decided), queries[at] as TransactionQuery);
      const place = next++;
      const group = reading.groups[place] as number;
      const corrected = correctedBy(
        parts.corrections,
        row,
        group === payeeGroup.familiar || group === payeeGroup.known,
      );
      const own = probabilities.subarray(place * classes.length, (place + 1) * classes.length);
      const answer = learnedAnswer(own, corrected, (label) =>
        explain.learned(reading, place, asked[place] as FeatureRow, label),
      );
      return inContext(answer, queries[at] as TransactionQuery);
    });
  }

  function ruledAnswer({ category, rule: { id, name } }: RuledQuery): Decision {
    const others = names.categories.filter((other) => other !== category);
    return {
      category,
      confidence: 1,
      confidenceLevel: 'very_high',
      alternatives: [category, ...others].map((each, at) => ({
        category: each,
        probability: at === 0 ? 1 : 0,
      })),
      source: 'rule',
      abstained: false,
      explanation: [{ feature: `rule: ${name ?? id}`, contribution: 1 }],
    };
  }

  function learnedAnswer(
    learned: Float64Array,
    corrected: Corrected | null,
    explainLearned: (label: number) => Pick<CategoryPrediction, 'source' | 'explanation'>,
  ): Decision {
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
    // Of equals, the first in the alphabet.
    const sorted = mostProbableFirst(order, probabilities);
    const label = sorted[0] as number;
    const category = categories[label] as string;
    const confidence = probabilities[label] as number;
    const isCorrection =
      corrected !== null && corrected.said.match === 'payee' && corrected.said.label === category;
    const isLearned = label < classes.length && !isCorrection;
    const reasons = isLearned ? explainLearned(label) : explain.corrected(corrected as Corrected);
    return {
      category,
      confidence,
      confidenceLevel: confidenceLevelOf(confidence),
      alternatives: Array.from(sorted, (at) => ({
        category: categories[at] as string,
        probability: probabilities[at] as number,
      })),
      source: reasons.source,
      abstained: confidence < parts.threshold,
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

  return (queries) => {
    checkQueries(queries);
    if (queries.length <= rowsAtOnce) return answerSome(queries);
    const answers: CategoryPrediction[] = [];
    for (let from = 0; from < queries.length; from += rowsAtOnce) {
      for (const answer of answerSome(queries.slice(from, from + rowsAtOnce))) answers.push(answer);
    }
    return answers;
  };
}

interface OrderedNames {
  readonly categories: readonly string[];
  readonly codes: ReadonlyMap<string, number>;
  /** Codes in the order of the alphabet. */
  readonly order: readonly number[];
}

function namesInOrder(categories: readonly string[]): OrderedNames {
  return {
    categories,
    codes: new Map(categories.map((name, code) => [name, code])),
    order: [...categories.keys()].sort((a, b) =>
      (categories[a] as string) < (categories[b] as string) ? -1 : 1,
    ),
  };
}
