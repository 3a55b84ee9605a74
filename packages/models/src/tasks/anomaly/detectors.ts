import { type ArtifactContent, TitansError } from '@titans/core';
import type { AnomalyDetector, FittedAnomalyDetector } from '../../estimators/estimator.js';
import {
  isolationForest,
  restoreIsolationForest,
} from '../../estimators/isolation-forest/isolation-forest.js';
import { mlIsolationForest, restoreMlIsolationForest } from '../../estimators/wrapped/ml-isolation-forest.js';

/** How the anomaly task is trained. */
export interface AnomalyOptions {
  /**
   * Finds unusual combinations: our isolation forest unless told, or one whose trees the package `ml-isolation-forest`
   * grows.
   */
  readonly detector?: DetectorName;
  /** Share of the training rows whose evidence may reach the alert level, 0.001 to 0.2; 0.03 unless told. */
  readonly alertBudget?: number;
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
