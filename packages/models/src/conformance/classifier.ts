import { createRandom, decodeArtifact, encodeArtifact } from '@titans/core';
import type { ConformanceCase, Create } from '@titans/core/conformance';
import type { Classifier, FitOptions, FittedClassifier } from '../estimators/estimator.js';
import type { FeatureMatrix } from '../features/feature-matrix.js';
import { artifactCases } from './artifact-cases.js';
import { checkSettings, type EstimatorCheckOptions, type InputCheckOptions } from './check-options.js';
import type { Learned } from './learner.js';
import { learningCases } from './learning-cases.js';
import { requireRefusal, requireSame, requireThat, resultOrRefusal } from './require-that.js';
import { lessonCase, queryRows, rowCases } from './row-cases.js';
import type { Observations, RowTask } from './row-task.js';
import { weightCases } from './weight-cases.js';
import { workCases } from './work-cases.js';

/**
 * What every {@link Classifier} must do.
 *
 * @param create Makes the estimator with the parameters to be checked. It must be able to learn from 240 rows (or
 * `options.rows`) three classes that the inputs tell, so that it errs on a third of new rows at most.
 * @throws TitansError `INVALID_ARGUMENT` for options that contradict each other.
 * @example
 * ```ts
 * import { checkClassifier, textInputs } from '@titans/models/conformance';
 * import { restoreTextClassifier, textClassifier } from '@titans/models/estimators';
 *
 * const cases = checkClassifier(() => textClassifier(), {
 *   inputs: textInputs(),
 *   restore: restoreTextClassifier,
 * });
 * for (const { run } of cases) await run(); // or test(name, run) of a test runner
 * ```
 */
export function checkClassifier(
  create: Create<Classifier>,
  options?: EstimatorCheckOptions<FeatureMatrix, FittedClassifier>,
): readonly ConformanceCase[];
/** What every {@link Classifier} of another input than a `FeatureMatrix` must do. */
export function checkClassifier<X extends object>(
  create: Create<Classifier<X>>,
  options: InputCheckOptions<X, FittedClassifier<X>>,
): readonly ConformanceCase[];
export function checkClassifier<X extends object>(
  create: Create<Classifier<X>>,
  options: EstimatorCheckOptions<X, FittedClassifier<X>> = {},
): readonly ConformanceCase[] {
  const settings = checkSettings(options);
  const { restore } = options;
  const observations = (seed: number, rows: number): LabelledRows<X> => {
    const random = createRandom(seed, 'conformance');
    const codes = Int32Array.from({ length: rows }, () => random.integer(learnable));
    return {
      x: settings.inputs.make(codes, random),
      answers: codes.map((code) => labelOfCode[code] as number),
      classes: [...classes],
    };
  };
  const learned = (fitted: FittedClassifier<X>): LearnedClasses<X> => ({
    fitted,
    classes: fitted.classes,
    answer: (x) => fitted.predictProbabilities(x),
  });

  const task: ClassTask<X> = {
    settings,
    create: async () => {
      const estimator = await create();
      return {
        name: estimator.name,
        learn: async ({ x, answers, classes: names = [...classes], weights }, fitOptions) =>
          learned(await estimator.fit(x, answers, names, weights ? { ...fitOptions, weights } : fitOptions)),
      };
    },
    data: () => observations(1, settings.rows),
    otherData: () => observations(2, settings.rows),
    query: () => observations(3, queryRows).x,
    traces: () => settings.inputs.traces(observations(1, settings.rows).x),
    restore: restore ? async (content) => learned(await restore(content)) : null,
    pick: (answers, rows) => Int32Array.from(rows, (row) => answers[row] as number),
    requireSound: (answers, rows, what) => requireDistributions(answers, rows, classes.length, what),
    requireLearned({ answer }, what) {
      const { x, answers } = observations(4, 240);
      const probabilities = answer(x);
      const right = answers.filter(
        (label, row) => label === likeliest(probabilities.subarray(row * classes.length), classes.length),
      );
      const accuracy = right.length / answers.length;
      requireThat(
        accuracy >= 2 / 3,
        () => `${what}: it is right on ${(100 * accuracy).toFixed(1)} % of new rows; guessing is on 33 %.`,
      );
    },
  };

  return [
    ...rowCases(task),
    lessonCase(task),
    ...classCases(task),
    ...weightCases(task),
    ...learningCases(task),
    ...artifactCases(task),
    ...workCases(task),
  ];
}

/** The second and the last have no row. */
const classes = ['travel', 'never', 'food & drink', 'fuel', 'never again'] as const;
/** How many codes have a class, and the class of each. */
const learnable = 3;
const labelOfCode = [0, 2, 3] as const;
const absent = [1, 4] as const;

interface LabelledRows<X> extends Observations<X, Int32Array> {
  readonly classes?: readonly string[];
}

interface LearnedClasses<X> extends Learned<X> {
  readonly classes: readonly string[];
}

interface ClassTask<X extends object> extends RowTask<X, Int32Array> {
  create(): Promise<{
    readonly name: string;
    learn(data: LabelledRows<X>, options?: FitOptions): Promise<LearnedClasses<X>>;
  }>;
}

function likeliest(probabilities: Float64Array, count: number): number {
  let best = 0;
  for (let k = 1; k < count; k++) {
    if ((probabilities[k] as number) > (probabilities[best] as number)) best = k;
  }
  return best;
}

function requireDistributions(answers: Float64Array, rows: number, width: number, what: string): void {
  requireThat(answers instanceof Float64Array, () => `${what}: the probabilities are no Float64Array.`);
  requireThat(
    answers.length === rows * width,
    () => `${what}: ${answers.length} probabilities of ${rows} rows and ${width} classes.`,
  );
  for (let row = 0; row < rows; row++) {
    const shares = answers.subarray(row * width, (row + 1) * width);
    const bad = shares.find((share) => !(share >= 0 && share <= 1));
    requireThat(bad === undefined, () => `${what}: row ${row} has a probability of ${bad}.`);
    const sum = shares.reduce((total, share) => total + share, 0);
    requireThat(Math.abs(sum - 1) <= 1e-9, () => `${what}: the probabilities of row ${row} sum to ${sum}.`);
  }
}

/** What holds for labels and classes alone. */
function classCases<X extends object>(task: ClassTask<X>): readonly ConformanceCase[] {
  const learnFrom = async (data: LabelledRows<X>) => (await task.create()).learn(data, { seed: 1 });
  const width = classes.length;
  return [
    {
      name: 'every class has its probability in the order given; a class without a row has 0',
      async run() {
        const model = await learnFrom(task.data());
        requireThat(
          JSON.stringify(model.classes) === JSON.stringify(classes),
          () => `The classes should be ${JSON.stringify(classes)}, but are ${JSON.stringify(model.classes)}.`,
        );
        const probabilities = model.answer(task.query());
        for (const label of absent) {
          const found = probabilities.findIndex((share, index) => index % width === label && share !== 0);
          requireThat(found < 0, () => `"${classes[label]}" has no row, but a probability.`);
        }
      },
    },
    {
      name: 'labels that are no codes into the classes are refused',
      async run() {
        for (const bad of [-1, width, 2 ** 31 - 1]) {
          const data = task.data();
          const work = () => learnFrom({ ...data, answers: data.answers.with(7, bad) });
          await requireRefusal(`label ${bad} of ${width} classes`, work, 'INVALID_ARGUMENT');
        }
        const none = { ...task.data(), classes: [] };
        await requireRefusal('no class', () => learnFrom(none), 'INVALID_ARGUMENT', 'DATA_INSUFFICIENT');
      },
    },
    {
      name: 'rows of one class give that class, or a refusal',
      async run() {
        for (const [names, label] of [
          [['only'], 0],
          [[...classes], 3],
        ] as const) {
          const data = task.data();
          const what = `one class of ${names.length}`;
          const outcome = await resultOrRefusal(what, () =>
            learnFrom({ ...data, classes: names, answers: data.answers.fill(label) }),
          );
          if ('refusal' in outcome) continue;
          const expected = new Float64Array(queryRows * names.length);
          for (let row = 0; row < queryRows; row++) expected[row * names.length + label] = 1;
          requireSame(outcome.result.answer(task.query()), expected, what, 1e-9);
        }
      },
    },
    {
      name: 'a signal that is raised already ends a fit of one class, too',
      async run() {
        const data = task.data();
        const learner = await task.create();
        const one = { ...data, answers: data.answers.fill(3) };
        const outcome = await resultOrRefusal('fit', () =>
          learner.learn(one, { signal: AbortSignal.abort() }),
        );
        requireThat('refusal' in outcome, () => 'It was not cancelled.');
      },
    },
    {
      name: 'two classes are told apart as well as three',
      async run() {
        const data = task.data();
        const model = await learnFrom({
          ...data,
          classes: ['other', 'travel'],
          answers: data.answers.map((label) => (label === 0 ? 1 : 0)),
        });
        const probabilities = model.answer(data.x);
        requireDistributions(probabilities, data.answers.length, 2, 'two classes');
        const travel = data.answers.map((label, row) =>
          (label === 0) === (probabilities[2 * row + 1] as number) > 0.5 ? 1 : 0,
        );
        const accuracy = travel.reduce((sum, hit) => sum + hit, 0) / travel.length;
        requireThat(accuracy > 5 / 6, () => `Only ${accuracy} of the training rows are told apart.`);
      },
    },
    {
      name: 'classes may have any names, which come back as they are',
      async run() {
        const names = ['__proto__', '', 'Größe 💶', 'constructor', 'a\nb'];
        const { classes: found, fitted } = await learnFrom({ ...task.data(), classes: names });
        requireThat(JSON.stringify(found) === JSON.stringify(names), () => `They are ${String(found)}.`);
        if (task.restore === null) return;
        const content = fitted.toArtifact();
        const limits = { kind: content.kind, maxVersion: content.version };
        const restored = await task.restore(await decodeArtifact(await encodeArtifact(content), limits));
        requireThat(
          'classes' in restored && JSON.stringify(restored.classes) === JSON.stringify(names),
          () => 'The restored model has other classes.',
        );
      },
    },
  ];
}
