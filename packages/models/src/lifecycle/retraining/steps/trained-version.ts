import { isTitansError, TitansError, type TransactionTable, type WorkOptions } from '@titans/core';
import type { TrainedSuite } from '../../../tasks/models.js';
import { train } from '../../../train.js';
import { anomalyLabels } from '../../feedback/anomaly-labels.js';
import { type AppliedCorrections, appliedCorrections } from '../../feedback/applied-corrections.js';
import { correctionsTag } from '../../feedback/follow-corrections.js';
import { lineageTags } from '../../registry/model-lineage.js';
import type { ModelVersion } from '../../registry/registry.js';
import { trackTraining } from '../../tracking/track-training.js';
import { retrainingTag, trainedThroughTag } from '../champion.js';
import type { RetrainingCandidate } from '../retraining-run.js';
import { storedText } from '../stored-text.js';
import type { StepContext } from './step.js';

/** Newest versions that are looked through for one that this run registered before it was interrupted. */
const versionsLookedThrough = 20;

const noFeedback = { corrections: [], anomalies: [] } as const;

/** What is learned from, and what is said of it. */
export interface TrainingOrder {
  readonly rows: TransactionTable;
  /** Names the training: the run, and the rows by their fingerprint. No other training of any run has the same. */
  readonly mark: string;
  /** Last day of the rows. */
  readonly trainedThrough: string;
  /** Id of the version that it is made in place of. */
  readonly parent: string | null;
  readonly description: string;
}

/** What was registered. */
export interface MadeVersion {
  readonly version: ModelVersion;
  readonly trackedRun: string | null;
}

/**
 * Trains and registers, unless this run did so before it was interrupted. The same rows give the same bytes and these the same
 * version, so that nothing is registered twice.
 *
 * @returns As a text, why nothing can be trained.
 */
export async function trainedVersion(
  context: StepContext,
  order: TrainingOrder,
): Promise<MadeVersion | string> {
  return (await registeredBefore(context, order.mark)) ?? registerNew(context, order);
}

/** A registered version as a run keeps it. */
export function candidateFrom({ version, trackedRun }: MadeVersion): RetrainingCandidate {
  const through = Number(version.tags[correctionsTag] ?? Number.NaN);
  const correctionsThrough = Number.isNaN(through) ? null : through;
  return { version: version.id, number: version.number, correctionsThrough, trackedRun };
}

/** What this run registered before it was interrupted: it need not be trained again. */
async function registeredBefore(
  { settings, run, signal }: StepContext,
  mark: string,
): Promise<MadeVersion | null> {
  if (run.attempts === 1) return null;
  const { registry, model } = settings;
  const page = { limit: versionsLookedThrough, ...(signal && { signal }) };
  const { items } = await registry.versions(model, page).catch((error: unknown) => {
    if (isTitansError(error, 'NOT_FOUND')) return { items: [] };
    throw error;
  });
  const version = items.find(({ tags }) => tags[retrainingTag] === mark);
  return version === undefined ? null : { version, trackedRun: null };
}

async function registerNew(
  context: StepContext,
  { rows, mark, trainedThrough, parent, description: text }: TrainingOrder,
): Promise<MadeVersion | string> {
  const { settings, run, signal } = context;
  const { registry, model, by, corrections } = settings;
  const work = { ...(signal && { signal }) };
  const applied =
    corrections && (await appliedCorrections(corrections.log, { ...work, scope: corrections.scope }));
  let trained: { readonly suite: TrainedSuite; readonly trackedRun: string | null };
  try {
    trained = await trainedSuiteOf(context, rows, applied ?? noFeedback);
  } catch (error) {
    // More attempts would not make more rows.
    if (isTitansError(error, 'DATA_INSUFFICIENT')) return error.message;
    throw error;
  }
  await context.confirm();
  const tags = {
    [trainedThroughTag]: trainedThrough,
    [retrainingTag]: mark,
    ...(applied && { [correctionsTag]: String(applied.position) }),
    ...(trained.trackedRun && { [lineageTags.run]: trained.trackedRun }),
    ...(parent !== null && { [lineageTags.parent]: parent }),
  };
  const description = storedText(text, 2_000);
  const version = await registry.register(model, trained.suite, { by, description, tags, ...work });
  const isKnown = version.tags[retrainingTag] !== tags[retrainingTag];
  // One of the same bytes keeps the tags that it was registered with, and those of this run's own candidate stay true.
  const keepsTags = version.aliases.includes('champion') || version.id === run.candidate?.version;
  if (!isKnown || keepsTags) return { version, trackedRun: trained.trackedRun };
  const tagged = await registry.setTags(model, version.id, tags, { by, ...work });
  return { version: tagged, trackedRun: trained.trackedRun };
}

async function trainedSuiteOf(
  { settings, run, signal, onProgress }: StepContext,
  training: TransactionTable,
  { corrections, anomalies }: Pick<AppliedCorrections, 'corrections' | 'anomalies'>,
): Promise<{ readonly suite: TrainedSuite; readonly trackedRun: string | null }> {
  const work: WorkOptions = { ...(signal && { signal }), ...(onProgress && { onProgress }) };
  const { train: trainer, tracker, model } = settings;
  if (typeof trainer === 'function') {
    const suite = await trainer(training, { ...work, corrections, anomalies });
    if (typeof suite?.save === 'function') return { suite, trackedRun: null };
    throw new TitansError(
      'INVALID_ARGUMENT',
      'What is given as train must resolve to a suite that was trained.',
      {
        details: { field: 'train' },
      },
    );
  }
  const all = [...(trainer.corrections ?? []), ...corrections];
  const options = {
    ...{ ...trainer, ...(all.length > 0 && { corrections: all }), ...work },
    ...(anomalies.length > 0 && {
      anomaly: { ...trainer.anomaly, labels: anomalyLabels(training, anomalies) },
    }),
  };
  if (tracker === undefined) return { suite: await train(training, options), trackedRun: null };
  const tags = { [retrainingTag]: run.id };
  const tracked = await trackTraining(training, { ...options, tracker, experiment: model, tags });
  return { suite: tracked.suite, trackedRun: tracked.run?.id ?? null };
}
