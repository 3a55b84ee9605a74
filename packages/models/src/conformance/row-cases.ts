import type { ConformanceCase } from '@titans/core/conformance';
import { learn } from './learner.js';
import { requireRefusal, requireSame, resultOrRefusal } from './require-that.js';
import { type Observations, type RowTask, rowNumbers, selectObservations } from './row-task.js';

/** How many rows `query()` of every task has. */
export const queryRows = 60;

/** What rows go in and what answers come out. */
export function rowCases<X extends object, Answers extends Float64Array | Int32Array | null>(
  task: RowTask<X, Answers>,
): readonly ConformanceCase[] {
  const { settings, requireSound } = task;
  const { inputs, rows, missing } = settings;
  const learnFrom = async (data: Observations<X, Answers>) => (await task.create()).learn(data, { seed: 1 });

  /** A model that answers soundly, or a refusal. */
  const requireSoundOrRefused = async (what: string, data: Observations<X, Answers>): Promise<void> => {
    const outcome = await resultOrRefusal(what, () => learnFrom(data));
    if ('refusal' in outcome) return;
    requireSound(outcome.result.answer(task.query()), queryRows, what);
  };

  const cases: ConformanceCase[] = [
    {
      name: 'there is one sound answer per row',
      async run() {
        const { answer } = await learn(task);
        requireSound(answer(task.query()), queryRows, 'new rows');
        requireSound(answer(task.data().x), rows, 'training rows');
      },
    },
    {
      name: 'a row is answered alike alone and among others',
      async run() {
        const { answer } = await learn(task);
        const together = answer(task.query());
        const width = together.length / queryRows;
        for (const row of [0, 1, queryRows - 1]) {
          const expected = together.slice(row * width, (row + 1) * width);
          requireSame(answer(inputs.select(task.query(), [row])), expected, `row ${row} alone`, 1e-9);
        }
        requireSame(answer(inputs.select(task.query(), [])), new Float64Array(0), 'no row');
      },
    },
    {
      name: 'without a row there is nothing to learn',
      run: () =>
        requireRefusal(
          'no rows',
          () => learnFrom(selectObservations(task, task.data(), [])),
          'DATA_INSUFFICIENT',
        ),
    },
    {
      name: 'inputs that nothing can be learned from are refused',
      async run() {
        const { x, answers } = task.data();
        for (const { what, x: unusable, codes } of inputs.unusableToLearn(x)) {
          await requireRefusal(what, () => learnFrom({ x: unusable, answers }), ...codes);
        }
      },
    },
    {
      name: 'inputs other than those learned from are refused',
      async run() {
        const { answer } = await learn(task);
        for (const { what, x, codes } of inputs.unusableToAnswer(task.query())) {
          await requireRefusal(what, () => answer(x), ...codes);
        }
      },
    },
    {
      name: 'as many answers as rows are needed to learn from',
      async run() {
        const { x, answers } = task.data();
        if (answers === null) return;
        const short = task.pick(answers, rowNumbers(rows - 1));
        await requireRefusal('too few', () => learnFrom({ x, answers: short }), 'SHAPE_MISMATCH');
        const long = task.pick(answers, [...rowNumbers(rows), 0]);
        await requireRefusal('too many', () => learnFrom({ x, answers: long }), 'SHAPE_MISMATCH');
      },
    },
    {
      name: 'few rows and odd ones give a sound model or a refusal',
      async run() {
        const data = task.data();
        for (const [what, selected] of [
          ['one row', [0]],
          ['two rows', [0, 1]],
          ['one row many times', rowNumbers(rows).map(() => 0)],
        ] as const) {
          await requireSoundOrRefused(what, selectObservations(task, data, selected));
        }
        for (const { what, x } of inputs.odd(data.x)) await requireSoundOrRefused(what, { ...data, x });
        const { answer } = await learn(task);
        for (const { what, x } of inputs.odd(task.query())) {
          const outcome = await resultOrRefusal(what, () => answer(x));
          if ('result' in outcome) requireSound(outcome.result, queryRows, `answers to ${what}`);
        }
      },
    },
  ];

  const { withMissing, reordered } = inputs;
  if (withMissing && missing === 'native') {
    cases.push({
      name: 'missing values are learned from and answered',
      async run() {
        const data = task.data();
        const { answer } = await learnFrom({ ...data, x: withMissing(data.x) });
        requireSound(
          answer(withMissing(task.query())),
          queryRows,
          'learned and answered with missing values',
        );
        requireSound(answer(task.query()), queryRows, 'learned with missing values');
        const whole = await learn(task);
        requireSound(whole.answer(withMissing(task.query())), queryRows, 'answered with missing values');
      },
    });
  } else if (withMissing) {
    cases.push({
      name: 'missing values are refused',
      async run() {
        const data = task.data();
        const holed = { ...data, x: withMissing(data.x) };
        await requireRefusal('fit', () => learnFrom(holed), 'DATA_NOT_FINITE');
        const { answer } = await learn(task);
        await requireRefusal('an answer', () => answer(withMissing(task.query())), 'DATA_NOT_FINITE');
      },
    });
  }
  if (reordered) {
    cases.push({
      name: 'columns in another order are found by their names or refused, never taken for others',
      async run() {
        const { answer } = await learn(task);
        const outcome = await resultOrRefusal('columns reordered', () => answer(reordered(task.query())));
        if ('result' in outcome) requireSame(outcome.result, answer(task.query()), 'answers', 1e-9);
      },
    });
  }
  if (reordered && settings.columnOrderTolerance !== null) {
    const tolerance = settings.columnOrderTolerance;
    cases.push({
      name: 'the order of the columns learned from does not matter',
      async run() {
        const data = task.data();
        const { answer } = await learnFrom({ ...data, x: reordered(data.x) });
        const expected = (await learn(task)).answer(task.query());
        requireSame(answer(reordered(task.query())), expected, 'answers', tolerance);
      },
    });
  }
  return cases;
}

/** What only makes sense of estimators: that they answer. */
export function lessonCase<X extends object, Answers extends Float64Array | Int32Array | null>(
  task: RowTask<X, Answers>,
): ConformanceCase {
  return {
    name: 'it learns: new rows are answered far better than by chance',
    run: async () => task.requireLearned(await learn(task), 'the model'),
  };
}
