import { type ArtifactContent, createRandom } from '@titans/core';
import type { ConformanceCase, Create } from '@titans/core/conformance';
import type { FitOptions } from '../estimators/estimator.js';
import type { FeatureMatrix } from '../features/feature-matrix.js';
import type {
  FeatureTransformer,
  FittedTransformer,
  TransformerFitOptions,
} from '../preprocessing/feature-transformer.js';
import { artifactCases } from './artifact-cases.js';
import { checkSettings, type EstimatorCheckOptions } from './check-options.js';
import type { Learned } from './learner.js';
import { learningCases } from './learning-cases.js';
import { requireSame, requireThat } from './require-that.js';
import { queryRows, rowCases } from './row-cases.js';
import type { Observations, RowTask } from './row-task.js';
import { transformerCases } from './transformer-cases.js';
import { weightCases } from './weight-cases.js';
import { workCases } from './work-cases.js';

/** How a transformer is checked. */
export interface TransformerCheckOptions extends EstimatorCheckOptions<FeatureMatrix, FittedTransformer> {
  /** Restores what `toArtifact` wrote. Without it, restoring is not checked. */
  readonly restore?: (content: ArtifactContent) => FittedTransformer | Promise<FittedTransformer>;
  /** What `fit` is given to be predicted: a number per row (unless told), or one of three classes. */
  readonly target?: 'numeric' | 'classes';
}

/**
 * What every {@link FeatureTransformer} must do.
 *
 * @param create Makes the transformer with the parameters to be checked. It must be able to learn from 240 rows (or
 * `options.rows`). Unless `weights` are refused, a whole weight must do what the row as many times does, to 1e-9 or
 * `options.repetitionTolerance`; a transformer that draws rows (as one that learns out of fold does) needs a larger one.
 * @throws TitansError `INVALID_ARGUMENT` for options that contradict each other.
 * @example
 * ```ts
 * import { checkTransformer } from '@titans/models/conformance';
 * import { restoreTransformer, standardScaler } from '@titans/models/preprocessing';
 *
 * const cases = checkTransformer(() => standardScaler(), { restore: restoreTransformer });
 * for (const { run } of cases) await run(); // or test(name, run) of a test runner
 * ```
 */
export function checkTransformer(
  create: Create<FeatureTransformer>,
  options: TransformerCheckOptions = {},
): readonly ConformanceCase[] {
  const { restore, target = 'numeric' } = options;
  const settings = checkSettings({
    columnOrderTolerance: 1e-9,
    ...(options.weights === 'refused' ? {} : { repetitionTolerance: 1e-9 }),
    ...options,
  });
  const observations = (seed: number, rows: number): Observations<FeatureMatrix, Float64Array> => {
    const random = createRandom(seed, 'conformance');
    const codes = Int32Array.from({ length: rows }, () => random.integer(3));
    const answers = Float64Array.from(codes, (code) => (random.float() < 0.8 ? code : random.integer(3)));
    return { x: settings.inputs.make(codes, random), answers };
  };
  const fitOptions = (
    { answers, weights }: Observations<FeatureMatrix, Float64Array>,
    given: FitOptions = {},
  ): TransformerFitOptions => ({
    ...given,
    ...(weights ? { weights } : {}),
    target: target === 'numeric' ? answers : { labels: Int32Array.from(answers), classes: ['a', 'b', 'c'] },
  });
  const learned = (fitted: FittedTransformer): Learned<FeatureMatrix> => ({
    fitted,
    answer: (x) => rowMajor(fitted.transform(x)),
  });

  const task: RowTask<FeatureMatrix, Float64Array> = {
    settings,
    create: async () => {
      const transformer = await create();
      return {
        name: transformer.name,
        learn: async (data, given) => learned(await transformer.fit(data.x, fitOptions(data, given))),
      };
    },
    data: () => observations(1, settings.rows),
    otherData: () => observations(2, settings.rows),
    query: () => observations(3, queryRows).x,
    traces: () => settings.inputs.traces(observations(1, settings.rows).x),
    restore: restore ? async (content) => learned(await restore(content)) : null,
    pick: (answers, rows) => Float64Array.from(rows, (row) => answers[row] as number),
    requireSound(values, rows, what) {
      requireThat(
        values.length > 0 && values.length % rows === 0,
        () => `${what}: ${values.length} values of ${rows} rows.`,
      );
      const bad = values.findIndex((value) => value === Infinity || value === -Infinity);
      requireThat(bad < 0, () => `${what}: value ${bad} is ${values[bad]}.`);
    },
    async requireLearned({ answer }, what) {
      const plain = await (await task.create()).learn(task.data(), { seed: 1 });
      requireSame(
        answer(task.query()),
        plain.answer(task.query()),
        what,
        settings.repetitionTolerance ?? 1e-9,
      );
    },
  };

  return [
    ...rowCases(task),
    ...transformerCases({ create, fitOptions, task }),
    ...weightCases(task),
    ...learningCases(task),
    ...artifactCases(task),
    ...workCases(task),
  ];
}

/** Rows × columns, the columns by name: which comes first is not what a transformer is held to. */
function rowMajor({ rows, features, columns }: FeatureMatrix): Float64Array {
  const order = [...features.keys()].sort((a, b) => {
    const [first, second] = [features[a]?.name ?? '', features[b]?.name ?? ''];
    return first < second ? -1 : 1;
  });
  const values = new Float64Array(rows * order.length);
  order.forEach((index, at) => {
    for (let row = 0; row < rows; row++) values[row * order.length + at] = columns[index]?.[row] as number;
  });
  return values;
}
