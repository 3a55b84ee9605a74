import { isTitansError } from '@titans/core';
import type { AliasMove } from '../../registry/registry.js';
import { championOf, reasonMark } from '../champion.js';
import type { RetrainingSettings } from '../retraining-options.js';
import type { RetrainingRun } from '../retraining-run.js';
import { promotedVersionOf } from '../run-versions.js';
import { storedText } from '../stored-text.js';
import type { Step, StepResult } from './step.js';

const movesAtOnce = 100;

/**
 * Makes the candidate champion in place of the version that it was compared with, and of no other. A run that was killed finds
 * in the registry whether it had done so.
 */
export const promoteCandidate: Step = async (context) => {
  const { settings, run, signal } = context;
  const { registry, model, by } = settings;
  const candidate = promotedVersionOf(run);
  const ownPromotion = (): Promise<AliasMove | null> =>
    ownMove(settings, run.id, 'promote', run.championMove, signal);
  const before = await ownPromotion();
  if (before !== null) return promoted(run, before, before.at);
  const champion = await championOf(registry, model, signal);
  if (champion?.id === candidate) return superseded('somebody else made the candidate champion');
  if ((champion?.id ?? null) !== run.champion) return superseded(changedTo(champion?.number));
  const reason = storedText(`${reasonMark(run.id)}: ${run.evaluation?.reason ?? ''}`);
  await context.confirm();
  let at: string | null = null;
  try {
    await registry.promote(model, candidate, {
      ...{ by, reason, expected: run.champion, unmovedSince: run.championMove },
      ...(signal && { signal }),
    });
    at = new Date(settings.now()).toISOString();
  } catch (error) {
    if (!isTitansError(error, 'CONFLICT')) throw error;
  }
  const move = await ownPromotion();
  if (move === null) return superseded('somebody else changed the champion meanwhile');
  return promoted(run, move, at ?? move.at);
};

function promoted({ evaluation }: RetrainingRun, { sequence }: AliasMove, promotedAt: string): StepResult {
  return {
    state: 'ended',
    outcome: 'promoted',
    reason: evaluation?.reason ?? '',
    changes: { promotedAt, promotedMove: sequence },
  };
}

function superseded(reason: string): StepResult {
  return { state: 'ended', outcome: 'superseded', reason };
}

function changedTo(number: number | undefined): string {
  const now = number === undefined ? 'there is none' : `it is version ${number}`;
  return `somebody else changed the champion since the comparison: now ${now}`;
}

/** The move of the champion that a run made behind a place in the history, or `null`. */
export async function ownMove(
  { registry, model }: Pick<RetrainingSettings, 'registry' | 'model'>,
  run: string,
  action: AliasMove['action'],
  after: number,
  signal: AbortSignal | undefined,
): Promise<AliasMove | null> {
  const mark = reasonMark(run);
  for (let cursor: number | undefined; ; ) {
    const page: Awaited<ReturnType<typeof registry.history>> = await registry.history(model, {
      alias: 'champion',
      limit: movesAtOnce,
      ...(cursor === undefined ? {} : { cursor }),
      ...(signal && { signal }),
    });
    const found = page.items.find((move) => move.action === action && move.reason?.startsWith(`${mark}:`));
    if (found !== undefined) return found;
    const last = page.items.at(-1);
    if (page.next === null || last === undefined || last.sequence <= after) return null;
    cursor = page.next;
  }
}
