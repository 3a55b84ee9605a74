import { isDeepStrictEqual } from 'node:util';
import { encodeArtifact } from '@titans/core';
import type { ConformanceCase } from '@titans/core/conformance';
import { type LearningTask, learn } from './learner.js';
import { asViews, firstUnfrozen, overwrite } from './plain-data.js';
import { requireSame, requireSameBytes, requireThat } from './require-that.js';

/** Determinism and purity: what is learned depends on data, parameters and seed alone, and nothing is changed. */
export function learningCases<Data extends object, Query extends object>(
  task: LearningTask<Data, Query>,
): readonly ConformanceCase[] {
  return [
    {
      name: 'the same seed and data give the same model, bit for bit',
      async run() {
        const [first, second] = [await learn(task, { seed: 42 }), await learn(task, { seed: 42 })];
        requireSame(second.answer(task.query()), first.answer(task.query()), 'answers');
        const bytes = await encodeArtifact(first.fitted.toArtifact());
        requireSameBytes(await encodeArtifact(second.fitted.toArtifact()), bytes, 'artifacts');
      },
    },
    {
      name: 'without a seed the seed is 0',
      async run() {
        const learner = await task.create();
        const told = await learner.learn(task.data(), { seed: 0 });
        const untold = await learner.learn(task.data());
        requireSame(untold.answer(task.query()), told.answer(task.query()), 'answers');
      },
    },
    {
      name: 'an estimator learns nothing for its next fit, nor from one that runs at the same time',
      async run() {
        const expected = (await learn(task)).answer(task.query());
        const learner = await task.create();
        const [, during] = await Promise.all([
          learner.learn(task.otherData(), { seed: 9 }),
          learner.learn(task.data(), { seed: 1 }),
          learner.learn(task.otherData(), { seed: 8 }),
        ]);
        requireSame(during.answer(task.query()), expected, 'answers after fits at the same time');
        const after = await learner.learn(task.data(), { seed: 1 });
        requireSame(after.answer(task.query()), expected, 'answers after other fits');
        requireSame(during.answer(task.query()), expected, 'answers of the earlier model');
      },
    },
    {
      name: 'what is given is not changed',
      async run() {
        const [data, query] = [task.data(), task.query()];
        const learner = await task.create();
        const { answer } = await learner.learn(data, Object.freeze({ seed: 1 }));
        answer(query);
        requireThat(isDeepStrictEqual(data, task.data()), () => 'fit changed its input.');
        requireThat(isDeepStrictEqual(query, task.query()), () => 'An answer changed its input.');
      },
    },
    {
      name: 'nothing that was given is kept',
      async run() {
        const data = task.data();
        const learner = await task.create();
        const { answer, fitted } = await learner.learn(data, { seed: 1 });
        const before = answer(task.query());
        const bytes = await encodeArtifact(fitted.toArtifact());
        overwrite(data);
        requireSame(answer(task.query()), before, 'answers after the training data were overwritten');
        requireSameBytes(await encodeArtifact(fitted.toArtifact()), bytes, 'artifacts');
      },
    },
    {
      name: 'answering changes nothing',
      async run() {
        const { answer } = await learn(task);
        const query = task.query();
        const first = answer(query);
        const expected = first.slice();
        overwrite(query);
        requireSame(first, expected, 'answers after the query was overwritten');
        overwrite(first);
        requireSame(answer(task.query()), expected, 'answers after the first were overwritten');
      },
    },
    {
      name: 'parts of larger buffers are taken as those parts',
      async run() {
        const expected = (await learn(task)).answer(task.query());
        const learner = await task.create();
        const { answer } = await learner.learn(asViews(task.data()), { seed: 1 });
        requireSame(answer(asViews(task.query())), expected, 'answers');
      },
    },
    {
      name: 'the estimator has a name, and what it learned is frozen',
      async run() {
        const { name } = await task.create();
        requireThat(typeof name === 'string' && name.trim() !== '', () => 'The name is empty.');
        const { fitted } = await learn(task);
        const open = firstUnfrozen(fitted, 'fitted');
        requireThat(open === null, () => `${open} can be changed: freeze it.`);
      },
    },
  ];
}
