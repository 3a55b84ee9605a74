import { type ArtifactContent, TitansError } from '@titans/core';
import type { AnomalyDetector, FittedAnomalyDetector } from '../../estimators/estimator.js';
import {
  isolationForest,
  restoreIsolationForest,
} from '../../estimators/isolation-forest/isolation-forest.js';

/** How the anomaly task is trained. */
export interface AnomalyOptions {
  /**
   * Finds unusual combinations: our isolation forest unless told, or that of the package `ml-isolation-forest`, which
   * keeps training values in the artifact.
   */
  readonly detector?: DetectorName;
  /** Share of the training rows whose evidence may reach the alert level, 0.001 to 0.2; 0.03 unless told. */
  readonly alertBudget?: number;
}

export const detectorNames = ['isolation-forest', 'ml-isolation-forest'] as const;
export type DetectorName = (typeof detectorNames)[number];

/** The detector of a name. */
export function detectorNamed(name: DetectorName): AnomalyDetector {
  if (name === 'isolation-forest') return isolationForest({ trees: 100 });
  throw new TitansError('INVALID_ARGUMENT', `There is no detector ${name}.`);
}

/**
 * Restores whichever detector the content holds.
 *
 * @throws TitansError `ARTIFACT_KIND` for one that is unknown.
 */
export function restoreDetector(content: ArtifactContent): FittedAnomalyDetector {
  if (content.kind === 'titans/isolation-forest') return restoreIsolationForest(content);
  throw new TitansError(
    'ARTIFACT_KIND',
    `The artifact holds a "${content.kind}", which is no anomaly detector.`,
  );
}
