import { type Asked, type Crew, rightKey, statusesOf, untilTold } from './asking-crew.js';
import { pause } from './interrupted-load.js';

/** What came of guessing at credentials. */
export interface LockoutReport {
  readonly guesses: number;
  /** Guesses that were told to be wrong: the others learned nothing. */
  readonly judged: number;
  /** What the right key was answered from the same address, and from another one that the guesses had claimed. */
  readonly rightFromThere: number;
  readonly victim: number;
  /** Seconds that the first refusal told, and for which it then was locked; `null` where nobody waited. */
  readonly toldSeconds: number;
  readonly lockedSeconds: number | null;
}

/** S5: guesses in parallel from several processes, as one attacker. */
export async function guess(crew: Crew, each: number, isWaiting: boolean): Promise<LockoutReport> {
  const attacker = '198.51.100.9';
  const guesses = await crew.ask({ requests: each, atOnce: each, credential: 'random', address: attacker });
  const statuses = statusesOf(guesses);
  const wrong = guesses.filter(({ status }) => status === 401);
  // The attacker claimed to be 203.0.113.x, one after the other.
  const victim = await answered(crew, '203.0.113.1');
  const right = await answered(crew, attacker);
  const lockedFrom = Math.max(...wrong.map(({ ended }) => ended));
  return {
    guesses: guesses.length,
    judged: (statuses[401] ?? 0) + (statuses[200] ?? 0),
    rightFromThere: right.status,
    victim: victim.status,
    toldSeconds: right.retryAfterSeconds ?? 0,
    lockedSeconds: isWaiting ? ((await unlockedAt(crew, attacker)) - lockedFrom) / 1_000 : null,
  };
}

/** What the right key is answered, once the store is not too busy to say. */
async function answered(crew: Crew, address: string): Promise<Asked> {
  const told = (await untilTold(crew, address)).find(({ status }) => status !== 503);
  if (told === undefined) throw new Error('The service answers nothing but 503.');
  return told;
}

/** When the right key is let in again. */
async function unlockedAt(crew: Crew, address: string): Promise<number> {
  for (;;) {
    const [answer] = await crew.ask({ requests: 1, atOnce: 1, credential: rightKey, address });
    if (answer !== undefined && answer.status === 200) return answer.began;
    await pause(100);
  }
}
