import { createRandom } from '@titans/core';
import type { ConformanceCase, Create } from '@titans/core/conformance';
import type { AnomalyDetector, FittedAnomalyDetector } from '../estimators/estimator.js';
import type { FeatureMatrix } from '../features/feature-matrix.js';
import { artifactCases } from './artifact-cases.js';
import { checkSettings, type EstimatorCheckOptions, type InputCheckOptions } from './check-options.js';
import type { Learned } from './learner.js';
import { learningCases } from './learning-cases.js';
import { requireThat } from './require-that.js';
import { lessonCase, queryRows, rowCases } from './row-cases.js';
import type { Observations, RowTask } from './row-task.js';
import { weightCases } from './weight-cases.js';
import { workCases } from './work-cases.js';

/**
 * What every {@link AnomalyDetector} must do.
 *
 * @param create Makes the estimator with the parameters to be checked. It must be able to learn from 240 rows (or
 * `options.rows`), of which one in forty lies far from the others, so that it ranks 90 % of new pairs rightly.
 * @throws TitansError `INVALID_ARGUMENT` for options that contradict each other.
 * @example
 * ```ts
 * import { checkAnomalyDetector } from '@titans/models/conformance';
 * import { isolationForest, restoreIsolationForest } from '@titans/models/estimators';
 *
 * const options = { restore: restoreIsolationForest, weights: 'refused' as const };
 * for (const { run } of checkAnomalyDetector(() => isolationForest(), options)) await run();
 * ```
 */
export function checkAnomalyDetector(
  create: Create<AnomalyDetector>,
  options?: EstimatorCheckOptions<FeatureMatrix, FittedAnomalyDetector>,
): readonly ConformanceCase[];
/** What every {@link AnomalyDetector} of another input than a `FeatureMatrix` must do. */
export function checkAnomalyDetector<X extends object>(
  create: Create<AnomalyDetector<X>>,
  options: InputCheckOptions<X, FittedAnomalyDetector<X>>,
): readonly ConformanceCase[];
export function checkAnomalyDetector<X extends object>(
  create: Create<AnomalyDetector<X>>,
  options: EstimatorCheckOptions<X, FittedAnomalyDetector<X>> = {},
): readonly ConformanceCase[] {
  const settings = checkSettings(options);
  const { restore } = options;
  const observations = (seed: number, rows: number, every: number): Observations<X, null> => {
    const random = createRandom(seed, 'conformance');
    const codes = Int32Array.from({ length: rows }, (_, row) =>
      row % every === 0 ? farCode : random.integer(3),
    );
    return { x: settings.inputs.make(codes, random), answers: null };
  };
  const learned = (fitted: FittedAnomalyDetector<X>): Learned<X> => ({
    fitted,
    answer: (x) => fitted.score(x),
  });

  const task: RowTask<X, null> = {
    settings,
    create: async () => {
      const estimator = await create();
      return {
        name: estimator.name,
        learn: async ({ x, weights }, fitOptions) =>
          learned(await estimator.fit(x, weights ? { ...fitOptions, weights } : fitOptions)),
      };
    },
    data: () => observations(1, settings.rows, 40),
    otherData: () => observations(2, settings.rows, 30),
    query: () => observations(3, queryRows, 10).x,
    traces: () => settings.inputs.traces(observations(1, settings.rows, 40).x),
    restore: restore ? async (content) => learned(await restore(content)) : null,
    pick: () => null,
    requireSound(answers, rows, what) {
      requireThat(answers instanceof Float64Array, () => `${what}: the scores are no Float64Array.`);
      requireThat(answers.length === rows, () => `${what}: ${answers.length} scores of ${rows} rows.`);
      const bad = answers.findIndex((score) => !(score >= 0 && score <= 1));
      requireThat(bad < 0, () => `${what}: the score of row ${bad} is ${answers[bad]}.`);
    },
    requireLearned({ answer }, what) {
      const scores = answer(observations(4, 240, 8).x);
      const far = scores.filter((_, row) => row % 8 === 0);
      const ordinary = scores.filter((_, row) => row % 8 !== 0);
      const right = far.reduce((sum, score) => sum + ordinary.filter((other) => other < score).length, 0);
      const share = right / (far.length * ordinary.length);
      requireThat(
        share >= 0.9,
        () => `${what}: ${(100 * share).toFixed(1)} % of pairs are ranked rightly; chance is 50 %.`,
      );
    },
  };

  return [
    ...rowCases(task),
    lessonCase(task),
    ...weightCases(task),
    ...learningCases(task),
    ...artifactCases(task),
    ...workCases(task),
  ];
}

/** The code of rows that stand out; the others have 0 to 2. */
const farCode = 12;
