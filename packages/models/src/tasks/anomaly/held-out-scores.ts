import type { HeldOutRows } from '../held-out-rows.js';
import type { LabelCodes } from './labels.js';
import type { ScoredRows } from './measure-anomaly.js';

/** Scores of held-out rows of one kind: percentiles and probabilities have no common distribution. */
export function heldOutScores(measured: readonly ScoredRows[], codes: LabelCodes | null): HeldOutRows {
  const kind = measured.at(-1)?.kind;
  const parts = measured.filter((part) => part.kind === kind);
  const rows = parts.flatMap(({ from, scores }) => Array.from(scores, (_, at) => from + at));
  const scores = Float64Array.from(parts.flatMap((part) => [...part.scores]));
  const labelled = [...rows.keys()].filter((at) => (codes?.[rows[at] as number] ?? -1) >= 0);
  return {
    task: 'anomaly',
    rows: `rows ${rows[0]} to ${(rows.at(-1) ?? 0) + 1}`,
    losses: {},
    figures: {},
    predictions: {},
    stated:
      kind === 'probability' && codes !== null && labelled.length > 0
        ? {
            probabilities: Float64Array.from(labelled, (at) => scores[at] as number),
            outcomes: Uint8Array.from(labelled, (at) => codes[rows[at] as number] as number),
          }
        : null,
  };
}
