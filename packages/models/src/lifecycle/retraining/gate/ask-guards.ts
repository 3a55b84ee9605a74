import { TitansError } from '@titans/core';
import { storedText } from '../stored-text.js';
import type { GateFinding } from './gate-finding.js';
import type { Guard, GuardContext } from './guard.js';

/** What the champion answers and the candidate cannot. */
export function lostTasks({ candidate, champion }: GuardContext): readonly GateFinding[] {
  const lost = (champion?.suite.tasks ?? []).filter((task) => !candidate.suite.tasks.includes(task));
  return lost.map((task) => ({
    kind: 'guard',
    name: 'tasks',
    passed: false,
    reason: `the champion answers ${task}, which the candidate cannot`,
  }));
}

/** What each guard says. @throws TitansError `INVALID_ARGUMENT` for one that does not say whether it is passed. */
export async function askGuards(
  guarded: GuardContext,
  guards: readonly Guard[],
): Promise<readonly GateFinding[]> {
  const findings: GateFinding[] = [];
  for (const guard of guards) {
    const verdict = await guard.check(guarded);
    if (typeof verdict?.passed !== 'boolean') {
      throw new TitansError('INVALID_ARGUMENT', `The guard ${guard.name} must say whether it is passed.`, {
        details: { field: 'gate.guards' },
      });
    }
    const { passed, reason } = verdict;
    findings.push({ kind: 'guard', name: guard.name, passed, reason: storedText(reason) });
  }
  return findings;
}
