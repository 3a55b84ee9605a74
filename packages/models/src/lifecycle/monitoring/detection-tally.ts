import type { TallyKind } from './tally.js';
import { shareFigure } from './window-figure.js';

/** Labelled answers of what is of note. */
export interface DetectionTally {
  readonly n: number;
  /** Reported and rightly so, reported without need, and not reported though it was of note. */
  readonly found: number;
  readonly falseAlarms: number;
  readonly missed: number;
}

export const detectionTally: TallyKind<DetectionTally> = {
  empty: { n: 0, found: 0, falseAlarms: 0, missed: 0 },

  add({ n, found, falseAlarms, missed }, { predicted }, { actual }) {
    return {
      n: n + 1,
      found: found + (predicted === true && actual === true ? 1 : 0),
      falseAlarms: falseAlarms + (predicted === true && actual === false ? 1 : 0),
      missed: missed + (predicted === false && actual === true ? 1 : 0),
    };
  },

  figures: ({ found, falseAlarms, missed }) => [
    ...shareFigure('precision', found, found + falseAlarms),
    ...shareFigure('recall', found, found + missed),
  ],

  losses({ found, falseAlarms, missed }, metric) {
    if (metric === 'precision') return { count: falseAlarms, n: found + falseAlarms };
    return metric === 'recall' ? { count: missed, n: found + missed } : null;
  },
};
