import { fromEpochDay } from '@titans/core';
import type { FeatureRow } from '../../features/feature-row.js';
import type { Attribution, CategoryPrediction } from '../predictions.js';
import type { CategoryParts } from './category-parts.js';
import type { SourceScores } from './combiner.js';
import type { Corrected } from './corrections.js';
import { habitReader } from './habits.js';
import { payeeGroup } from './known-payees.js';
import { mostProbable } from './most-probable.js';
import { payeeAmountReader } from './payee-amounts.js';
import { sourceAt } from './sources.js';
import { knownKind, mostReasons, type TextAnswer } from './text-answers.js';

type Reasons = Pick<CategoryPrediction, 'source' | 'explanation'>;

/** Says why a row has a category. */
export interface CategoryExplainer {
  /**
   * Where what was learned decided.
   *
   * @param said What the text of the row says.
   * @param read What all sources say of it, as the first row.
   * @param hasDetails Whether to explain, beside telling the source.
   */
  learned(row: FeatureRow, said: TextAnswer, read: SourceScores, label: number, hasDetails: boolean): Reasons;
  /** Where a correction decided. */
  corrected(corrected: Corrected, hasDetails: boolean): Reasons;
}

/**
 * Reasons in the order of their size, in log-odds: what each weighted source adds to the score of the category. The memory
 * speaks where the payee was seen before: then its earlier rows are named.
 */
export function categoryExplainer({ sources, combiner }: CategoryParts): CategoryExplainer {
  const { text, habits } = sources;
  const payees = payeeAmountReader(sources.amounts);
  const classes = text.classes.length;
  const habit = habitReader(habits, classes);
  const ofChance = Math.log(classes);

  function learned(
    row: FeatureRow,
    said: TextAnswer,
    read: SourceScores,
    label: number,
    hasDetails: boolean,
  ): Reasons {
    const group = read.groups[0] as number;
    const isSeen = group === payeeGroup.familiar || group === payeeGroup.known;
    if (isSeen && !hasDetails) return { source: ofSeen(read, label), explanation: [] };
    const weights = combiner.weights[group] as Float64Array;
    const reasons: Attribution[] = [];
    const ofText = weights[sourceAt.text] as number;
    for (const { feature, contribution } of said.explain(label)) {
      reasons.push({ feature, contribution: ofText * contribution });
    }
    const ofHabits = weights[sourceAt.habits] as number;
    for (const { feature, contribution } of habit.explain(row, label)) {
      reasons.push({ feature, contribution: ofHabits * contribution });
    }
    const ofLexicon =
      (weights[sourceAt.lexicon] as number) *
      ((read.scores[sourceAt.lexicon] as Float64Array)[label] as number);
    if (ofLexicon !== 0)
      reasons.push({ feature: `${knownKind}words of the lexicon`, contribution: ofLexicon });
    const ofSource = (source: number): number =>
      (weights[source] as number) * (((read.scores[source] as Float64Array)[label] as number) + ofChance);
    const remembered = ofSource(sourceAt.memory) + ofSource(sourceAt.amounts);
    if (!isSeen) {
      if (group === payeeGroup.similar) {
        reasons.push({ feature: 'payees of similar names', contribution: remembered });
      }
      const explanation = largest(reasons);
      const source = isOfLexicon(explanation[0]) ? 'lexicon' : 'model';
      return { source, explanation: hasDetails ? explanation : [] };
    }
    const category = text.classes[label] as string;
    const day = payees.latestDay(row, label);
    if (day !== null) {
      reasons.push({
        feature: `this payee on ${fromEpochDay(day)}: ${category}`,
        contribution: remembered,
      });
    }
    return { source: ofSeen(read, label), explanation: largest(reasons) };
  }

  /** What decided on a payee that was seen before. */
  function ofSeen(read: SourceScores, label: number): Reasons['source'] {
    const usual = mostProbable(read.scores[sourceAt.memory] as Float64Array, classes, 0);
    return usual.label === label ? 'memory' : 'model';
  }

  return {
    learned,
    corrected({ said, share }: Corrected, hasDetails: boolean): Reasons {
      if (!hasDetails) return { source: 'memory', explanation: [] };
      const explanation = said.evidence
        .filter(({ label }) => label === said.label)
        .map(({ day, similarity, weight }) => ({
          feature:
            similarity === 1
              ? `corrected on ${fromEpochDay(day)}: ${said.label}`
              : `similar payee corrected on ${fromEpochDay(day)}: ${said.label}`,
          contribution: share * weight,
        }));
      return { source: 'memory', explanation };
    },
  };
}

function isOfLexicon(reason: Attribution | undefined): boolean {
  return reason?.feature.startsWith(knownKind) ?? false;
}

/** The largest, largest first; of equals the one that came first. */
function largest(reasons: readonly Attribution[]): readonly Attribution[] {
  const order: Attribution[] = [];
  for (const reason of reasons) {
    const size = Math.abs(reason.contribution);
    if (size === 0) continue;
    let place = order.length;
    while (place > 0 && Math.abs((order[place - 1] as Attribution).contribution) < size) place--;
    if (place < mostReasons) order.splice(place, 0, reason);
  }
  if (order.length > mostReasons) order.length = mostReasons;
  return order;
}
