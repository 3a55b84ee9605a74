import type { ArtifactContent } from '@titans/core';
import type { Explainer } from '../../explain/explainer.js';
import { treeShap } from '../../explain/tree-shap.js';
import { featureRowOf } from '../../features/feature-row.js';
import { lookBackDaysOf } from '../../features/look-back.js';
import { checkAsked } from '../check-asked.js';
import { identityOf } from '../model-identity.js';
import type { AnomalyModel } from '../models.js';
import type { AnomalyPrediction, PredictOptions, TransactionQuery } from '../predictions.js';
import { type AnomalyParts, anomalyContent, anomalyPartsIn } from './anomaly-artifact.js';
import { anomalyFeatures, seenRows } from './anomaly-input.js';
import { allKinds, type EvidenceName, evidenceKinds } from './evidence.js';
import { brief, type Part, scored } from './factors.js';
import { type LabelModel, treeFeatureNames } from './label-model.js';
import { referenceKeys } from './reference.js';
import { type WeighedRows, weigh } from './unusual.js';
import { aloneWeigher } from './unusual-alone.js';

/**
 * Makes the model of its parts.
 *
 * @param sha256 Of its artifact, where it was read from an artifact; computed unless told.
 */
export async function anomalyModel(parts: AnomalyParts, sha256?: string): Promise<AnomalyModel> {
  const content = anomalyContent(parts);
  const trees = parts.fitted.labels?.trees ?? null;
  const explainer = trees === null ? null : await treeShap(trees);
  const answer = answerer(parts, explainer);
  const predictBatch = (
    queries: readonly TransactionQuery[],
    options: PredictOptions = {},
  ): readonly AnomalyPrediction[] => answer(queries, options);
  return Object.freeze({
    task: 'anomaly' as const,
    ...(await identityOf('anomaly', content, sha256)),
    features: anomalyFeatures.features,
    lookBackDays: lookBackDaysOf(anomalyFeatures.features),
    measurements: parts.measurements,
    trainedOn: parts.trainedOn,
    threshold: parts.fitted.threshold,
    predict: (query: TransactionQuery, options: PredictOptions = {}) =>
      predictBatch([query], options)[0] as AnomalyPrediction,
    predictBatch,
    toArtifact: () => content,
  });
}

/**
 * Restores what the model's `toArtifact` wrote.
 *
 * @throws TitansError `ARTIFACT_KIND`, `ARTIFACT_VERSION` or `ARTIFACT_CORRUPT`.
 */
export async function restoreAnomalyModel(content: ArtifactContent, sha256?: string): Promise<AnomalyModel> {
  return anomalyModel(anomalyPartsIn(content), sha256);
}

/** Answers queries. */
function answerer(
  { fitted, currency }: AnomalyParts,
  explainer: Explainer | null,
): (queries: readonly TransactionQuery[], options: PredictOptions) => readonly AnomalyPrediction[] {
  const { labels, threshold } = fitted;
  const weighEachAlone = aloneWeigher(fitted.unusual);

  function tellAll(
    rows: WeighedRows,
    hasHistory: boolean,
    details: boolean,
    answers: AnomalyPrediction[],
  ): void {
    const map = hasHistory ? fitted.map : fitted.mapAlone;
    let row = 0;
    const value = (name: EvidenceName): number => rows.columns[name][row] as number;
    for (row = 0; row < rows.rows; row++) {
      const learned = labels === null ? null : learnedParts(labels, explainer, rows, row);
      const base = learned?.base ?? 0;
      if (!details) {
        const sum = learned === null ? (rows.totals[row] as number) : sumOf(learned.values);
        answers.push(brief(base + sum, map, threshold));
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
      const answer = scored(parts, base, map, threshold);
      answers.push(
        isCompared(value, hasHistory)
          ? answer
          : { ...answer, explanation: `${answer.explanation} ${notCompared}` },
      );
    }
  }

  return (queries, options) => {
    checkAsked(queries, options);
    const { history, details = true } = options;
    const asked = queries.map((query) => featureRowOf(query, currency));
    const answers: AnomalyPrediction[] = [];
    if (history === undefined) {
      weighEachAlone(asked, (rows) => tellAll(rows, false, details, answers));
    } else {
      const seen = { ...seenRows(anomalyFeatures.read(asked, history)), keys: referenceKeys(asked) };
      tellAll(weigh(fitted.unusual, seen), true, details, answers);
    }
    return answers;
  };
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

/** What each kind of evidence adds to the log-odds of a row, and what these are before, where labels were learned from. */
function learnedParts(
  labels: LabelModel,
  explainer: Explainer | null,
  { pieces, columns, totals }: WeighedRows,
  row: number,
): { readonly base: number; readonly values: readonly number[] } {
  const evidence = pieces.map((piece) => piece[row] as number);
  const { coefficients, intercept } = labels.evidence;
  const ofEvidence = 1 - labels.treeShare;
  const values = evidence.map((piece, kind) => ofEvidence * (coefficients[kind] as number) * piece);
  if (explainer === null) return { base: ofEvidence * intercept, values };
  const asked = Object.fromEntries(
    treeFeatureNames.map((name) => [
      name,
      (name === 'evidence_total' ? totals[row] : columns[name][row]) as number,
    ]),
  );
  const explained = explainer.explain(asked);
  for (const { feature, contribution } of explained.contributions) {
    const kind = kindOfFeature.get(feature) ?? allKinds.length - 1;
    values[kind] = (values[kind] as number) + labels.treeShare * contribution;
  }
  return { base: ofEvidence * intercept + labels.treeShare * explained.baseValue, values };
}

/** The kind under which a feature of the trees is told; those of none are told under the pattern, the last. */
const kindOfFeature: ReadonlyMap<string, number> = new Map(
  evidenceKinds.flatMap(({ features }, kind) => features.map((feature) => [feature, kind] as const)),
);
