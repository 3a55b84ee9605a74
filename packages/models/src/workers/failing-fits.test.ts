import type { Progress } from '@titans/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { friedman } from '../estimators/testing/friedman.js';
import { gradientBoosting } from '../estimators/trees/gradient-boosting.js';
import { gradientBoostingClassifier } from '../estimators/trees/gradient-boosting-classifier.js';
import { artifactDigest } from './testing/artifact-digest.js';
import { type BuiltProgram, buildProgram } from './testing/built-program.js';
import { type ClosableWorkerPool, workerPool } from './worker-pool.js';

const { x, target, labels } = friedman(0, 400);
const classes = ['low', 'middle', 'high'];
const classifier = gradientBoostingClassifier({ rounds: 8 });

let program: BuiltProgram;
let workers: ClosableWorkerPool;
beforeAll(async () => {
  program = await buildProgram();
  workers = workerPool({ threads: 2, minWorkMs: 0, program: program.url });
});
afterAll(async () => {
  await workers.close();
  program.remove();
});

test('a signal raised between two rounds ends the fit, and the next one is whole', async () => {
  const alone = await artifactDigest(await classifier.fit(x, labels, classes));
  const abort = new AbortController();
  const reports: Progress[] = [];
  const onProgress = (report: Progress): void => {
    reports.push(report);
    abort.abort();
  };
  const ended = classifier.fit(x, labels, classes, { workers, signal: abort.signal, onProgress });
  await expect(ended).rejects.toMatchObject({ code: 'ABORTED' });
  expect(reports).toHaveLength(1);
  expect(await artifactDigest(await classifier.fit(x, labels, classes, { workers }))).toBe(alone);
});

test('progress counts the rounds', async () => {
  const done: number[] = [];
  await classifier.fit(x, labels, classes, { workers, onProgress: (report) => done.push(report.done) });
  expect(done).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
});

test('what a fit refuses has the same code in threads', async () => {
  const many = {
    ...x,
    features: x.features.map((feature, index) =>
      index === 0 ? { ...feature, kind: 'categorical' as const } : feature,
    ),
    columns: x.columns.map((column, index) => (index === 0 ? column.map((_, row) => row) : column)),
  };
  const huge = target.map((value) => value * 1e305);
  for (const options of [{}, { workers }]) {
    await expect(gradientBoosting().fit(many, target, options)).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      details: { column: 'f0' },
    });
    await expect(gradientBoosting().fit(x, huge, options)).rejects.toMatchObject({ code: 'DATA_NOT_FINITE' });
  }
});

test('a thread that dies while another waits for it ends the fit, and the pool goes on', async () => {
  const inline = (text: string): string => `data:text/javascript,${encodeURIComponent(text)}`;
  // Listens before the program does, so that the thread is gone before it meets the other.
  const death = inline(`
    import { parentPort } from 'node:worker_threads';
    parentPort.on('message', ({ rank, input }) => {
      if (rank === 1 && input.plan.seed === 13) process.exit(1);
    });
  `);
  const mortal = new URL(
    inline(`import ${JSON.stringify(death)}; import ${JSON.stringify(program.url.href)};`),
  );
  await using pool = workerPool({ threads: 2, minWorkMs: 0, program: mortal });
  await expect(classifier.fit(x, labels, classes, { workers: pool, seed: 13 })).rejects.toMatchObject({
    code: 'WORKER_LOST',
    details: { exitCode: 1 },
  });
  const after = await artifactDigest(await classifier.fit(x, labels, classes, { workers: pool, seed: 1 }));
  expect(after).toBe(await artifactDigest(await classifier.fit(x, labels, classes, { seed: 1 })));
});
