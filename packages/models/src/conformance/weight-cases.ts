import type { ConformanceCase } from '@titans/core/conformance';
import { learn } from './learner.js';
import { requireRefusal, requireSame } from './require-that.js';
import { type Observations, type RowTask, rowNumbers, selectObservations } from './row-task.js';

/** Weights say how often a row counts, and are checked. */
export function weightCases<X extends object, Answers extends Float64Array | Int32Array | null>(
  task: RowTask<X, Answers>,
): readonly ConformanceCase[] {
  const { rows, weights: policy, repetitionTolerance } = task.settings;
  const learnFrom = async (data: Observations<X, Answers>) => (await task.create()).learn(data, { seed: 1 });
  const weighted = (weight: (row: number) => number, count = rows) => ({
    ...task.data(),
    weights: Float64Array.from(rowNumbers(count), weight),
  });

  if (policy === 'refused') {
    return [
      {
        name: 'weights are refused',
        run: () =>
          requireRefusal('weights', () => learnFrom(weighted((row) => 1 + (row % 2))), 'INVALID_ARGUMENT'),
      },
    ];
  }
  const cases: ConformanceCase[] = [
    {
      name: 'weights that are no weights are refused',
      async run() {
        for (const bad of [-1, Number.NaN, Number.POSITIVE_INFINITY]) {
          const data = weighted((row) => (row === 5 ? bad : 1));
          await requireRefusal(`weight ${bad}`, () => learnFrom(data), 'INVALID_ARGUMENT', 'DATA_NOT_FINITE');
        }
        await requireRefusal('a weight less', () => learnFrom(weighted(() => 1, rows - 1)), 'SHAPE_MISMATCH');
        await requireRefusal('a weight more', () => learnFrom(weighted(() => 1, rows + 1)), 'SHAPE_MISMATCH');
        await requireRefusal(
          'no weight above 0',
          () => learnFrom(weighted(() => 0)),
          'DATA_INSUFFICIENT',
          'INVALID_ARGUMENT',
        );
      },
    },
    {
      name: 'weights of 1 are no weights, and no weight is changed',
      async run() {
        const data = weighted(() => 1);
        const { answer } = await learnFrom(data);
        requireSame(answer(task.query()), (await learn(task)).answer(task.query()), 'answers', 1e-9);
        requireSame(data.weights, new Float64Array(rows).fill(1), 'weights');
      },
    },
    {
      name: 'rows of weight 0 teach nothing',
      async run() {
        const all = rowNumbers(rows);
        const data = task.data();
        const right = selectObservations(task, data, [...all, ...all]);
        const answers = task.pick(data.answers, [...all, ...all.toReversed()]);
        const weights = Float64Array.from(rowNumbers(2 * rows), (row) => (row < rows ? 1 : 0));
        await task.requireLearned(
          await learnFrom({ ...right, answers, weights }),
          'with wrong rows of weight 0',
        );
      },
    },
  ];
  if (repetitionTolerance === null) return cases;
  return [
    ...cases,
    {
      name: 'a whole weight is the row as many times, and 0 no row',
      async run() {
        const times = rowNumbers(rows).map((row) => (row * 7) % 4);
        const { answer } = await learnFrom(weighted((row) => times[row] as number));
        const repeats = times.flatMap((count, row) => new Array<number>(count).fill(row));
        const repeated = await learnFrom(selectObservations(task, task.data(), repeats));
        requireSame(
          answer(task.query()),
          repeated.answer(task.query()),
          'answers with weights and with repeated rows',
          repetitionTolerance,
        );
      },
    },
  ];
}
