import { isTitansError, TitansError, type WorkOptions } from '@titans/core';
import type { TrainingCorrection } from '../../../corrections/training-correction.js';
import type { TrainedSuite } from '../../../tasks/models.js';
import { train } from '../../../train.js';
import { appliedCorrections } from '../../feedback/applied-corrections.js';
import { correctionsTag } from '../../feedback/follow-corrections.js';
import { lineageTags } from '../../registry/model-lineage.js';
import type { ModelVersion } from '../../registry/registry.js';
import { trackTraining } from '../../tracking/track-training.js';
import { reasonMark, retrainingTag, rolledBackTag, trainedThroughTag } from '../champion.js';
import type { RetrainingData } from '../retraining-run.js';
import { type DividedRows, readRows, sameRows } from '../rows.js';
import { storedText } from '../stored-text.js';
import { refused, type Step, type StepContext } from './step.js';

const challengerAlias = 'challenger';
const mostCollisions = 10;
/** Newest versions that are looked through for one that this run registered before it was interrupted. */
const versionsLookedThrough = 20;

/**
 * Trains and registers the candidate. The same rows give the same bytes and these the same version, so that a run which was
 * killed in between has registered nothing twice.
 */
export const trainCandidate: Step = async (context) => {
  const { settings, run, signal } = context;
  const { registry, model, by } = settings;
  const rows = await rowsOf(context);
  const { data } = run;
  if (rows === null || data === null) return { state: 'again' };
  const work = { ...(signal && { signal }) };
  const made = (await registeredBefore(context, data)) ?? (await registerNew(context, rows, data));
  if (typeof made === 'string') return refused(made);
  const { version, trackedRun } = made;
  const correctionsThrough = Number(version.tags[correctionsTag] ?? Number.NaN);
  const candidate = {
    version: version.id,
    number: version.number,
    correctionsThrough: Number.isNaN(correctionsThrough) ? null : correctionsThrough,
    trackedRun,
  };
  if (version.aliases.includes('champion')) {
    const reason = `training gave the champion again, version ${version.number}`;
    return { state: 'ended', outcome: 'unchanged', reason, changes: { candidate } };
  }
  const rolledBackBy = version.tags[rolledBackTag];
  if (rolledBackBy !== undefined) {
    const reason = `training gave version ${version.number} again, which run ${rolledBackBy} had to take back`;
    return refused(reason, { candidate });
  }
  await pointChallengerAt(version);
  return { state: 'done', changes: { candidate } };

  /** Whoever else moves the alias meanwhile has not seen this candidate. */
  async function pointChallengerAt({ id }: ModelVersion): Promise<void> {
    for (let collision = 1; ; collision++) {
      const { aliases } = await registry.model(model, work);
      const expected = aliases[challengerAlias] ?? null;
      await context.confirm();
      try {
        await registry.setAlias(model, challengerAlias, id, {
          by,
          reason: reasonMark(run.id),
          expected,
          ...work,
        });
        return;
      } catch (error) {
        if (!isTitansError(error, 'CONFLICT') || collision === mostCollisions) throw error;
      }
    }
  }
};

/** The rows of the run; `null` where they have changed since they were validated. */
export async function rowsOf(context: StepContext): Promise<DividedRows | null> {
  const { settings, run, signal } = context;
  if (context.rows !== null || run.data === null) return context.rows;
  context.rows = sameRows(await readRows(settings.transactions, settings.now(), signal), run.data);
  return context.rows;
}

interface MadeCandidate {
  readonly version: ModelVersion;
  readonly trackedRun: string | null;
}

/** Names the training: the run and the rows that it learned from. */
function markOf(run: string, { fingerprint }: RetrainingData): string {
  return `${run} ${fingerprint}`;
}

/** What this run registered before it was interrupted: it need not be trained again. */
async function registeredBefore(
  { settings, run, signal }: StepContext,
  data: RetrainingData,
): Promise<MadeCandidate | null> {
  if (run.attempts === 1) return null;
  const { registry, model } = settings;
  const page = { limit: versionsLookedThrough, ...(signal && { signal }) };
  const { items } = await registry.versions(model, page).catch((error: unknown) => {
    if (isTitansError(error, 'NOT_FOUND')) return { items: [] };
    throw error;
  });
  const version = items.find(({ tags }) => tags[retrainingTag] === markOf(run.id, data));
  return version === undefined ? null : { version, trackedRun: null };
}

/** The registered candidate; as a text, why none can be trained. */
async function registerNew(
  context: StepContext,
  rows: DividedRows,
  data: RetrainingData,
): Promise<MadeCandidate | string> {
  const { settings, run, signal } = context;
  const { registry, model, by, corrections } = settings;
  const work = { ...(signal && { signal }) };
  const applied =
    corrections && (await appliedCorrections(corrections.log, { ...work, scope: corrections.scope }));
  let trained: { readonly suite: TrainedSuite; readonly trackedRun: string | null };
  try {
    trained = await trainedSuiteOf(context, rows, applied?.corrections ?? []);
  } catch (error) {
    // More attempts would not make more rows.
    if (isTitansError(error, 'DATA_INSUFFICIENT')) return error.message;
    throw error;
  }
  await context.confirm();
  const tags = {
    [trainedThroughTag]: data.trainedThrough,
    [retrainingTag]: markOf(run.id, data),
    ...(applied && { [correctionsTag]: String(applied.position) }),
    ...(trained.trackedRun && { [lineageTags.run]: trained.trackedRun }),
    ...(run.champion && { [lineageTags.parent]: run.champion }),
  };
  const description = storedText(`Retraining ${run.id}: ${run.reason}`, 2_000);
  const version = await registry.register(model, trained.suite, { by, description, tags, ...work });
  const isKnown = version.tags[retrainingTag] !== tags[retrainingTag];
  // One of the same bytes keeps the tags that it was registered with.
  if (!isKnown || version.aliases.includes('champion')) return { version, trackedRun: trained.trackedRun };
  const tagged = await registry.setTags(model, version.id, tags, { by, ...work });
  return { version: tagged, trackedRun: trained.trackedRun };
}

async function trainedSuiteOf(
  { settings, run, signal, onProgress }: StepContext,
  { training }: DividedRows,
  corrections: readonly TrainingCorrection[],
): Promise<{ readonly suite: TrainedSuite; readonly trackedRun: string | null }> {
  const work: WorkOptions = { ...(signal && { signal }), ...(onProgress && { onProgress }) };
  const { train: trainer, tracker, model } = settings;
  if (typeof trainer === 'function') {
    const suite = await trainer(training, { ...work, corrections });
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
  const options = { ...trainer, ...(all.length > 0 && { corrections: all }), ...work };
  if (tracker === undefined) return { suite: await train(training, options), trackedRun: null };
  const tags = { [retrainingTag]: run.id };
  const tracked = await trackTraining(training, { ...options, tracker, experiment: model, tags });
  return { suite: tracked.suite, trackedRun: tracked.run?.id ?? null };
}
