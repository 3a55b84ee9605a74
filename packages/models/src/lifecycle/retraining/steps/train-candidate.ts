import { isTitansError } from '@titans/core';
import type { ModelVersion } from '../../registry/registry.js';
import { reasonMark, rolledBackTag } from '../champion.js';
import { type DividedRows, readRows, sameRows } from '../rows.js';
import { rememberRollbacks } from '../taken-back.js';
import { refused, type Step, type StepContext } from './step.js';
import { candidateFrom, trainedVersion } from './trained-version.js';

const challengerAlias = 'challenger';
const mostCollisions = 10;

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
  await rememberRollbacks(settings, signal);
  const made = await trainedVersion(context, {
    rows: rows.training,
    mark: `${run.id} ${data.fingerprint}`,
    trainedThrough: data.trainedThrough,
    parent: run.champion,
    description: `Retraining ${run.id}: ${run.reason}`,
  });
  if (typeof made === 'string') return refused(made);
  const { version } = made;
  const candidate = candidateFrom(made);
  if (version.aliases.includes('champion')) {
    const reason = `training gave the champion again, version ${version.number}`;
    return { state: 'ended', outcome: 'unchanged', reason, changes: { candidate } };
  }
  const rolledBackBy = version.tags[rolledBackTag];
  if (rolledBackBy !== undefined) {
    const reason = `training gave version ${version.number} again, which had to be taken back (${rolledBackBy})`;
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
