import type { TransactionTable, WorkOptions } from '@titans/core';
import type { ReportRow, TrainedSuite } from '../../../tasks/models.js';
import type { ModelVersion } from '../../registry/registry.js';

/** A version that is weighed. */
export interface Contender {
  readonly version: ModelVersion;
  readonly suite: TrainedSuite;
  /** What was measured of it on the rows that neither has seen. */
  readonly figures: readonly ReportRow[];
}

/** What a guard may look at. */
export interface GuardContext extends Pick<WorkOptions, 'signal'> {
  readonly candidate: Contender;
  /** `null` where there is none yet. */
  readonly champion: Contender | null;
  /** Rows that neither has seen, oldest first. */
  readonly rows: TransactionTable;
  /** The rows before them. */
  readonly history: TransactionTable;
}

/** What a guard says. */
export interface GuardVerdict {
  readonly passed: boolean;
  /** What was found, for people. */
  readonly reason: string;
}

/** Something that may not become worse, whatever else becomes better. */
export interface Guard {
  /** 1 to 100 characters. */
  readonly name: string;
  check(context: GuardContext): GuardVerdict | Promise<GuardVerdict>;
}

/** What the guards here say where there is nothing to hold the candidate against. */
export function nothingToCompare(what: string): GuardVerdict {
  return { passed: true, reason: `there is no ${what} to compare` };
}
