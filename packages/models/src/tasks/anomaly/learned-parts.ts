import type { Explainer } from '../../explain/explainer.js';
import type { Columns } from './anomaly-input.js';
import { allKinds, evidenceKinds } from './evidence.js';
import { type LabelModel, treeFeatureNames } from './label-model.js';
import { type PopulationName, populationNames } from './population/population-fold.js';
import type { WeighedRows } from './unusual.js';

/** Where what happened across accounts is told: behind the kinds of evidence. */
export const populationPlace: number = allKinds.length;

/**
 * What each kind of evidence adds to the log-odds of a row, and what these are before, where labels were learned from.
 *
 * @param population What happened across accounts, for an explainer of trees that look at it.
 */
export function learnedParts(
  labels: LabelModel,
  explainer: Explainer | null,
  { pieces, columns, totals }: WeighedRows,
  population: Columns<PopulationName> | null,
  row: number,
): { readonly base: number; readonly values: readonly number[] } {
  const evidence = pieces.map((piece) => piece[row] as number);
  const { coefficients, intercept } = labels.evidence;
  const ofEvidence = 1 - labels.treeShare;
  const values = evidence.map((piece, kind) => ofEvidence * (coefficients[kind] as number) * piece);
  if (explainer === null) return { base: ofEvidence * intercept, values };
  const asked: Record<string, number> = {};
  for (const name of treeFeatureNames) {
    asked[name] = (name === 'evidence_total' ? totals[row] : columns[name][row]) as number;
  }
  if (population !== null) {
    values.push(0);
    for (const name of populationNames) asked[name] = population[name][row] as number;
  }
  const explained = explainer.explain(asked);
  for (const { feature, contribution } of explained.contributions) {
    const kind = kindOfFeature.get(feature) ?? allKinds.length - 1;
    values[kind] = (values[kind] as number) + labels.treeShare * contribution;
  }
  return { base: ofEvidence * intercept + labels.treeShare * explained.baseValue, values };
}

/** The kind under which a feature of the trees is told; those of none are told under the pattern, the last. */
const kindOfFeature: ReadonlyMap<string, number> = new Map([
  ...evidenceKinds.flatMap(({ features }, kind) => features.map((feature) => [feature, kind] as const)),
  ...populationNames.map((name) => [name, populationPlace] as const),
]);
