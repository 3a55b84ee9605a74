import { TitansError } from '@titans/core';
import type { TrainedSuite } from '../../../tasks/models.js';
import type { TransactionQuery } from '../../../tasks/predictions.js';
import type { GateFinding } from './gate-finding.js';

/** A transaction whose answer is known and may not change, whatever the figures say. */
export interface Canary {
  /** 1 to 100 characters. */
  readonly name: string;
  readonly query: TransactionQuery;
  /** What must be answered; at least one of them. */
  readonly expect: {
    readonly category?: string;
    readonly isAnomaly?: boolean;
    /** Bounds of the expected amount. */
    readonly amount?: { readonly min: number; readonly max: number };
  };
}

/** @throws TitansError `INVALID_ARGUMENT` for one without a name or an expectation. */
export function checkCanaries(canaries: readonly Canary[]): void {
  canaries.forEach((canary, at) => {
    const { name, query, expect } = canary ?? {};
    const isNamed = typeof name === 'string' && name !== '';
    const isWhole = isNamed && typeof query === 'object' && Object.keys(expect ?? {}).length > 0;
    if (isWhole) return;
    throw new TitansError('INVALID_ARGUMENT', `Canary ${at + 1} needs a name and what is expected of it.`, {
      details: { field: `canaries.${at}` },
    });
  });
}

/** Asks a suite about each. A task that it does not have fails those that ask for it. */
export function askCanaries(suite: TrainedSuite, canaries: readonly Canary[]): readonly GateFinding[] {
  return canaries.map(({ name, query, expect }) => {
    const wrong = wrongAnswers(suite, query, expect);
    const reason = wrong.length === 0 ? 'answered as expected' : wrong.join('; ');
    return { kind: 'canary', name, passed: wrong.length === 0, reason };
  });
}

function wrongAnswers(
  suite: TrainedSuite,
  query: TransactionQuery,
  { category, isAnomaly, amount }: Canary['expect'],
): readonly string[] {
  const wrong: string[] = [];
  if (category !== undefined) {
    const answer = suite.tasks.includes('category') ? suite.category.predict(query).category : null;
    if (answer !== category) wrong.push(`category is ${answer ?? 'not answered'}, not ${category}`);
  }
  if (isAnomaly !== undefined) {
    const answer = suite.tasks.includes('anomaly') ? suite.anomaly.predict(query).isAnomaly : null;
    if (answer !== isAnomaly) wrong.push(`isAnomaly is ${answer ?? 'not answered'}, not ${isAnomaly}`);
  }
  if (amount !== undefined) {
    const answer = suite.tasks.includes('amount') ? suite.amount.predict(query).amount : null;
    const isWithin = answer !== null && answer >= amount.min && answer <= amount.max;
    if (!isWithin) wrong.push(`amount is ${answer ?? 'not answered'}, not ${amount.min} to ${amount.max}`);
  }
  return wrong;
}
