import { describe, expect, test } from 'vitest';
import { extract } from '../extract/extract.js';
import { memoryLoader } from '../load/memory-loader.js';
import { type Pipeline, pipeline } from './pipeline.js';
import type { PipelineReport } from './report.js';
import { processScheduler, type Scheduler, schedule } from './schedule.js';

const source = {
  name: 'bank.csv',
  bytes: Buffer.from('Date,Description,Amount\n2024-01-01,Tea,-2.00\n2024-01-02,Rent,-900.00\n'),
};

/** Ticks when the test says so. */
function manualScheduler(): Scheduler & { tick(): void; isStopped(): boolean } {
  let ticks: () => void = () => {};
  let stopped = false;
  return {
    start(_pattern, _timeZone, tick) {
      ticks = tick;
      return {
        nextTick: () => new Date(0),
        stop: () => {
          stopped = true;
        },
      };
    },
    tick: () => ticks(),
    isStopped: () => stopped,
  };
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await nextTurn();
}

describe('a schedule', () => {
  test('runs the pipeline at each tick, and by itself leaves out what was loaded', async () => {
    const scheduler = manualScheduler();
    const reports: PipelineReport[] = [];
    const errors: unknown[] = [];
    const nightly = schedule(pipeline({ extract: extract(source), load: memoryLoader() }), '0 4 * * *', {
      scheduler,
      onReport: (report) => reports.push(report),
      onError: (error) => errors.push(error),
    });
    for (const runs of [1, 2]) {
      scheduler.tick();
      await until(() => reports.length === runs);
    }
    expect(errors).toEqual([]);
    expect(reports.map(({ rows }) => rows.loaded)).toEqual([2, 0]);
    expect(reports[1]?.skippedSources.map(({ name }) => name)).toEqual(['bank.csv']);
    await nightly.stop();
    expect(scheduler.isStopped()).toBe(true);
    expect(nightly.nextRun()).toBe(null);
    scheduler.tick();
    await nextTurn();
    expect(reports).toHaveLength(2);
  });

  test('leaves out a time that comes while a run goes on, and cancels the run when it is stopped', async () => {
    const scheduler = manualScheduler();
    let runs = 0;
    const errors: unknown[] = [];
    const endless: Pipeline = {
      name: 'endless',
      run: ({ signal } = {}) =>
        new Promise((_resolve, reject) => {
          runs++;
          signal?.addEventListener('abort', () => reject(signal.reason));
        }),
    };
    const job = schedule(endless, '* * * * *', { scheduler, onError: (error) => errors.push(error) });
    scheduler.tick();
    scheduler.tick();
    expect([runs, job.isRunning()]).toEqual([1, true]);
    await job.stop();
    expect([errors.length, job.isRunning()]).toEqual([1, false]);
  });

  test('goes on after a run that failed', async () => {
    const scheduler = manualScheduler();
    const errors: unknown[] = [];
    const failing = pipeline({ extract: extract('there is no such file.csv'), load: memoryLoader() });
    const job = schedule(failing, '* * * * *', { scheduler, onError: (error) => errors.push(error) });
    for (const failures of [1, 2]) {
      scheduler.tick();
      await until(() => errors.length === failures);
    }
    expect(errors).toEqual([
      expect.objectContaining({ code: 'SOURCE_NOT_FOUND' }),
      expect.objectContaining({ code: 'SOURCE_NOT_FOUND' }),
    ]);
    await job.stop();
  });
});

describe('the scheduler of the process', () => {
  test('reads the pattern in its time zone', () => {
    const timer = processScheduler.start('30 9 * * *', 'Asia/Kolkata', () => {});
    // 9:30 in Kolkata, five and a half hours ahead of UTC the whole year.
    expect(timer.nextTick()?.toISOString().slice(11, 16)).toBe('04:00');
    timer.stop();
    expect(timer.nextTick()).toBe(null);
  });

  test('ticks', async () => {
    let ticks = 0;
    const timer = processScheduler.start('* * * * * *', 'UTC', () => {
      ticks++;
    });
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    timer.stop();
    expect(ticks).toBeGreaterThanOrEqual(1);
  });

  test.each([
    ['every day', 'UTC'],
    ['61 * * * *', 'UTC'],
    ['0 4 * * *', 'Mars/Olympus'],
  ])('refuses %s in %s', (pattern, timeZone) => {
    expect(() => processScheduler.start(pattern, timeZone, () => {})).toThrow(
      expect.objectContaining({ code: 'CONFIG_INVALID' }),
    );
  });
});
