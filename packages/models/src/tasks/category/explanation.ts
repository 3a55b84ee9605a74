import { fromEpochDay } from '@titans/core';
import type { FeatureRow } from '../../features/feature-row.js';
import type { Attribution, CategoryPrediction } from '../predictions.js';
import type { CategoryParts } from './category-parts.js';
import type { Corrected } from './corrections.js';
import { habitReader } from './habits.js';
import { detailOfNgram } from './lexicon-source.js';
import { mostProbable } from './most-probable.js';
import { payeeAmountReader } from './payee-amounts.js';
import { payeeGroup, type SourceReading, sourceAt } from './sources.js';
import type { TextAnswer } from './text-answers.js';

/** Stands before what the lexicon takes the payee for. */
const knownKind = 'kind of payee: ';
/** Reasons that an answer names. */
const mostReasons = 8;

type Reasons = Pick<CategoryPrediction, 'source' | 'explanation'>;

/** Says why a row has a category. */
export interface CategoryExplainer {
  learned(reading: SourceReading, place: number, row: FeatureRow, label: number): Reasons;
  /** Where a correction decided. */
  corrected(corrected: Corrected): Reasons;
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

  function learned(reading: SourceReading, place: number, row: FeatureRow, label: number): Reasons {
    const group = reading.groups[place] as number;
    const weights = combiner.weights[group] as Float64Array;
    const reasons: Attribution[] = [];
    const ofText = weights[sourceAt.text] as number;
    const said = reading.texts[place] as TextAnswer;
    for (const { feature, contribution } of said.explain(label, mostReasons)) {
      const detail = detailOfNgram(feature);
      reasons.push({
        feature: detail === null ? feature : `${knownKind}${detail}`,
        contribution: ofText * contribution,
      });
    }
    const ofHabits = weights[sourceAt.habits] as number;
    for (const { feature, contribution } of habit.explain(row, label)) {
      reasons.push({ feature, contribution: ofHabits * contribution });
    }
    const at = place * classes + label;
    const ofLexicon =
      (weights[sourceAt.lexicon] as number) *
      ((reading.scores[sourceAt.lexicon] as Float64Array)[at] as number);
    if (ofLexicon !== 0)
      reasons.push({ feature: `${knownKind}words of the lexicon`, contribution: ofLexicon });
    const ofSource = (source: 'memory' | 'amounts'): number =>
      (weights[sourceAt[source]] as number) *
      (((reading.scores[sourceAt[source]] as Float64Array)[at] as number) + Math.log(classes));
    const remembered = ofSource('memory') + ofSource('amounts');
    const isSeen = group === payeeGroup.familiar || group === payeeGroup.known;
    if (!isSeen) {
      if (group === payeeGroup.similar) {
        reasons.push({ feature: 'payees of similar names', contribution: remembered });
      }
      const explanation = largest(reasons);
      return { source: isOfLexicon(explanation[0]) ? 'lexicon' : 'model', explanation };
    }
    const category = text.classes[label] as string;
    const day = payees.latestDay(row, label);
    if (day !== null) {
      reasons.push({
        feature: `this payee on ${fromEpochDay(day)}: ${category}`,
        contribution: remembered,
      });
    }
    const usual = mostProbable(reading.scores[sourceAt.memory] as Float64Array, classes, place);
    const isOfMemory = usual.label === label;
    return { source: isOfMemory ? 'memory' : 'model', explanation: largest(reasons) };
  }

  return {
    learned,
    corrected({ said, share }: Corrected): Reasons {
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

function largest(reasons: readonly Attribution[]): readonly Attribution[] {
  return reasons
    .filter(({ contribution }) => contribution !== 0)
    .sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution))
    .slice(0, mostReasons);
}
