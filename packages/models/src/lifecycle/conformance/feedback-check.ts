import type { JsonValue } from '@titans/core';
import type { ConformanceCase } from '@titans/core/conformance';
import type {
  FeedbackLog,
  FeedbackLogOptions,
  NewCorrection,
  RecordedCorrection,
} from '../feedback/feedback-log.js';

/** An empty log for one case. */
export interface FeedbackSubject {
  /** The log as one more process opens it. */
  open(options?: FeedbackLogOptions): FeedbackLog;
  close?(): Promise<void>;
}

/** Makes a case that has a log of its own. */
export type FeedbackCheck = (
  name: string,
  run: (subject: FeedbackSubject) => Promise<void>,
) => ConformanceCase;

export const scope = 'tenant-1';

/** What somebody says that a payee is. */
export function correction(description: string, category: string, by: string): NewCorrection {
  return { transaction: { description }, category, by };
}

/** A correction without what is not its own, to compare by value. */
export function plain(one: RecordedCorrection): JsonValue {
  return { ...one, transaction: { ...one.transaction } };
}
