import { availableParallelism } from 'node:os';
import { pathToFileURL } from 'node:url';
import { isTitansError, type Progress } from '@titans/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SharedJob } from '../estimators/parallel/worker-pool.js';
import { friedman } from '../estimators/testing/friedman.js';
import { randomForest } from '../estimators/trees/random-forest.js';
import { artifactDigest } from './testing/artifact-digest.js';
import { type BuiltProgram, buildProgram } from './testing/built-program.js';
import { type ClosableWorkerPool, workerPool } from './worker-pool.js';

const { x, target } = friedman(0, 800);
const forest = randomForest({ trees: 12 });

let program: BuiltProgram;
beforeAll(async () => {
  program = await buildProgram();
});
afterAll(() => program.remove());

/** A program that is no more than its text; `share` is what it was asked to do. */
function scripted(text: string): URL {
  return new URL(
    `data:text/javascript,${encodeURIComponent(`
      import { parentPort, threadId } from 'node:worker_threads';
      parentPort.on('message', (share) => { ${text} });
    `)}`,
  );
}

const job = (over: Partial<SharedJob> = {}): SharedJob => ({
  name: 'any',
  stage: 'testing',
  threads: 2,
  input: null,
  onMessage: () => undefined,
  ...over,
});

/** A pool of two threads, and how many jobs it ran. */
function countingPool(): {
  readonly pool: ClosableWorkerPool;
  readonly workers: ClosableWorkerPool;
  jobs: number;
} {
  const pool = workerPool({ threads: 2, minWorkMs: 0, program: program.url });
  const counted = {
    pool,
    jobs: 0,
    workers: {
      ...pool,
      run(asked: SharedJob) {
        counted.jobs++;
        return pool.run(asked);
      },
    },
  };
  return counted;
}

describe('options', () => {
  test('there are as many threads as processors, and short fits are not shared, unless told', async () => {
    await using pool = workerPool({ program: program.url });
    expect([pool.threads, pool.minWorkMs]).toEqual([availableParallelism(), 200]);
  });

  test.each([
    { threads: 0 },
    { threads: 1.5 },
    { threads: 257 },
    { minWorkMs: -1 },
    { minWorkMs: Number.NaN },
    { keepIdleMs: -1 },
  ])('%j is refused', (options) => {
    expect(() => workerPool({ ...options, program: program.url })).toThrow(
      expect.objectContaining({ code: 'INVALID_ARGUMENT' }),
    );
  });

  test('a program that is not there is named, with what to do', () => {
    const missing = pathToFileURL('/nowhere/program.js');
    expect(() => workerPool({ program: missing })).toThrow(
      expect.objectContaining({ code: 'SOURCE_NOT_FOUND', message: expect.stringContaining('bundle') }),
    );
  });
});

test.each([
  ['kept between jobs', undefined, true],
  ['ended once they have had no work for as long as told', 1, false],
] as const)('threads are %s', async (_, keepIdleMs, areSame) => {
  const told = scripted(`
    parentPort.postMessage({ type: 'said', message: threadId });
    parentPort.postMessage({ type: 'done' });
  `);
  await using pool = workerPool({
    threads: 2,
    program: told,
    ...(keepIdleMs === undefined ? {} : { keepIdleMs }),
  });
  const heard: unknown[][] = [];
  for (let round = 0; round < 2; round++) {
    const ids: unknown[] = [];
    await pool.run(job({ onMessage: (id) => ids.push(id) }));
    heard.push(ids);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const [first, second] = heard;
  expect(second?.map((id) => first?.includes(id))).toEqual([areSame, areSame]);
});

describe('sharing', () => {
  test('a fit that is worth it runs in the threads, one that is not in this one', async () => {
    const counted = countingPool();
    await using _ = counted.pool;
    await forest.fit(x, target, { workers: counted.workers });
    expect(counted.jobs).toBe(1);
    await forest.fit(x, target, { workers: { ...counted.workers, minWorkMs: 60_000 } });
    expect(counted.jobs).toBe(1);
  });

  test('fits at the same time wait for one another and learn what each would alone', async () => {
    await using workers = workerPool({ threads: 2, minWorkMs: 0, program: program.url });
    const seeds = [1, 2, 3];
    const together = await Promise.all(seeds.map((seed) => forest.fit(x, target, { seed, workers })));
    const alone = await Promise.all(seeds.map((seed) => forest.fit(x, target, { seed })));
    expect(await Promise.all(together.map(artifactDigest))).toEqual(
      await Promise.all(alone.map(artifactDigest)),
    );
  });

  test('progress counts every tree once', async () => {
    await using workers = workerPool({ threads: 2, minWorkMs: 0, program: program.url });
    const reports: Progress[] = [];
    await forest.fit(x, target, { workers, onProgress: (report) => reports.push(report) });
    expect(reports.map(({ done, total }) => `${done}/${total}`)).toEqual(
      Array.from({ length: 12 }, (_, index) => `${index + 1}/12`),
    );
  });
});

describe('an end before the end', () => {
  test.each([1, 2])(
    'a signal raised while %i threads work ends the fit, and the next one is whole',
    async (threads) => {
      await using workers = workerPool({ threads, minWorkMs: 0, program: program.url });
      const abort = new AbortController();
      const onProgress = (): void => abort.abort(new Error('enough'));
      const ended = forest.fit(x, target, { workers, signal: abort.signal, onProgress });
      await expect(ended).rejects.toMatchObject({ code: 'ABORTED', cause: { message: 'enough' } });
      const after = await forest.fit(x, target, { workers });
      expect(after.predict(x)).toEqual((await forest.fit(x, target)).predict(x));
    },
  );

  test('a signal raised while a job waits for threads ends it before it begins', async () => {
    await using pool = workerPool({
      threads: 1,
      program: scripted('setTimeout(() => parentPort.postMessage({ type: "done" }), 50)'),
    });
    const abort = new AbortController();
    const first = pool.run(job());
    const second = pool.run(job({ signal: abort.signal }));
    const third = pool.run(job());
    abort.abort();
    await expect(second).rejects.toMatchObject({ code: 'ABORTED' });
    await Promise.all([first, third]);
  });

  test('what onProgress throws ends the fit and is passed on', async () => {
    await using workers = workerPool({ threads: 2, minWorkMs: 0, program: program.url });
    const reason = new RangeError('enough');
    const onProgress = (): never => {
      throw reason;
    };
    await expect(forest.fit(x, target, { workers, onProgress })).rejects.toBe(reason);
  });

  test('closing the pool cancels what runs, and no job is taken after it', async () => {
    const workers = workerPool({ threads: 2, minWorkMs: 0, program: program.url });
    let closing: Promise<void> | undefined;
    const onProgress = (): void => {
      closing ??= workers.close();
    };
    await expect(forest.fit(x, target, { workers, onProgress })).rejects.toMatchObject({ code: 'ABORTED' });
    await closing;
    await expect(forest.fit(x, target, { workers })).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    await workers.close();
  });
});

describe('threads that fail', () => {
  test('one that ends is an error, also where others wait for it, and is replaced', async () => {
    const text = `
      if (share.input === 'die' && share.rank === 1) process.exit(7);
      if (share.input === 'die') while (Atomics.load(share.memory, 0) === 0) Atomics.wait(share.memory, 2, 0);
      parentPort.postMessage({ type: 'said', message: share.rank });
      parentPort.postMessage({ type: 'done' });
    `;
    await using pool = workerPool({ threads: 2, program: scripted(text) });
    const lost = await pool.run(job({ input: 'die' })).catch((error: unknown) => error);
    expect(isTitansError(lost, 'WORKER_LOST') && lost.details.exitCode).toBe(7);
    const heard: unknown[] = [];
    await pool.run(job({ onMessage: (message) => heard.push(message) }));
    expect(heard.sort()).toEqual([0, 1]);
  });

  test('one whose program cannot be read is an error', async () => {
    await using pool = workerPool({
      threads: 2,
      program: new URL('data:text/javascript,import "no-such-package"'),
    });
    await expect(pool.run(job())).rejects.toMatchObject({ code: 'WORKER_LOST' });
    await expect(pool.run(job())).rejects.toMatchObject({ code: 'WORKER_LOST' });
  });

  test('what a thread throws arrives with its code and details', async () => {
    await using pool = workerPool({ threads: 2, program: program.url });
    await expect(pool.run(job({ name: 'no such job' }))).rejects.toMatchObject({
      code: 'INTERNAL',
      message: expect.stringContaining('no such job'),
    });
    const error = { code: 'DATA_NOT_FINITE', message: 'Too large.', details: { row: 3 }, stack: 'there' };
    const text = `parentPort.postMessage({ type: 'failed', error: ${JSON.stringify(error)} });`;
    await using failing = workerPool({ threads: 2, program: scripted(text) });
    const failure = await failing.run(job()).catch((thrown: unknown) => thrown);
    expect(isTitansError(failure, 'DATA_NOT_FINITE') && failure.details).toEqual({ row: 3 });
  });

  test('what cannot be sent is an error, and the threads stay', async () => {
    await using pool = workerPool({
      threads: 2,
      program: scripted('parentPort.postMessage({ type: "done" })'),
    });
    await expect(pool.run(job({ input: () => 1 }))).rejects.toThrow('could not be cloned');
    await pool.run(job());
  });
});
