import { addGrowth, type Growth, growthOf, noGrowth } from './sequential-test.js';
import type { TallyKind } from './tally.js';
import { addMoment, type Moments, meanFigure, noMoments, shareFigure } from './window-figure.js';

/** Labelled answers that are numbers. */
export interface RegressionTally {
  readonly n: number;
  readonly absolute: Moments;
  readonly squared: Moments;
  /** Rows with an interval, and those of them whose number lay in it. */
  readonly ranged: number;
  readonly covered: number;
  /** What absolute errors did to the bets that their mean is above its limit. */
  readonly growth: Growth;
}

export const regressionTally: TallyKind<RegressionTally> = {
  empty: { n: 0, absolute: noMoments, squared: noMoments, ranged: 0, covered: 0, growth: noGrowth },

  add(tally, { predicted, lower, upper }, label, limit) {
    const actual = Number(label.actual);
    const error = Math.abs(actual - Number(predicted));
    const isRanged = lower !== undefined && upper !== undefined;
    return {
      n: tally.n + 1,
      absolute: addMoment(tally.absolute, error),
      squared: addMoment(tally.squared, error ** 2),
      ranged: tally.ranged + (isRanged ? 1 : 0),
      covered: tally.covered + (isRanged && actual >= lower && actual <= upper ? 1 : 0),
      growth: limit === null ? tally.growth : addGrowth(tally.growth, growthOf(error, limit)),
    };
  },

  figures({ absolute, squared, ranged, covered }) {
    return [
      ...meanFigure('mae', absolute),
      ...meanFigure('rmse', squared).map(({ value, lower, upper, ...figure }) => ({
        ...figure,
        value: Math.sqrt(value),
        lower: lower === null ? null : Math.sqrt(Math.max(0, lower)),
        upper: upper === null ? null : Math.sqrt(upper),
      })),
      ...shareFigure('coverage', covered, ranged),
    ];
  },

  losses({ ranged, covered, growth }, metric) {
    if (metric === 'mae') return growth;
    return metric === 'coverage' ? { count: ranged - covered, n: ranged } : null;
  },
};
