import type { ConformanceCase, Create } from '@titans/core/conformance';
import type { RunStatus, Tracker } from '../tracking/tracker.js';
import { requireCode, requireEqual } from './registry-check.js';

/** A tracker for one case. Names of experiments are random, so that it need not be empty. */
export interface TrackerSubject {
  /** The tracker as one more process sees it. */
  open(): Tracker;
  close?(): Promise<void>;
}

/**
 * What every {@link Tracker} must do.
 *
 * @example
 * ```ts
 * import { memoryTracker } from '@titans/models/lifecycle';
 * import { trackerConformance } from '@titans/models/conformance';
 *
 * const tracker = memoryTracker();
 * for (const check of trackerConformance(() => ({ open: () => tracker }))) await check.run();
 * ```
 */
export function trackerConformance(create: Create<TrackerSubject>): readonly ConformanceCase[] {
  const check = (
    name: string,
    run: (tracker: Tracker, experiment: string, subject: TrackerSubject) => Promise<void>,
  ): ConformanceCase => ({
    name,
    async run() {
      const subject = await create();
      try {
        await run(subject.open(), `conformance-${globalThis.crypto.randomUUID()}`, subject);
      } finally {
        await subject.close?.();
      }
    },
  });
  return [
    check('an experiment is made once, and found by its name', async (tracker, name) => {
      const made = await tracker.experiment(name);
      requireEqual({ ...(await tracker.experiment(name)) }, { ...made }, 'experiment');
      const names: string[] = [];
      let cursor: string | null = null;
      do {
        const page: Awaited<ReturnType<Tracker['experiments']>> = await tracker.experiments({
          limit: 100,
          ...(cursor === null ? {} : { cursor }),
        });
        names.push(...page.items.map((experiment) => experiment.name));
        cursor = page.next;
      } while (cursor !== null);
      requireEqual(names.includes(name), true, 'listed');
      await requireCode('NOT_FOUND', tracker.runs(`${name}-no`), 'runs of no experiment');
      await requireCode('INVALID_ARGUMENT', tracker.experiment('a b'), 'a wrong name');
    }),
    check('a run comes back as it was written, by whoever asks', async (tracker, name, subject) => {
      const run = await tracker.start(name, {
        name: 'first',
        params: { seed: 42, deep: true },
        tags: { owner: 'ana' },
      });
      await run.logParams({ rate: 0.1, seed: 42 });
      await run.logMetrics({ accuracy: 0.5, loss: 2 }, { step: 0 });
      await run.logMetrics({ accuracy: 0.75 }, { step: 1 });
      await run.setTags({ owner: 'ben', note: 'ü 😀' });
      const running = await subject.open().run(run.id);
      requireEqual([running.status, running.endedAt], ['running', null], 'status while it runs');
      await run.end();
      const found = await subject.open().run(run.id);
      requireEqual(
        [found.id, found.experiment, found.name, found.status],
        [run.id, name, 'first', 'finished'],
        'identity',
      );
      requireEqual({ ...found.params }, { seed: '42', deep: 'true', rate: '0.1' }, 'params');
      requireEqual(
        found.metrics.map((metric) => [metric.name, metric.value, metric.step]),
        [
          ['accuracy', 0.75, 1],
          ['loss', 2, 0],
        ],
        'metrics',
      );
      requireEqual([found.tags.owner ?? null, found.tags.note ?? null], ['ben', 'ü 😀'], 'tags');
      requireEqual(Date.parse(found.endedAt ?? '') >= Date.parse(found.startedAt), true, 'times');
    }),
    check('every value of a metric is kept, in the order of steps', async (tracker, name) => {
      const run = await tracker.start(name);
      for (const step of [2, 0, 1]) await run.logMetrics({ loss: 1 / (step + 1) }, { step });
      const history = await tracker.metricHistory(run.id, 'loss');
      requireEqual(
        history.map(({ step, value }) => [step, value]),
        [
          [0, 1],
          [1, 1 / 2],
          [2, 1 / 3],
        ],
        'history',
      );
      requireEqual([...(await tracker.metricHistory(run.id, 'other'))].length, 0, 'another metric');
    }),
    check('numbers come back to the last bit', async (tracker, name) => {
      const run = await tracker.start(name);
      const values = { a: 0.1 + 0.2, b: 1e-300, c: -Number.MAX_VALUE, d: 2 ** 53 };
      await run.logMetrics(values);
      const { metrics } = await tracker.run(run.id);
      requireEqual(
        Object.fromEntries(metrics.map((metric) => [metric.name, metric.value])),
        values,
        'values',
      );
    }),
    check('a parameter is written once', async (tracker, name) => {
      const run = await tracker.start(name, { params: { seed: 1 } });
      await run.logParams({ seed: '1' });
      await requireCode('CONFLICT', run.logParams({ seed: 2 }), 'another value');
      requireEqual((await tracker.run(run.id)).params.seed ?? null, '1', 'seed');
    }),
    check('of writers that give a parameter another value one wins', async (tracker, name, subject) => {
      const run = await tracker.start(name);
      const writers = await Promise.all([1, 2, 3, 4].map(() => subject.open().resume(run.id)));
      const outcomes = await Promise.allSettled(writers.map((writer, seed) => writer.logParams({ seed })));
      const winner = outcomes.findIndex(({ status }) => status === 'fulfilled');
      requireEqual(outcomes.filter(({ status }) => status === 'fulfilled').length, 1, 'winners');
      requireEqual((await tracker.run(run.id)).params.seed ?? null, String(winner), 'seed');
    }),
    check('a run that has ended takes nothing but tags', async (tracker, name) => {
      for (const status of ['finished', 'failed', 'killed'] as const satisfies readonly RunStatus[]) {
        const run = await tracker.start(name);
        await run.end(status);
        requireEqual((await tracker.run(run.id)).status, status, 'status');
        await requireCode('CONFLICT', run.logMetrics({ a: 1 }), 'a metric');
        await requireCode('CONFLICT', run.end(), 'a second end');
        await run.setTags({ looked: 'at' });
        requireEqual((await tracker.run(run.id)).tags.looked ?? null, 'at', 'tag');
      }
    }),
    check('files come back byte by byte', async (tracker, name, subject) => {
      const run = await tracker.start(name);
      const bytes = Uint8Array.from({ length: 70_000 }, (_, index) => index % 251);
      await run.logFile('suite/category.bin', bytes);
      await run.logFile('notes.txt', new TextEncoder().encode('old'));
      await run.logFile('notes.txt', new TextEncoder().encode('new'));
      const other = subject.open();
      requireEqual(
        [...(await other.files(run.id))].map((file) => [file.path, file.bytes]).sort(),
        [
          ['notes.txt', 3],
          ['suite/category.bin', 70_000],
        ],
        'files',
      );
      const read = await other.file(run.id, 'suite/category.bin');
      requireEqual(
        read.length === bytes.length && read.every((byte, at) => byte === bytes[at]),
        true,
        'bytes',
      );
      requireEqual(new TextDecoder().decode(await other.file(run.id, 'notes.txt')), 'new', 'text');
      await requireCode('NOT_FOUND', other.file(run.id, 'none.txt'), 'no file');
      await requireCode('INVALID_ARGUMENT', run.logFile('../outside', bytes), 'a path outside');
    }),
    check('runs are listed newest first, page by page', async (tracker, name) => {
      const ids: string[] = [];
      for (let index = 0; index < 3; index++) {
        const run = await tracker.start(name, { name: `run-${index}` });
        ids.push(run.id);
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      const first = await tracker.runs(name, { limit: 2 });
      const second = await tracker.runs(name, { limit: 2, cursor: first.next ?? '' });
      requireEqual(
        [...first.items, ...second.items].map(({ id }) => id),
        ids.toReversed(),
        'order',
      );
      requireEqual([first.next === null, second.next], [false, null], 'next');
    }),
    check('another process may go on with a run', async (tracker, name, subject) => {
      const { id } = await tracker.start(name);
      const resumed = await subject.open().resume(id);
      await resumed.logMetrics({ accuracy: 1 });
      await resumed.end();
      requireEqual((await tracker.run(id)).status, 'finished', 'status');
      await requireCode('NOT_FOUND', tracker.resume('0'.repeat(32)), 'no run');
      await requireCode('NOT_FOUND', tracker.run('not an id'), 'no id');
    }),
    check('what cannot be kept is refused', async (tracker, name) => {
      const run = await tracker.start(name);
      await requireCode('INVALID_ARGUMENT', run.logParams({ 'a\nb': 1 }), 'a name of a parameter');
      await requireCode('INVALID_ARGUMENT', run.logParams({ long: 'x'.repeat(6_001) }), 'a long value');
      for (const path of ['a//b', '/a', 'a/', '..', 'a/../b', './a']) {
        await requireCode('INVALID_ARGUMENT', run.logMetrics({ [path]: 1 }), `a metric named ${path}`);
      }
      for (const text of ['\0', '\ud83d']) {
        await requireCode('INVALID_ARGUMENT', run.logParams({ a: text }), JSON.stringify(text));
        await requireCode('INVALID_ARGUMENT', run.setTags({ a: text }), JSON.stringify(text));
        await requireCode('INVALID_ARGUMENT', tracker.start(name, { name: text }), JSON.stringify(text));
      }
      const hostile = JSON.parse('{"__proto__":"x"}') as Record<string, string>;
      await requireCode('INVALID_ARGUMENT', run.logParams(hostile), 'a parameter named __proto__');
      await requireCode('INVALID_ARGUMENT', run.setTags(hostile), 'a tag named __proto__');
      const unended = 'running' as RunStatus as 'finished';
      await requireCode('INVALID_ARGUMENT', run.end(unended), 'an end that is none');
      await requireCode('INVALID_ARGUMENT', run.logMetrics({ a: 1 }, { step: 0.5 }), 'half a step');
      await requireCode('INVALID_ARGUMENT', tracker.runs(name, { limit: 0 }), 'no limit');
    }),
  ];
}
