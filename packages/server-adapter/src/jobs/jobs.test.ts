import { memoryArtifactStore, memoryKeyValueStore, memoryQueue, type Queue, TitansError } from '@titans/core';
import { batchTasks } from '@titans/core/contract';
import { describe, expect, test } from 'vitest';
import { silentLogger } from '../logging/logger.js';
import { type JobRecord, parseRecord } from './job-record.js';
import type { AnswerJobRows } from './job-runner.js';
import { type CheckedJobSettings, readJobSettings } from './job-settings.js';
import { type Jobs, openJobs } from './jobs.js';

const answer: AnswerJobRows = async (_job, rows, firstIndex) =>
  rows.map((row, offset) =>
    row.kind === 'value' && row.value === 'wrong'
      ? { transaction_id: 'w', status: 'failed' as const, error: 'wrong', code: 'REQUEST_INVALID' }
      : { transaction_id: `t${firstIndex + offset}`, status: 'success' as const, predictions },
  );
const predictions = {
  ...{ category: 'food', confidence: 0.9, abstained: false, amount: -5, is_anomaly: false },
  ...{ amount_range: { min: -6, max: -4 }, anomaly_score: 0.1, risk_level: 'low' as const },
};

interface Setup {
  readonly answerRows?: AnswerJobRows;
  readonly settings?: Partial<CheckedJobSettings>;
  readonly store?: ReturnType<typeof memoryKeyValueStore>;
  readonly now?: () => number;
  readonly onChanged?: (record: JobRecord) => void;
}

function open({ answerRows = answer, settings, now = Date.now, ...rest }: Setup = {}): Jobs {
  return openJobs({
    settings: { ...readJobSettings(), ...settings },
    store: rest.store ?? memoryKeyValueStore({ now }),
    clock: { now },
    logger: silentLogger,
    answerRows,
    onChanged: rest.onChanged ?? (() => undefined),
  });
}

async function until(jobs: Jobs, id: string, state: JobRecord['state']): Promise<JobRecord> {
  for (let tries = 0; tries < 2_000; tries++) {
    const record = await jobs.status('a', id);
    if (record.state === state) return record;
    await new Promise<void>((resolve) => setTimeout(resolve, 1));
  }
  throw new Error(`The job did not become ${state}.`);
}

async function linesOf(jobs: Jobs, id: string): Promise<readonly { index: number; status: string }[]> {
  let text = '';
  for await (const piece of await jobs.results('a', id)) text += piece;
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

const rows = (count: number): readonly unknown[] => Array.from({ length: count }, (_, index) => index);
/** A queue that hands nothing on, as if the process that took the message had died. */
function silentQueue(): Queue {
  const queue = memoryQueue();
  return { ...queue, consume: () => async () => undefined };
}

describe('a job', () => {
  test('gives one line for each row, in order, and counts those that failed', async () => {
    const seen: (readonly [string, number])[] = [];
    const jobs = open({ onChanged: ({ state, done }) => void seen.push([state, done]) });
    const { id } = await jobs.start('a', 'key', [...rows(1_199), 'wrong'], batchTasks);
    const ended = await until(jobs, id, 'succeeded');
    expect(ended).toMatchObject({ done: 1_200, total: 1_200, failed: 1, error: null });
    const lines = await linesOf(jobs, id);
    expect(lines.map(({ index }) => index)).toEqual(rows(1_200));
    expect(lines.filter(({ status }) => status === 'failed').map(({ index }) => index)).toEqual([1_199]);
    expect(seen).toEqual([
      ['queued', 0],
      ['running', 0],
      ['running', 500],
      ['running', 1_000],
      ['running', 1_200],
      ['succeeded', 1_200],
    ]);
    await jobs.stop();
  });

  test('is as if it were not there for other tenants, and for names that are none', async () => {
    const jobs = open();
    const { id } = await jobs.start('a', 'key', rows(1), batchTasks);
    for (const [tenant, name] of [
      ['b', id],
      ['a', 'unknown'],
      ['a', `${id}x`],
      ['a', '../b'],
    ] as const) {
      for (const ask of [jobs.status, jobs.cancel, jobs.results]) {
        await expect(ask(tenant, name)).rejects.toMatchObject({ code: 'NOT_FOUND' });
      }
    }
    await jobs.stop();
  });

  test('that is cancelled stops, and is forgotten when it is cancelled again', async () => {
    const artifacts = memoryArtifactStore();
    const jobs = open({
      settings: { artifacts },
      answerRows: () => new Promise((resolve) => setTimeout(() => resolve([]), 5)),
    });
    const { id } = await jobs.start('a', 'key', rows(10_000), batchTasks);
    await until(jobs, id, 'running');
    expect(await jobs.cancel('a', id)).toMatchObject({ state: 'cancelled' });
    await expect(jobs.results('a', id)).rejects.toMatchObject({ code: 'CONFLICT' });
    const { done } = await jobs.status('a', id);
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(await jobs.status('a', id)).toMatchObject({ state: 'cancelled', done });
    expect(await artifacts.list()).toEqual([]);
    expect(await jobs.cancel('a', id)).toMatchObject({ state: 'cancelled' });
    await expect(jobs.status('a', id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await jobs.stop();
  });

  test('that is cancelled between a write and its reading stays cancelled, and leaves nothing behind', async () => {
    const inner = memoryKeyValueStore();
    const artifacts = memoryArtifactStore();
    const other = open({ store: inner, settings: { artifacts, queue: silentQueue() } });
    const store: typeof inner = {
      ...inner,
      async compareAndSet(key, expected, value, options) {
        const isWritten = await inner.compareAndSet(key, expected, value, options);
        if (value.includes('"done":500')) await other.cancel('a', (JSON.parse(value) as JobRecord).id);
        return isWritten;
      },
    };
    const states: string[] = [];
    const jobs = open({ store, settings: { artifacts }, onChanged: ({ state }) => void states.push(state) });
    const { id } = await jobs.start('a', 'key', rows(2_000), batchTasks);
    await until(jobs, id, 'cancelled');
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await jobs.status('a', id)).toMatchObject({ state: 'cancelled', done: 500 });
    expect(await artifacts.list()).toEqual([]);
    expect(states).not.toContain('succeeded');
    await jobs.stop();
    await other.stop();
  });

  test('waits only with so many others of its tenant, and leaves nothing behind where it may not', async () => {
    const artifacts = memoryArtifactStore();
    const jobs = open({ settings: { maxWaiting: 2, queue: silentQueue(), artifacts } });
    await jobs.start('a', 'key', rows(1), batchTasks);
    await jobs.start('a', 'key', rows(1), batchTasks);
    await expect(jobs.start('a', 'key', rows(1), batchTasks)).rejects.toMatchObject({
      code: 'RATE_LIMITED',
      details: { headers: { 'retry-after': '10' } },
    });
    expect(await artifacts.list()).toHaveLength(2);
    await jobs.start('b', 'key', rows(1), batchTasks);
    await jobs.stop();
  });

  test('that ended is kept with so many others and for so long', async () => {
    const artifacts = memoryArtifactStore();
    let now = 0;
    const jobs = open({ settings: { maxKept: 2, artifacts }, now: () => now });
    const ids: string[] = [];
    for (let count = 0; count < 3; count++) {
      const { id } = await jobs.start('a', 'key', rows(1), batchTasks);
      await until(jobs, id, 'succeeded');
      ids.push(id);
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect((await artifacts.list()).map((name) => name.split('/')[2])).toEqual([...ids.slice(1)].sort());
    now += 25 * 3_600_000;
    await expect(jobs.status('a', ids[2] as string)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await jobs.stop();
  });
});

describe('a worker that is lost', () => {
  test('loses its job to another when its lease is over, which goes on where the results end', async () => {
    const store = memoryKeyValueStore();
    const shared = { artifacts: memoryArtifactStore(), leaseMs: 60_000 };
    let now = 1_000_000;
    const begun: number[] = [];
    // The first worker answers one part and hangs for ever.
    const first = open({
      store,
      settings: shared,
      now: () => now,
      answerRows: async (job, some, from, signal) => {
        if (from >= 500) await new Promise(() => undefined);
        return answer(job, some, from, signal);
      },
    });
    const { id } = await first.start('a', 'key', rows(1_100), batchTasks);
    for (let done = 0; done < 500; ) {
      done = (await first.status('a', id)).done;
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    const second = open({
      store,
      settings: { ...shared, queue: memoryQueue() },
      now: () => now,
      answerRows: async (job, some, from, signal) => {
        begun.push(from);
        return answer(job, some, from, signal);
      },
    });
    now += 59_000;
    await second.recover();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(begun).toEqual([]);
    now += 2_000;
    await second.recover();
    const ended = await until(second, id, 'succeeded');
    expect(ended).toMatchObject({ done: 1_100, attempts: 2 });
    expect(begun[0]).toBe(500);
    expect((await linesOf(second, id)).map(({ index }) => index)).toEqual(rows(1_100));
    await second.stop();
  });

  test('cannot put anything down any more', async () => {
    const store = memoryKeyValueStore();
    const shared = { artifacts: memoryArtifactStore(), leaseMs: 1_000 };
    let now = 1_000_000;
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const slow = open({
      store,
      settings: shared,
      now: () => now,
      answerRows: async (job, some, from, signal) => {
        await held;
        return answer(job, some, from, signal);
      },
    });
    const { id } = await slow.start('a', 'key', rows(10), batchTasks);
    await until(slow, id, 'running');
    now += 1_500;
    const changes: string[] = [];
    const quick = open({
      store,
      settings: { ...shared, queue: memoryQueue() },
      now: () => now,
      onChanged: ({ state }) => void changes.push(state),
    });
    await quick.recover();
    await until(quick, id, 'succeeded');
    release();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await quick.status('a', id)).toMatchObject({ state: 'succeeded', attempts: 2 });
    expect(changes.filter((state) => state === 'succeeded')).toEqual(['succeeded']);
    await slow.stop();
    await quick.stop();
  });

  test('four times over makes the job fail', async () => {
    let now = 1_000_000;
    const store = memoryKeyValueStore();
    const failing: AnswerJobRows = () => Promise.reject(new TitansError('DATABASE_UNAVAILABLE', 'secret'));
    const jobs = open({ store, answerRows: failing, now: () => now });
    const { id } = await jobs.start('a', 'key', rows(1), batchTasks);
    for (let tries = 0; tries < 3; tries++) {
      await until(jobs, id, 'queued');
      now += 60_000;
      await jobs.recover();
    }
    const ended = await until(jobs, id, 'failed');
    expect(ended).toMatchObject({ attempts: 4, error: 'The database cannot be reached or opened.' });
    await jobs.stop();
  });
});

test('a service that stops puts its job back, and the next one finishes it', async () => {
  const store = memoryKeyValueStore();
  const artifacts = memoryArtifactStore();
  const slow: AnswerJobRows = async (job, some, from, signal) => {
    await new Promise((resolve) => setTimeout(resolve, 2));
    return answer(job, some, from, signal);
  };
  const first = open({ store, settings: { artifacts }, answerRows: slow });
  const { id } = await first.start('a', 'key', rows(700), batchTasks);
  await until(first, id, 'running');
  await first.stop();
  expect(await first.status('a', id)).toMatchObject({ state: 'queued', lease: null, attempts: 0 });
  const second = open({ store, settings: { artifacts, queue: memoryQueue() } });
  await second.recover();
  await until(second, id, 'succeeded');
  expect(await linesOf(second, id)).toHaveLength(700);
  await second.stop();
});

test('a job that an earlier release began, which asked for everything, is one about every task', async () => {
  const store = memoryKeyValueStore();
  const jobs = open({ store, settings: { queue: silentQueue() } });
  const { id } = await jobs.start('a', 'key', rows(3), ['amount']);
  const kept = (await store.get(`titans:jobs:a:${id}`))?.value as string;
  expect(parseRecord(kept).tasks).toEqual(['amount']);
  const { tasks: _, ...before } = JSON.parse(kept) as Record<string, unknown>;
  expect(parseRecord(JSON.stringify(before)).tasks).toEqual(['category', 'amount', 'anomaly']);
  await jobs.stop();
});
