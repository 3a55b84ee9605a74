import type { Progress } from '@titans/core';
import type { ConformanceCase } from '@titans/core/conformance';
import { type LearningTask, learn } from './learner.js';
import { requireRefusal, requireSame, requireThat } from './require-that.js';

/** Long work can be watched and ended. */
export function workCases<Data extends object, Query extends object>(
  task: LearningTask<Data, Query>,
): readonly ConformanceCase[] {
  return [
    {
      name: 'a signal that is raised already ends the fit',
      run: () =>
        requireRefusal('fit', () => learn(task, { signal: AbortSignal.abort(new Error('stop')) }), 'ABORTED'),
    },
    {
      name: 'a signal raised while it learns ends the fit',
      async run() {
        const abort = new AbortController();
        const onProgress = (): void => abort.abort();
        await requireRefusal('fit', () => learn(task, { signal: abort.signal, onProgress }), 'ABORTED');
      },
    },
    {
      name: 'progress is reported, forwards and no further than its end',
      async run() {
        const reports: Progress[] = [];
        await learn(task, { onProgress: (report) => reports.push(report) });
        requireThat(reports.length > 0, () => 'onProgress was never called.');
        const last = new Map<string, number>();
        for (const { stage, done, total = Number.POSITIVE_INFINITY } of reports) {
          requireThat(stage !== '', () => 'A report has no stage.');
          requireThat(done >= 0 && done <= total, () => `${stage}: ${done} of ${total} are done.`);
          requireThat(done >= (last.get(stage) ?? 0), () => `${stage}: progress went back to ${done}.`);
          last.set(stage, done);
        }
      },
    },
    {
      name: 'an exception in onProgress ends the fit and is passed on',
      async run() {
        const reason = new RangeError('enough');
        const onProgress = (): never => {
          throw reason;
        };
        const outcome = await learn(task, { onProgress }).then(
          () => 'a model',
          (error: unknown) => error,
        );
        const isPassedOn = outcome === reason || (outcome instanceof Error && outcome.cause === reason);
        requireThat(isPassedOn, () => `Expected the exception, got ${String(outcome)}.`);
      },
    },
    {
      name: 'being watched changes nothing',
      async run() {
        const expected = (await learn(task)).answer(task.query());
        const watched = { signal: new AbortController().signal, onProgress: () => {} };
        requireSame((await learn(task, watched)).answer(task.query()), expected, 'answers');
      },
    },
  ];
}
