import { sdkVersion } from '@titans/core';
import type { FeatureDescription } from '../features/feature-matrix.js';
import type { Measurement, TaskName, TrainedTask } from '../tasks/models.js';
import { type CalibrationPoint, calibrationPoints } from './calibration-points.js';
import { type CardText, cardTexts } from './model-card-texts.js';
import type { ModelLineage } from './model-lineage.js';
import type { MeasurementInterval, TrainingData, TrainingRecord } from './training-record.js';

/** A measured figure with how far chance may have moved it. */
export interface CardMeasurement extends Measurement {
  /** `null` where the rows tell none, as where they depend on one another. */
  readonly interval: Pick<MeasurementInterval, 'lower' | 'upper' | 'level' | 'method'> | null;
}

/**
 * What a user of a model has to know (Mitchell et al. 2019, "Model cards for model reporting"): plain data, as text by
 * {@link modelCardMarkdown}, as a page by {@link modelCardHtml}.
 */
export interface ModelCard extends CardText {
  readonly task: TaskName;
  readonly version: string;
  readonly sdkVersion: string;
  readonly trainedOn: number;
  /** SHA-256 of the training transactions. */
  readonly dataFingerprint: string;
  /** `null` of a model that an earlier release saved. */
  readonly data: TrainingData | null;
  readonly features: readonly FeatureDescription[];
  readonly measurements: readonly CardMeasurement[];
  /** How often what was stated was so, on rows that the model had not seen; empty where nothing is stated. */
  readonly calibration: readonly CalibrationPoint[];
  /** Where the model comes from and what became of it; `null` unless {@link cardWithLineage} says. */
  readonly lineage: ModelLineage | null;
}

/** What a suite knows of its training. */
export interface CardContext {
  readonly dataFingerprint: string;
  readonly training: TrainingRecord | null;
}

/** The card of a model. */
export function modelCard(model: TrainedTask, { dataFingerprint, training }: CardContext): ModelCard {
  const { task, version, trainedOn, features } = model;
  const intervals = new Map(
    (training?.intervals ?? []).filter((one) => one.task === task).map((one) => [one.metric, one]),
  );
  const measurements = model.measurements.map((measurement) => {
    const found = intervals.get(measurement.metric);
    if (found === undefined) return Object.freeze({ ...measurement, interval: null });
    const { lower, upper, level, method } = found;
    return Object.freeze({ ...measurement, interval: Object.freeze({ lower, upper, level, method }) });
  });
  return Object.freeze({
    task,
    version,
    sdkVersion,
    trainedOn,
    dataFingerprint,
    ...cardTexts[task],
    data: training?.data ?? null,
    features,
    measurements: Object.freeze(measurements),
    calibration: calibrationPoints(task, model.measurements, training),
    lineage: null,
  });
}

/**
 * The card with where the model comes from and what became of it.
 *
 * @example
 * ```ts
 * import { cardWithLineage, modelCardHtml } from '@titans/models';
 * import { fileRegistry, modelLineage } from '@titans/models/lifecycle';
 *
 * const registry = fileRegistry('./registry');
 * const suite = await registry.load('transactions', '@champion');
 * const lineage = await modelLineage(registry, 'transactions', '@champion');
 * const page: string = modelCardHtml(cardWithLineage(suite.card('category'), lineage));
 * ```
 */
export function cardWithLineage(card: ModelCard, lineage: ModelLineage): ModelCard {
  return Object.freeze({ ...card, lineage });
}
