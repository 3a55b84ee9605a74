import { createRandom } from '@titans/core';
import { intervalLevels } from '../../forecast/intervals.js';
import { scaleBorder } from './learned-flow.js';
import { drawsOfDay, shortestInterval } from './path-intervals.js';
import { type PathSource, samplePaths } from './sample-paths.js';
import { type ExpectedScores, type ScoreRun, scaleOfScores } from './score-scale.js';

/** A forecast of the past: what paths are drawn from, its points of the whole flow, and what came; minor units. */
export interface PastForecast {
  readonly source: PathSource;
  readonly points: Float64Array;
  readonly actual: Float64Array;
  /** What it counts beside the others, above 0. */
  readonly weight: number;
}

/** How far drawn intervals must be stretched to cover what they say. */
export interface PathScales {
  readonly scales: readonly (readonly [number, number])[];
  readonly totalScale: number;
}

/** One in so many draws of a day is scored as if it had come. */
const scoredDraws = 10;
/** Forecasts of days that are wanted before near and far days are told apart. */
const leastScores = 60;
const [leastScale, mostScale] = [0.02, 5];
/** Drawn totals count as right for this many forecasts beside those of the past. */
const totalPrior = 3;
/** What was chosen for small errors of these very totals had luck with them, the more the fewer months they are of. */
const luckOfOneMonth = 0.35;
const leastLuck = 0.1;
const daysPerMonth = 30;
/** A side on which no draw lies counts as this share of the interval. */
const leastSide = 0.02;

/**
 * Compares drawn intervals with what came (conformal prediction with the distance from the point in units of the
 * drawn interval as score; Lei et al. 2018, section 5): the factor is that of {@link scaleOfScores}, which expects the
 * scores of the draws themselves.
 *
 * @param count Paths to draw per forecast.
 * @param expectedCount How many independent scores those of the draws count as, 0 or more.
 */
export function calibratePaths(
  past: readonly PastForecast[],
  count: number,
  seed: number,
  expectedCount: number,
): PathScales {
  const [near, far] = [emptyRuns(), emptyRuns()];
  const [nearDrawn, farDrawn] = [emptyRuns(), emptyRuns()];
  let [squares, forecasts] = [0, 0];
  for (const [nth, { source, points, actual, weight }] of past.entries()) {
    const days = actual.length;
    if (days === 0) continue;
    const paths = samplePaths(source, days, count, createRandom(seed, `cashflow/backtest/${nth}`));
    const scores = intervalLevels.map((): number[] => []);
    const drawn = intervalLevels.map((): [number[], number[]] => [[], []]);
    for (let step = 0; step < days; step++) {
      const draws = drawsOfDay(paths, days, step);
      const point = points[step] as number;
      for (const [index, level] of intervalLevels.entries()) {
        const { lower, upper } = shortestInterval(draws, level, point);
        scores[index]?.push(scoreOf(actual[step] as number, point, lower, upper));
        const scored = drawn[index]?.[step < scaleBorder ? 0 : 1];
        for (let nth = scoredDraws >> 1; nth < draws.length; nth += scoredDraws) {
          scored?.push(scoreOf(draws[nth] as number, point, lower, upper));
        }
      }
    }
    for (const [index, own] of scores.entries()) {
      near[index]?.push({ scores: own.slice(0, scaleBorder), weight });
      far[index]?.push({ scores: own.slice(scaleBorder), weight });
      nearDrawn[index]?.push({ scores: drawn[index]?.[0] ?? [], weight });
      farDrawn[index]?.push({ scores: drawn[index]?.[1] ?? [], weight });
    }
    squares += totalScore(paths, days, points, actual) ** 2;
    forecasts++;
  }
  const scales = intervalLevels.map((level, index): readonly [number, number] => {
    const [close, distant] = [near[index] ?? [], far[index] ?? []];
    const [closeDrawn, distantDrawn] = [nearDrawn[index] ?? [], farDrawn[index] ?? []];
    const scale = (runs: readonly ScoreRun[], drawn: readonly ScoreRun[]): number => {
      const expected: ExpectedScores = { runs: drawn, count: expectedCount };
      return Math.min(mostScale, Math.max(leastScale, scaleOfScores(runs, level, expected)));
    };
    if (countOf(close) >= leastScores && countOf(distant) >= leastScores) {
      return [scale(close, closeDrawn), scale(distant, distantDrawn)];
    }
    const both = scale([...close, ...distant], [...closeDrawn, ...distantDrawn]);
    return [both, both];
  });
  const totalScale = Math.sqrt((squares + totalPrior) / (forecasts + totalPrior));
  const starts = past.map(({ source }) => source.asOf);
  const ends = past.map(({ source, actual }) => source.asOf + actual.length);
  const months = Math.max(1, Math.max(...ends) - Math.min(...starts)) / daysPerMonth;
  const leastTotalScale = 1 + Math.max(leastLuck, luckOfOneMonth / months);
  return { scales, totalScale: Math.min(mostScale, Math.max(leastTotalScale, totalScale)) };
}

function emptyRuns(): ScoreRun[][] {
  return intervalLevels.map(() => []);
}

function countOf(runs: readonly ScoreRun[]): number {
  return runs.reduce((sum, { scores }) => sum + scores.length, 0);
}

function scoreOf(actual: number, point: number, lower: number, upper: number): number {
  if (actual === point) return 0;
  const side = Math.max(actual < point ? point - lower : upper - point, leastSide * (upper - lower));
  return Math.abs(actual - point) / side;
}

/** Error of the total in standard deviations of the drawn ones; 0 where none differs. */
function totalScore(paths: Float64Array, days: number, points: Float64Array, actual: Float64Array): number {
  const count = paths.length / days;
  let expected = 0;
  let came = 0;
  for (let step = 0; step < days; step++) {
    expected += points[step] as number;
    came += actual[step] as number;
  }
  let squares = 0;
  for (let path = 0; path < count; path++) {
    let total = 0;
    for (let step = 0; step < days; step++) total += paths[path * days + step] as number;
    squares += (total - expected) ** 2;
  }
  return squares === 0 ? 0 : (came - expected) / Math.sqrt(squares / count);
}
