import type { PlainDate, Progress } from '@titans/core';
import { describe, expect, test } from 'vitest';
import { extract } from '../extract/extract.js';
import type { RecordSource } from '../extract/record-source.js';
import { memoryLoader } from '../load/memory-loader.js';
import { rawBatchOfTexts } from '../records/raw-batch.js';
import type { LineageEvent } from './lineage.js';
import { pipeline } from './pipeline.js';
import { progressMeter } from './progress-meter.js';
import type { PipelineReport } from './report.js';
import type { RunOptions, RunProgress } from './run-options.js';

function csv(rows: readonly string[], name = 'bank.csv'): { name: string; bytes: Uint8Array } {
  return { name, bytes: Buffer.from(`Date,Description,Amount\n${rows.join('\n')}\n`) };
}

const january = csv(['2024-01-01,Tea,-2.00', '2024-01-15,Rent,-900.00', '2024-01-31,Pay,3000.00', 'x,y,z']);

async function reportOf(failing: Promise<PipelineReport>): Promise<PipelineReport> {
  const error: { details?: { report?: PipelineReport } } = await failing.catch((reason) => reason);
  if (error.details?.report === undefined) throw new Error('The run did not fail with a report.');
  return error.details.report;
}

describe('options of a run', () => {
  const job = pipeline({ extract: extract(january), load: memoryLoader() });
  test.each([
    [{ mode: 'incremantal' }, 'mode'],
    [{ from: '2024-13-01' }, 'from'],
    [{ from: '2024-02-01', to: '2024-01-01' }, ''],
    [{ overlapDays: -1 }, 'overlapDays'],
    [{ commit: 'row' }, 'commit'],
    [{ dryrun: true }, 'dryrun'],
  ])('%j is refused', async (options, field) => {
    await expect(job.run(options as RunOptions)).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      details: { field },
    });
  });
});

describe('a dry run', () => {
  test('counts what a run would load, and loads and records nothing', async () => {
    const load = memoryLoader();
    const job = pipeline({ extract: extract(january), load });
    const dry = await job.run({ dryRun: true });
    expect([dry.dryRun, dry.rows]).toEqual([
      true,
      { in: 4, loaded: 3, updated: 0, unchanged: 0, quarantined: 1 },
    ]);
    expect([(await load.transactions()).length, load.runs().length, load.rejections().length]).toEqual([
      0, 0, 0,
    ]);
    const real = await job.run({ mode: 'incremental' });
    expect(real.rows).toEqual(dry.rows);
    expect((await job.run({ dryRun: true })).rows.unchanged).toBe(3);
  });
});

describe('a backfill', () => {
  test('loads the rows of its days, counts the others apart, and does not count the file as loaded', async () => {
    const load = memoryLoader();
    const job = pipeline({ extract: extract(january), load });
    const report = await job.run({ from: '2024-01-02', to: '2024-01-31' });
    expect(report.rows).toEqual({ in: 3, loaded: 2, updated: 0, unchanged: 0, quarantined: 1 });
    expect([report.rowsOutsideRange, report.range]).toEqual([1, { from: '2024-01-02', to: '2024-01-31' }]);
    expect([...(await load.transactions()).rows()].map(({ description }) => description)).toEqual([
      'Rent',
      'Pay',
    ]);
    const rest = await job.run({ mode: 'incremental' });
    expect(rest.skippedSources).toEqual([]);
    expect(rest.rows).toMatchObject({ loaded: 1, unchanged: 2 });
  });
});

/** Two sources, of which the second breaks off after its first batch. */
function breakingSecond(load: ReturnType<typeof memoryLoader>): ReturnType<typeof pipeline> {
  const first = extract(january);
  const second = extract(csv(['2024-02-01,Tea,-2.00'], 'february.csv'));
  return pipeline({
    load,
    extract: {
      ...first,
      async *batches(work) {
        yield* first.batches(work);
        for await (const batch of second.batches(work)) {
          yield { ...batch, sourceIndex: 1, summary: null };
          throw new Error('the disk is gone');
        }
      },
    },
  });
}

describe('what is loaded at once', () => {
  test('is everything: a source that fails leaves nothing', async () => {
    const load = memoryLoader();
    await expect(breakingSecond(load).run()).rejects.toThrow('the disk is gone');
    expect((await load.transactions()).length).toBe(0);
  });

  test('or each source: those before the one that fails stay, and the next run goes on after them', async () => {
    const load = memoryLoader();
    await expect(breakingSecond(load).run({ commit: 'source' })).rejects.toThrow('the disk is gone');
    expect((await load.transactions()).length).toBe(3);
    const failed = load.runs()[0] as PipelineReport;
    expect(failed.rows).toEqual({ in: 5, loaded: 3, updated: 0, unchanged: 0, quarantined: 1 });
    const next = await pipeline({ extract: extract(january), load }).run({ mode: 'incremental' });
    expect(next.skippedSources).toHaveLength(1);
  });

  test('and each source meets the expectations alone', async () => {
    const load = memoryLoader();
    const [good, bad] = [
      csv(['2024-01-01,Tea,-2.00', '2024-01-02,Tea,-2.00']),
      csv(['2024-02-01,Tea,-2.00'], 'b'),
    ];
    const batches = [extract(good), extract(bad)];
    const job = pipeline({
      load,
      extract: {
        ...extract(good),
        async *batches(work) {
          for (const [sourceIndex, each] of batches.entries()) {
            for await (const batch of each.batches(work)) yield { ...batch, sourceIndex };
          }
        },
      },
      expect: { name: 's', version: 1, expectations: [{ type: 'row-count', min: 2, severity: 'fail' }] },
    });
    const report = await reportOf(job.run({ commit: 'source' }));
    expect([report.error?.code, report.rows.loaded, report.quality?.outcome]).toEqual([
      'EXPECTATION_FAILED',
      2,
      'fail',
    ]);
  });
});

/** Rows of an API that can be asked for the days from one on. */
function api(asked: (PlainDate | null)[]): RecordSource {
  const rows = [
    ['2024-03-01', 'Tea', '-2.00'],
    ['2024-03-20', 'Rent', '-900.00'],
  ];
  return {
    name: 'api',
    format: 'api',
    async openRecords({ since } = {}) {
      asked.push(since ?? null);
      const records = rows.filter(([date]) => since === undefined || (date as string) >= since);
      return {
        columns: ['date', 'description', 'amount'],
        headerLine: null,
        decisions: [],
        settings: {},
        async *batches() {
          const { length } = records;
          yield rawBatchOfTexts({
            width: 3,
            records,
            provenance: {
              row: Int32Array.from({ length }, (_, row) => row + 1),
              line: new Int32Array(length),
              byteOffset: new Float64Array(length).fill(Number.NaN),
            },
          });
        },
      };
    },
  };
}

describe('an incremental run of a source that is no file', () => {
  test('asks from the newest day loaded on, less the overlap', async () => {
    const asked: (PlainDate | null)[] = [];
    const job = pipeline({ extract: extract(api(asked)), load: memoryLoader() });
    const first = await job.run({ mode: 'incremental' });
    const second = await job.run({ mode: 'incremental' });
    await job.run({ mode: 'incremental', overlapDays: 30 });
    await job.run({ from: '2024-03-05' });
    await job.run();
    expect(asked).toEqual([null, '2024-03-13', '2024-02-19', '2024-03-05', null]);
    expect([first.rows.loaded, second.rows.unchanged, second.rows.in]).toEqual([2, 1, 1]);
  });
});

describe('lineage', () => {
  test('has a start and an end, with what was read and written', async () => {
    const events: LineageEvent[] = [];
    const job = pipeline({
      name: 'bank',
      namespace: 'finance',
      extract: extract(january),
      expect: { name: 's', version: 1, expectations: [{ type: 'row-count', min: 1 }] },
      load: memoryLoader(),
    });
    const report = await job.run({
      onLineage: async (event) => {
        events.push(event);
      },
    });
    expect(events.map(({ eventType }) => eventType)).toEqual(['START', 'COMPLETE']);
    const end = events[1] as LineageEvent;
    expect(end).toMatchObject({
      eventTime: report.finishedAt,
      run: { runId: report.runId },
      job: { namespace: 'finance', name: 'bank' },
      outputs: [
        { namespace: 'finance', name: 'memory', outputFacets: { outputStatistics: { rowCount: 3 } } },
      ],
    });
    expect(end.inputs[0]).toMatchObject({
      facets: { schema: { fields: [{ name: 'Date' }, { name: 'Description' }, { name: 'Amount' }] } },
      inputFacets: {
        inputStatistics: { rowCount: 4, size: january.bytes.length },
        dataQualityAssertions: { assertions: [{ assertion: 'row-count', success: true }] },
      },
    });
    expect(JSON.parse(JSON.stringify(events))).toEqual(events);
  });

  test.each([
    [new AbortController(), 'ABORT'],
    [null, 'FAIL'],
  ])('says how a run ended that did not succeed', async (controller, eventType) => {
    const events: LineageEvent[] = [];
    controller?.abort();
    const input = controller === null ? 'there is no such file.csv' : january;
    const run = pipeline({ extract: extract(input), load: memoryLoader() }).run({
      onLineage: (event) => void events.push(event),
      ...(controller === null ? {} : { signal: controller.signal }),
    });
    await expect(run).rejects.toThrow();
    expect(events.map((event) => event.eventType)).toEqual(['START', eventType]);
    expect(events[1]?.run.facets.errorMessage?.message).toMatch(
      controller === null ? /^SOURCE_NOT_FOUND: / : /^ABORTED: /,
    );
  });
});

test('progress says how fast a stage goes on and how long the rest takes', () => {
  const seen: RunProgress[] = [];
  let now = 0;
  const report = progressMeter(
    (progress) => seen.push(progress),
    () => now,
  );
  const bytes = (done: number): Progress => ({ stage: 'extract', done, total: 1_000, unit: 'bytes' });
  report(bytes(0));
  now = 2_000;
  report(bytes(500));
  now = 3_000;
  report(bytes(1_000));
  // Half of 1,000 bytes in two seconds are 250 a second; the other half takes two more.
  expect(seen.map(({ perSecond, etaSeconds }) => [perSecond, etaSeconds])).toEqual([
    [0, null],
    [250, 2],
    [1_000 / 3, 0],
  ]);
  report({ stage: 'load', done: 10, unit: 'rows' });
  expect(seen.at(-1)).toMatchObject({ perSecond: 0, etaSeconds: null });
  // A microsecond later it would be ten thousand million rows a second.
  now += 0.001;
  report({ stage: 'load', done: 10_010, unit: 'rows' });
  expect(seen.at(-1)).toMatchObject({ perSecond: 0, etaSeconds: null });
});
