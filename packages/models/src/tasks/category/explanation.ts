import { fromEpochDay } from '@titans/core';
import type { FeatureRow } from '../../features/feature-row.js';
import type { Attribution, CategoryPrediction } from '../predictions.js';
import type { CategoryParts } from './category-parts.js';
import type { SourceScores } from './combiner.js';
import type { Corrected } from './corrections.js';
import { habitReader } from './habits.js';
import { payeeGroup } from './known-payees.js';
import { mostProbable } from './most-probable.js';
import type { SourceReader } from './source-reader.js';
import { sourceAt } from './sources.js';
import { knownKind, mostReasons, type TextAnswer } from './text-answers.js';

const ofWords = `${knownKind}words of the lexicon`;
const mostSeen = 4_096;

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
export function categoryExplainer(
  { sources, combiner }: CategoryParts,
  { explainText, payees }: Pick<SourceReader, 'explainText' | 'payees'>,
): CategoryExplainer {
  const { text, habits } = sources;
  const classes = text.classes.length;
  const habit = habitReader(habits, classes);
  const ofChance = Math.log(classes);
  const reasons = largestReasons();
  /** Texts for days and labels, which come again. */
  const seen = new Map<number, string>();

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
    reasons.clear();
    const ofText = weights[sourceAt.text] as number;
    for (const { feature, contribution } of explainText(said, label)) {
      reasons.add(feature, ofText * contribution);
    }
    const ofHabits = weights[sourceAt.habits] as number;
    habit.explain(row, label, (feature, contribution) => reasons.add(feature, ofHabits * contribution));
    const ofLexicon =
      (weights[sourceAt.lexicon] as number) *
      ((read.scores[sourceAt.lexicon] as Float64Array)[label] as number);
    reasons.add(ofWords, ofLexicon);
    const ofSource = (source: number): number =>
      (weights[source] as number) * (((read.scores[source] as Float64Array)[label] as number) + ofChance);
    const remembered = ofSource(sourceAt.memory) + ofSource(sourceAt.amounts);
    if (!isSeen) {
      if (group === payeeGroup.similar) reasons.add('payees of similar names', remembered);
      const explanation = reasons.take();
      const source = isOfLexicon(explanation[0]) ? 'lexicon' : 'model';
      return { source, explanation: hasDetails ? explanation : [] };
    }
    const day = payees.latestDay(row, label);
    if (day !== null) reasons.add(seenOn(day, label), remembered);
    return { source: ofSeen(read, label), explanation: reasons.take() };
  }

  function seenOn(day: number, label: number): string {
    const key = day * classes + label;
    let told = seen.get(key);
    if (told === undefined) {
      told = `this payee on ${fromEpochDay(day)}: ${text.classes[label]}`;
      if (seen.size >= mostSeen) seen.clear();
      seen.set(key, told);
    }
    return told;
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

/** Keeps the largest of reasons, largest first; of equals the one that came first. One list of reasons after the other. */
function largestReasons(): {
  clear(): void;
  add(feature: string, contribution: number): void;
  take(): readonly Attribution[];
} {
  const features = new Array<string>(mostReasons).fill('');
  const contributions = new Float64Array(mostReasons);
  let count = 0;
  return {
    clear() {
      count = 0;
    },
    add(feature, contribution) {
      const size = Math.abs(contribution);
      if (size === 0) return;
      let place = count;
      while (place > 0 && Math.abs(contributions[place - 1] as number) < size) place--;
      if (place === mostReasons) return;
      if (count < mostReasons) count++;
      for (let to = count - 1; to > place; to--) {
        features[to] = features[to - 1] as string;
        contributions[to] = contributions[to - 1] as number;
      }
      features[place] = feature;
      contributions[place] = contribution;
    },
    take() {
      const reasons: Attribution[] = [];
      for (let at = 0; at < count; at++) {
        reasons.push({ feature: features[at] as string, contribution: contributions[at] as number });
      }
      return reasons;
    },
  };
}
