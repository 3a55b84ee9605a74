import { isTitansError } from '@titans/core';
import { messageOf, storedText } from '../stored-text.js';
import type { RetrainingTrigger, TriggerContext, TriggerFinding } from './trigger.js';

/**
 * Asks every trigger. One that fails is reported and keeps the others from nothing.
 *
 * @throws TitansError `ABORTED`.
 */
export async function checkTriggers(
  triggers: readonly RetrainingTrigger[],
  context: TriggerContext,
): Promise<readonly TriggerFinding[]> {
  const findings: TriggerFinding[] = [];
  for (const trigger of triggers) {
    try {
      const { due, reason } = await trigger.check(context);
      findings.push({ trigger: trigger.name, state: due ? 'due' : 'not due', reason: storedText(reason) });
    } catch (error) {
      if (isTitansError(error, 'ABORTED')) throw error;
      findings.push({ trigger: trigger.name, state: 'failed', reason: messageOf(error) });
    }
  }
  return findings;
}

/** What those that are due say, as one sentence; `null` where none is. */
export function reasonOf(findings: readonly TriggerFinding[]): string | null {
  const due = findings.filter(({ state }) => state === 'due');
  return due.length === 0 ? null : due.map(({ trigger, reason }) => `${trigger}: ${reason}`).join('; ');
}
