import { createRandom } from '@titans/core';
import type { ConformanceCase, Create } from '@titans/core/conformance';
import type { FittedRegressor, Regressor } from '../estimators/estimator.js';
import type { FeatureMatrix } from '../features/feature-matrix.js';
import { artifactCases } from './artifact-cases.js';
import { checkSettings, type EstimatorCheckOptions, type InputCheckOptions } from './check-options.js';
import type { Learned } from './learner.js';
import { learningCases } from './learning-cases.js';
import { requireRefusal, requireThat, resultOrRefusal } from './require-that.js';
import { lessonCase, queryRows, rowCases } from './row-cases.js';
import type { Observations, RowTask } from './row-task.js';
import { weightCases } from './weight-cases.js';
import { workCases } from './work-cases.js';

/**
 * What every {@link Regressor} must do.
 *
 * @param create Makes the estimator with the parameters to be checked. It must be able to learn from 240 rows (or
 * `options.rows`) a number that eight levels of the inputs tell, to half the error of a constant.
 * @throws TitansError `INVALID_ARGUMENT` for options that contradict each other.
 * @example
 * ```ts
 * import { checkRegressor } from '@titans/models/conformance';
 * import { gradientBoosting, restoreGradientBoosting } from '@titans/models/estimators';
 *
 * const cases = checkRegressor(() => gradientBoosting(), { restore: restoreGradientBoosting });
 * for (const { run } of cases) await run(); // or test(name, run) of a test runner
 * ```
 */
export function checkRegressor(
  create: Create<Regressor>,
  options?: EstimatorCheckOptions<FeatureMatrix, FittedRegressor>,
): readonly ConformanceCase[];
/** What every {@link Regressor} of another input than a `FeatureMatrix` must do. */
export function checkRegressor<X extends object>(
  create: Create<Regressor<X>>,
  options: InputCheckOptions<X, FittedRegressor<X>>,
): readonly ConformanceCase[];
export function checkRegressor<X extends object>(
  create: Create<Regressor<X>>,
  options: EstimatorCheckOptions<X, FittedRegressor<X>> = {},
): readonly ConformanceCase[] {
  const settings = checkSettings(options);
  const { restore } = options;
  const observations = (seed: number, rows: number): Observations<X, Float64Array> => {
    const random = createRandom(seed, 'conformance');
    const codes = Int32Array.from({ length: rows }, () => random.integer(levels));
    return { x: settings.inputs.make(codes, random), answers: targetOf(codes) };
  };
  const learned = (fitted: FittedRegressor<X>): Learned<X> => ({ fitted, answer: (x) => fitted.predict(x) });

  const task: RowTask<X, Float64Array> = {
    settings,
    create: async () => {
      const estimator = await create();
      return {
        name: estimator.name,
        learn: async ({ x, answers, weights }, fitOptions) =>
          learned(await estimator.fit(x, answers, weights ? { ...fitOptions, weights } : fitOptions)),
      };
    },
    data: () => observations(1, settings.rows),
    otherData: () => observations(2, settings.rows),
    query: () => observations(3, queryRows).x,
    traces: () => settings.inputs.traces(observations(1, settings.rows).x),
    restore: restore ? async (content) => learned(await restore(content)) : null,
    pick: (answers, rows) => Float64Array.from(rows, (row) => answers[row] as number),
    requireSound,
    requireLearned({ answer }, what) {
      const { x, answers } = observations(4, 240);
      const middle = answers.reduce((sum, value) => sum + value, 0) / answers.length;
      const error = meanAbsoluteError(answer(x), answers);
      const trivial = meanAbsoluteError(
        answers.map(() => middle),
        answers,
      );
      requireThat(
        error <= trivial / 2,
        () => `${what}: its mean absolute error is ${error}; that of a constant is ${trivial}.`,
      );
    },
  };

  return [
    ...rowCases(task),
    lessonCase(task),
    ...regressorCases(task),
    ...weightCases(task),
    ...learningCases(task),
    ...artifactCases(task),
    ...workCases(task),
  ];
}

const levels = 8;

function targetOf(codes: Int32Array): Float64Array {
  return Float64Array.from(codes, (code, row) => 5 * code - 12 + 0.01 * ((row * 37) % 11));
}

function requireSound(answers: Float64Array, rows: number, what: string): void {
  requireThat(answers instanceof Float64Array, () => `${what}: the predictions are no Float64Array.`);
  requireThat(answers.length === rows, () => `${what}: ${answers.length} predictions of ${rows} rows.`);
  const bad = answers.findIndex((value) => !Number.isFinite(value));
  requireThat(bad < 0, () => `${what}: the prediction of row ${bad} is ${answers[bad]}.`);
}

function meanAbsoluteError(predicted: Float64Array, actual: Float64Array): number {
  return (
    predicted.reduce((sum, value, row) => sum + Math.abs(value - (actual[row] as number)), 0) / actual.length
  );
}

/** What holds for targets alone. */
function regressorCases<X extends object>(task: RowTask<X, Float64Array>): readonly ConformanceCase[] {
  const learnWith = async (change: (target: Float64Array) => Float64Array) => {
    const data = task.data();
    const learner = await task.create();
    return learner.learn({ ...data, answers: change(data.answers) }, { seed: 1 });
  };
  return [
    {
      name: 'targets that are no numbers are refused',
      async run() {
        for (const bad of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
          const work = () => learnWith((target) => target.with(3, bad));
          await requireRefusal(`a target of ${bad}`, work, 'DATA_NOT_FINITE');
        }
      },
    },
    {
      name: 'a constant target is predicted, or refused',
      async run() {
        for (const constant of [0, 7, -1234.5]) {
          const what = `a target of ${constant} everywhere`;
          const outcome = await resultOrRefusal(what, () => learnWith((target) => target.fill(constant)));
          if ('refusal' in outcome) continue;
          const answers = outcome.result.answer(task.query());
          requireSound(answers, queryRows, what);
          const far = answers.findIndex(
            (value) => Math.abs(value - constant) > 0.01 * Math.abs(constant) + 1e-9,
          );
          requireThat(far < 0, () => `${what}: row ${far} is predicted as ${answers[far]}.`);
        }
      },
    },
    {
      name: 'targets of any size give sound predictions or a refusal',
      async run() {
        for (const factor of [1e12, 1e-12, 1e150, 1e300]) {
          const what = `targets times ${factor}`;
          const outcome = await resultOrRefusal(what, async () => {
            const { answer } = await learnWith((target) => target.map((value) => value * factor));
            return answer(task.query());
          });
          if ('result' in outcome) requireSound(outcome.result, queryRows, what);
        }
      },
    },
  ];
}
