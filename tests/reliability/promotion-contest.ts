import { randomUUID } from 'node:crypto';
import { isTitansError } from '@titans/core';
import type { TrainedSuite } from '@titans/models';
import type { ModelRegistry } from '@titans/models/lifecycle';

/** Name of the model that is fought over. */
export const contested = 'transactions';

/** What a contestant says of a move of the champion: before it tries, and how it ended. */
export interface ContestMessage {
  readonly move: string;
  readonly state: 'trying' | 'done' | 'lost';
}

/**
 * Registers, promotes, rolls back and collects garbage in turns, each move of the champion from the version that was just
 * seen there and with a reason of its own, until it is told to stop.
 */
export async function contend(
  registry: ModelRegistry,
  suites: readonly TrainedSuite[],
  by: string,
  say: (message: ContestMessage) => void,
  isOver: () => boolean,
): Promise<void> {
  for (let round = 0; !isOver(); round++) {
    const move = randomUUID();
    say({ move, state: 'trying' });
    say({ move, state: (await isMoved(registry, suites, by, round, move)) ? 'done' : 'lost' });
    if (round % 3 === 2) await registry.collectGarbage(contested, { by, keep: 1, keepChampions: 2 });
  }
}

/** Whether the champion was moved; another may have been first, or have collected what was to be promoted. */
async function isMoved(
  registry: ModelRegistry,
  suites: readonly TrainedSuite[],
  by: string,
  round: number,
  reason: string,
): Promise<boolean> {
  try {
    const suite = suites[round % suites.length] as TrainedSuite;
    const version = await registry.register(contested, suite, { by });
    const champion = await registry.resolve(contested, 'champion').catch((error: unknown) => {
      if (isTitansError(error, 'NOT_FOUND')) return null;
      throw error;
    });
    // What is champion already is not promoted.
    if (champion?.id === version.id) return false;
    const options = { by, reason, expected: champion?.id ?? null };
    if (round % 4 === 3) await registry.rollback(contested, options);
    else await registry.promote(contested, version.id, options);
    return true;
  } catch (error) {
    if (isTitansError(error, 'CONFLICT') || isTitansError(error, 'NOT_FOUND')) return false;
    throw error;
  }
}
