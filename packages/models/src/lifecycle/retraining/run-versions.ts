import type { RetrainingRun } from './retraining-run.js';

/** What was judged, and is compared in shadow traffic. */
export function candidateOf({ candidate }: RetrainingRun): string {
  return (candidate as NonNullable<typeof candidate>).version;
}

/** What is promoted: what was fitted again where that answers as what was judged, or else that. */
export function promotedVersionOf(run: RetrainingRun): string {
  const refitted = run.refit?.passed ? run.refit.candidate : null;
  return refitted?.version ?? candidateOf(run);
}
