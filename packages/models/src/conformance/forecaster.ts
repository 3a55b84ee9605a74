import { type ArtifactContent, createRandom, TitansError } from '@titans/core';
import type { ConformanceCase, Create } from '@titans/core/conformance';
import type { FittedForecaster, Forecaster } from '../estimators/estimator.js';
import { artifactCases } from './artifact-cases.js';
import type { Learned, LearningTask } from './learner.js';
import { learningCases } from './learning-cases.js';
import { requireRefusal, requireSame, requireThat, resultOrRefusal } from './require-that.js';
import { workCases } from './work-cases.js';

/** How a forecaster is checked. */
export interface ForecasterCheckOptions {
  /** Restores what `toArtifact` wrote. Without it, restoring is not checked. */
  readonly restore?: (content: ArtifactContent) => FittedForecaster | Promise<FittedForecaster>;
  /** Whether it claims to repeat a week. Then a plain week must be forecast far better than by its mean. */
  readonly isWeekly?: boolean;
  /** Days to learn from, 60 or more; 180 unless told. */
  readonly days?: number;
}

interface Series {
  readonly series: Float64Array;
  readonly firstDay: number;
}

interface Horizon {
  readonly days: number;
}

/**
 * What every {@link Forecaster} must do. Days ahead from 1 to 90 must be permitted.
 *
 * @param create Makes the forecaster with the parameters to be checked.
 * @throws TitansError `INVALID_ARGUMENT` for too few days.
 * @example
 * ```ts
 * import { TitansError } from '@titans/core';
 * import { checkForecaster } from '@titans/models/conformance';
 *
 * // Takes any series and any number of days: the cases find what it lacks.
 * const lastValue = () => ({
 *   name: 'last value',
 *   async fit(series: Float64Array) {
 *     const last = series.at(-1);
 *     if (last === undefined) throw new TitansError('DATA_INSUFFICIENT', 'The series has no day.');
 *     return Object.freeze({
 *       forecast: (days: number) => new Float64Array(days).fill(last),
 *       toArtifact: () => ({ kind: 'example/last-value', version: 1, data: { last }, arrays: {} }),
 *     });
 *   },
 * });
 * for (const { name, run } of checkForecaster(lastValue)) {
 *   await run().catch((error: Error) => console.error(`${name}: ${error.message}`));
 * }
 * ```
 */
export function checkForecaster(
  create: Create<Forecaster>,
  options: ForecasterCheckOptions = {},
): readonly ConformanceCase[] {
  const { restore, isWeekly = false, days = 180 } = options;
  if (!(Number.isInteger(days) && days >= 60)) {
    throw new TitansError('INVALID_ARGUMENT', `days must be a whole number from 60, not ${days}.`, {
      details: { field: 'days' },
    });
  }
  const learned = (fitted: FittedForecaster): Learned<Horizon> => ({
    fitted,
    answer: (horizon) => fitted.forecast(horizon.days),
  });
  const task: LearningTask<Series, Horizon> = {
    create: async () => {
      const forecaster = await create();
      return {
        name: forecaster.name,
        learn: async ({ series, firstDay }, fitOptions) =>
          learned(await forecaster.fit(series, firstDay, fitOptions)),
      };
    },
    data: () => noisyWeek(1, days),
    otherData: () => noisyWeek(2, days - 11),
    query: () => ({ days: 30 }),
    traces: () => ({ texts: [], runs: [noisyWeek(1, days).series.slice(-20)] }),
    restore: restore ? async (content) => learned(await restore(content)) : null,
  };
  return [
    ...forecastCases(task, isWeekly),
    ...learningCases(task),
    ...artifactCases(task),
    ...workCases(task),
  ];
}

/** 1 January 2024, a Monday. */
const firstDay = 19_723;
const week = [40, -10, 25, -60, 0, -120, 15] as const;

function noisyWeek(seed: number, days: number): Series {
  const random = createRandom(seed, 'conformance');
  const series = Float64Array.from(
    { length: days },
    (_, day) => (week[day % 7] as number) + 8 * random.normal(),
  );
  return { series, firstDay };
}

function requireFinite(points: Float64Array, days: number, what: string): void {
  requireThat(points instanceof Float64Array, () => `${what}: the forecast is no Float64Array.`);
  requireThat(points.length === days, () => `${what}: ${points.length} points for ${days} days.`);
  const bad = points.findIndex((value) => !Number.isFinite(value));
  requireThat(bad < 0, () => `${what}: day ${bad + 1} is ${points[bad]}.`);
}

function forecastCases(task: LearningTask<Series, Horizon>, isWeekly: boolean): readonly ConformanceCase[] {
  const learnFrom = async (series: Float64Array) =>
    (await task.create()).learn({ series, firstDay }, { seed: 1 });
  const { series: usual } = task.data();

  const cases: ConformanceCase[] = [
    {
      name: 'there is one number per day, and near days do not depend on how far is asked',
      async run() {
        const { answer } = await learnFrom(task.data().series);
        const far = answer({ days: 90 });
        requireFinite(far, 90, '90 days');
        for (const days of [1, 7, 89]) requireSame(answer({ days }), far.slice(0, days), `${days} days`);
      },
    },
    {
      name: 'days ahead that are no days are refused',
      async run() {
        const { answer } = await learnFrom(task.data().series);
        for (const days of [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY]) {
          await requireRefusal(`${days} days`, () => answer({ days }), 'INVALID_ARGUMENT');
        }
      },
    },
    {
      name: 'a series without a day, or with a day that is no number, is refused',
      async run() {
        await requireRefusal('no day', () => learnFrom(new Float64Array(0)), 'DATA_INSUFFICIENT');
        for (const bad of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
          for (const day of [0, usual.length - 1]) {
            const work = () => learnFrom(task.data().series.with(day, bad));
            await requireRefusal(`${bad} on day ${day}`, work, 'DATA_NOT_FINITE');
          }
        }
      },
    },
    {
      name: 'a constant series goes on',
      async run() {
        for (const level of [0, 50, -1234.5]) {
          const points = (await learnFrom(new Float64Array(usual.length).fill(level))).answer({ days: 90 });
          requireSame(
            points,
            new Float64Array(90).fill(level),
            `${level} every day`,
            1e-6 * (1 + Math.abs(level)),
          );
        }
      },
    },
    {
      name: 'the forecast of a series without a trend stays where the series was',
      async run() {
        const points = (await learnFrom(task.data().series)).answer({ days: 90 });
        const [low, high] = [Math.min(...usual), Math.max(...usual)];
        const width = high - low;
        const out = points.findIndex((value) => value < low - width || value > high + width);
        requireThat(out < 0, () => `Day ${out + 1} is ${points[out]}; the series lay in ${low} to ${high}.`);
      },
    },
    {
      name: 'short and odd series give a finite forecast or a refusal',
      async run() {
        const odd: (readonly [string, Float64Array])[] = [1, 2, 3, 7, 8, 14, 20, 28].map((days) => [
          `${days} days`,
          usual.slice(0, days),
        ]);
        odd.push(
          ['nothing but one day', new Float64Array(usual.length).with(50, -900)],
          ['a trend', usual.map((_, day) => 3 * day)],
          ['a step', usual.map((_, day) => (day < 90 ? 0 : 1000))],
          ['growth', usual.map((_, day) => 1.1 ** day)],
          ['huge numbers', usual.map((value) => value * 1e300)],
          ['tiny numbers', usual.map((value) => value * 1e-310)],
          ['alternating signs', usual.map((_, day) => (day % 2 === 0 ? 1e6 : -1e6))],
        );
        for (const [what, series] of odd) {
          const outcome = await resultOrRefusal(what, async () =>
            (await learnFrom(series)).answer({ days: 90 }),
          );
          if ('result' in outcome) requireFinite(outcome.result, 90, what);
        }
      },
    },
  ];
  if (isWeekly) {
    cases.push({
      name: 'it learns: a week is forecast far better than by its mean',
      async run() {
        const points = (await learnFrom(task.data().series)).answer({ days: 28 });
        const middle = week.reduce<number>((sum, value) => sum + value, 0) / 7;
        let [error, trivial] = [0, 0];
        points.forEach((point, step) => {
          const actual = week[(usual.length + step) % 7] as number;
          error += Math.abs(point - actual) / 28;
          trivial += Math.abs(middle - actual) / 28;
        });
        requireThat(
          error <= trivial / 2,
          () => `Its mean absolute error is ${error}; that of the mean is ${trivial}.`,
        );
      },
    });
  }
  return cases;
}
