import type { JsonValue } from '@titans/core';
import type { Severity, Tolerance } from './expectation.js';

/** A check that crashed is an `error`, never a `pass`. */
export type Outcome = 'pass' | 'fail' | 'error';

/** Where an unexpected value stands, and what it is, masked. */
export interface UnexpectedExample {
  readonly source: string;
  readonly row: number;
  readonly line: number | null;
  readonly value: string | null;
}

/** How one expectation came out. */
export interface ExpectationResult {
  readonly expectation: string;
  /** The same as a sentence, where it has one. */
  readonly description: string | null;
  readonly severity: Severity;
  readonly tolerance: Tolerance;
  readonly outcome: Outcome;
  /** Values looked at. */
  readonly evaluated: number;
  readonly unexpected: number;
  /** `unexpected / evaluated`; 0 if nothing was looked at. */
  readonly fraction: number;
  /** The first unexpected values, at most 10. */
  readonly examples: readonly UnexpectedExample[];
  /** What was found, for expectations of the whole data. */
  readonly observed: JsonValue;
  /** Why it crashed. */
  readonly error: string | null;
}

/** How a suite came out on the rows of one run. Plain JSON. */
export interface QualityResult {
  /** `error` if any expectation crashed, else `fail` if any was not met. */
  readonly outcome: Outcome;
  /** Rows that reached the suite, those rejected before it included. */
  readonly rows: number;
  /** Rows that the suite put into quarantine. */
  readonly quarantined: number;
  readonly expectations: readonly ExpectationResult[];
}
