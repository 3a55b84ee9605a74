import type { Explainer } from '../../explain/explainer.js';
import { treeShap } from '../../explain/tree-shap.js';
import type { FeatureRow } from '../../features/feature-row.js';
import type { AnomalyPrediction, PredictOptions } from '../predictions.js';
import { anomalyFeatures, seenRows } from './anomaly-input.js';
import { allKinds, type EvidenceName } from './evidence.js';
import { brief, type Part, scored } from './factors.js';
import type { FittedAnomaly } from './fitted-anomaly.js';
import { learnedParts, populationPlace } from './learned-parts.js';
import type { PopulationColumns } from './population/population-columns.js';
import { populationReason } from './population/population-reason.js';
import { referenceKeys } from './reference.js';
import type { ScoreMap } from './score-map.js';
import { type WeighedRows, weigh } from './unusual.js';
import { aloneWeigher } from './unusual-alone.js';

/** The score from which rows are anomalies. */
export interface MovingThreshold {
  value(): number;
  /** Called with each answer, in the order of the rows. */
  moveBy(answer: AnomalyPrediction): void;
}

/** Answers rows, in their order. */
export type Answerer = (
  rows: readonly FeatureRow[],
  options: PredictOptions,
  threshold: MovingThreshold,
  population: PopulationColumns | null,
) => readonly AnomalyPrediction[];

interface Telling {
  readonly hasHistory: boolean;
  readonly details: boolean;
  readonly threshold: MovingThreshold;
  readonly population: PopulationColumns | null;
}

/** Makes a function that answers. */
export async function answererOf(fitted: FittedAnomaly): Promise<Answerer> {
  const { labels } = fitted;
  const explainerOf = async (trees: Parameters<typeof treeShap>[0] | null): Promise<Explainer | null> =>
    trees === null ? null : treeShap(trees);
  const explainer = await explainerOf(labels?.trees ?? null);
  const populationExplainer = await explainerOf(labels?.populationTrees ?? null);
  const weighEachAlone = aloneWeigher(fitted.unusual);

  function tellAll(rows: WeighedRows, telling: Telling, answers: AnomalyPrediction[]): void {
    const { hasHistory, details, threshold } = telling;
    const population = populationExplainer === null ? null : telling.population;
    let row = 0;
    const value = (name: EvidenceName): number => rows.columns[name][row] as number;
    for (row = 0; row < rows.rows; row++) {
      const seen = population !== null && population.isKnown[row] === 1 ? population.columns : null;
      const map = mapOf(fitted, hasHistory, seen !== null);
      const learned =
        labels === null
          ? null
          : learnedParts(labels, seen === null ? explainer : populationExplainer, rows, seen, row);
      const base = learned?.base ?? 0;
      if (!details) {
        const sum = learned === null ? (rows.totals[row] as number) : sumOf(learned.values);
        const answer = brief(base + sum, map, threshold.value());
        threshold.moveBy(answer);
        answers.push(answer);
        continue;
      }
      const parts: Part[] = [];
      for (let kind = 0; kind < rows.pieces.length; kind++) {
        const piece = rows.pieces[kind]?.[row] as number;
        const part = learned === null ? piece : (learned.values[kind] as number);
        if (part === 0) continue;
        const isFound = learned === null || piece >= leastFound;
        parts.push({ reason: reasonOf(kind, part, isFound, value), value: part });
      }
      const ofAll = learned?.values[populationPlace] ?? 0;
      if (ofAll !== 0) parts.push({ reason: populationReason(ofAll), value: ofAll });
      const answer = scored(parts, base, map, threshold.value());
      threshold.moveBy(answer);
      answers.push(
        isCompared(value, hasHistory)
          ? answer
          : { ...answer, explanation: `${answer.explanation} ${notCompared}` },
      );
    }
  }

  return (asked, { history, details = true }, threshold, population) => {
    const answers: AnomalyPrediction[] = [];
    if (history === undefined) {
      const telling: Telling = { hasHistory: false, details, threshold, population: null };
      weighEachAlone(asked, (rows) => tellAll(rows, telling, answers));
    } else {
      const seen = { ...seenRows(anomalyFeatures.read(asked, history)), keys: referenceKeys(asked) };
      tellAll(weigh(fitted.unusual, seen), { hasHistory: true, details, threshold, population }, answers);
    }
    return answers;
  };
}

/** A threshold that stays where it is. */
export function fixedThreshold(value: number): MovingThreshold {
  return { value: () => value, moveBy: () => undefined };
}

function mapOf(fitted: FittedAnomaly, hasHistory: boolean, seesAll: boolean): ScoreMap {
  if (!hasHistory) return fitted.mapAlone;
  return seesAll ? fitted.mapPopulation : fitted.map;
}

function sumOf(values: readonly number[]): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}

const notCompared =
  'Its amount could not be compared: too few transactions of its currency and type are known.';

/** Whether there was anything to hold the amount to, or no amount. */
function isCompared(value: (name: EvidenceName) => number, hasHistory: boolean): boolean {
  if (Number.isNaN(value('amount_log')) || !Number.isNaN(value('amount_vs_all'))) return true;
  return hasHistory && !Number.isNaN(value('amount_vs_account'));
}

/** Nats from which evidence is said to be there. */
const leastFound = 0.25;

/** In words what a part says: what was found, that nothing was, or what the labels say of it beyond the evidence. */
function reasonOf(
  kind: number,
  part: number,
  isFound: boolean,
  value: (name: EvidenceName) => number,
): string {
  const { unusual, ordinary, about } = allKinds[kind] as (typeof allKinds)[number];
  if (part >= 0) return isFound ? unusual(value) : `${about}, as in known anomalies`;
  return isFound ? `${about}, as in known ordinary transactions` : ordinary;
}
