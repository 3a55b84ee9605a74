import { type ArtifactContent, TitansError } from '@titans/core';
import type { AnomalyDetector, FittedAnomalyDetector } from '../../estimators/estimator.js';
import {
  isolationForest,
  restoreIsolationForest,
} from '../../estimators/isolation-forest/isolation-forest.js';
import { mlIsolationForest, restoreMlIsolationForest } from '../../estimators/wrapped/ml-isolation-forest.js';
import type { AlertBudget } from './alert-budget.js';
import type { AnomalyLabel } from './labels.js';

/** How the anomaly task is trained. */
export interface AnomalyOptions {
  /**
   * Finds unusual combinations: our isolation forest unless told, or one whose trees the package `ml-isolation-forest`
   * grows.
   */
  readonly detector?: DetectorName;
  /**
   * How many alerts may be given: the share of the rows (0.0001 to 0.2), or `{ perDay }`. 0.03 unless told; with labels
   * of both kinds, unless told, what is more likely an anomaly than not.
   */
  readonly alertBudget?: AlertBudget;
  /**
   * What is known of the rows, one label per row in their order: `true` or 1 for an anomaly, `false` or 0 for an
   * ordinary row, `null` where nothing is known. With them the model is learned from labels and evidence together.
   */
  readonly labels?: ArrayLike<AnomalyLabel>;
}

export const detectorNames = ['isolation-forest', 'ml-isolation-forest'] as const;
export type DetectorName = (typeof detectorNames)[number];

/** The detector of a name. */
export function detectorNamed(name: DetectorName): AnomalyDetector {
  return name === 'isolation-forest' ? isolationForest({ trees: 100 }) : mlIsolationForest({ trees: 100 });
}

/**
 * Restores whichever detector the content holds.
 *
 * @throws TitansError `ARTIFACT_KIND` for one that is unknown.
 */
export function restoreDetector(content: ArtifactContent): FittedAnomalyDetector {
  if (content.kind === 'titans/isolation-forest') return restoreIsolationForest(content);
  if (content.kind === 'titans/ml-isolation-forest') return restoreMlIsolationForest(content);
  throw new TitansError(
    'ARTIFACT_KIND',
    `The artifact holds a "${content.kind}", which is no anomaly detector.`,
  );
}
