import { isTitansError, selectRows } from '@titans/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { extract } from '../extract/extract.js';
import type { Loader } from '../load/loader.js';
import { memoryLoader } from '../load/memory-loader.js';
import { expectations } from '../quality/expectations.js';
import { parseSuite } from '../quality/suite.js';
import { selectProvenance } from '../records/provenance.js';
import { pipeline } from './pipeline.js';
import type { PipelineReport } from './report.js';
import { batchTransformer, type Transformer } from './transformer.js';

const content =
  'Date,Description,Amount,Payment Method\n' +
  '2024-01-01,Tea,-2.00,credit_car\n' +
  '2024-01-01,Tea,-2.00,credit_card\n' +
  '2024-02-30,Never,-1.00,cash\n' +
  '2024-01-03,Salary,100.00,\n';

const source = (text = content, name = 'bank.csv') => extract({ name, bytes: Buffer.from(text) });

async function failureOf(run: Promise<unknown>): Promise<{ code: string; report: PipelineReport }> {
  const error = await run.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!isTitansError(error)) throw error;
  return { code: error.code, report: error.details.report as PipelineReport };
}

describe('a run', () => {
  test('reports what became of every row', async () => {
    const load = memoryLoader();
    let time = Date.parse('2024-05-01T00:00:00Z');
    const stages = {
      extract: source(),
      expect: expectations.transactions(),
      load,
      now: () => (time += 1000),
    };
    const report = await pipeline(stages).run();
    expect(report).toMatchObject({
      pipeline: 'transactions',
      mode: 'full',
      status: 'succeeded',
      startedAt: '2024-05-01T00:00:01.000Z',
      rows: { in: 4, loaded: 3, updated: 0, unchanged: 0, quarantined: 1 },
      sources: [{ name: 'bank.csv', format: 'csv', rowsIn: 4, rowsRejected: 1, sizeBytes: content.length }],
      rejections: { byCode: { DATE_INVALID: 1 }, examples: [{ row: 3, line: 4, column: 'Date' }] },
      vocabulary: [{ from: 'credit_car', to: 'credit_card', count: 1 }],
      error: null,
    });
    expect(report.quality?.outcome).toBe('fail');
    expect(report.durationMs.total).toBeGreaterThan(0);
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
    expect(load.runs()).toEqual([report]);
    expect(load.rejections()).toHaveLength(1);
    expect((await load.transactions()).length).toBe(3);
  });

  test('again changes nothing', async () => {
    const load = memoryLoader();
    const job = pipeline({ extract: source(), load });
    await job.run();
    const before = [...(await load.transactions()).rows()];
    for (let time = 2; time <= 3; time++) {
      expect((await job.run()).rows).toEqual({ in: 4, loaded: 0, updated: 0, unchanged: 3, quarantined: 1 });
    }
    expect([...(await load.transactions()).rows()]).toEqual(before);
  });

  test('that is incremental leaves out the files it knows', async () => {
    const load = memoryLoader();
    await pipeline({ extract: source(), load }).run();
    const renamed = await pipeline({ extract: source(content, 'copy.csv'), load }).run({
      mode: 'incremental',
    });
    expect(renamed.rows.in).toBe(0);
    expect(renamed.skippedSources.map(({ name }) => name)).toEqual(['copy.csv']);
    const longer = await pipeline({ extract: source(`${content}2024-01-04,New,1.00,\n`), load }).run({
      mode: 'incremental',
    });
    expect(longer.rows).toEqual({ in: 5, loaded: 1, updated: 0, unchanged: 3, quarantined: 1 });
    expect(longer.skippedSources).toEqual([]);
  });

  test('that finds nothing new succeeds, whatever is expected of rows', async () => {
    const stages = { extract: source(), expect: expectations.transactions(), load: memoryLoader() };
    await pipeline(stages).run({ mode: 'incremental' });
    const again = await pipeline(stages).run({ mode: 'incremental' });
    expect(again).toMatchObject({ status: 'succeeded', rows: { in: 0 }, sources: [], quality: null });
    const onlyHeader = { ...stages, extract: source('Date,Description,Amount\n') };
    expect(await failureOf(pipeline(onlyHeader).run({ mode: 'incremental' }))).toMatchObject({
      code: 'EXPECTATION_FAILED',
    });
  });

  test('fails where a loader loses rows and does not say so before it commits', async () => {
    const lossy: Loader = {
      name: 'lossy',
      hasLoaded: async () => false,
      load: async (batches) => {
        for await (const _ of batches);
        return { loaded: 1, updated: 0, unchanged: 0, quarantined: 1 };
      },
    };
    const { code, report } = await failureOf(pipeline({ extract: source(), load: lossy }).run());
    expect(code).toBe('INTERNAL');
    expect(report.error?.message).toMatch(/^Of 4 rows, 1 were loaded.*the loader "lossy"/);
  });

  test('tells of its progress, and stops when it is cancelled', async () => {
    const load = memoryLoader();
    const stagesSeen = new Set<string>();
    await pipeline({ extract: source(), load }).run({ onProgress: ({ stage }) => stagesSeen.add(stage) });
    expect([...stagesSeen]).toEqual(['extract', 'load']);
    const empty = memoryLoader();
    const abort = new AbortController();
    const run = pipeline({ extract: source(), load: empty }).run({
      signal: abort.signal,
      onProgress: () => abort.abort(),
    });
    const { code, report } = await failureOf(run);
    expect(code).toBe('ABORTED');
    expect(report).toMatchObject({ status: 'failed', error: { code: 'ABORTED' }, rows: { loaded: 0 } });
    expect((await empty.transactions()).length).toBe(0);
  });
});

describe('quality', () => {
  const suite = (severity: 'warn' | 'quarantine' | 'fail') =>
    parseSuite({
      name: 's',
      version: 1,
      expectations: [{ type: 'range', field: 'amount', max: 50, severity }],
    });

  test('of severity fail stops everything', async () => {
    const load = memoryLoader();
    const { code, report } = await failureOf(
      pipeline({ extract: source(), expect: suite('fail'), load }).run(),
    );
    expect(code).toBe('EXPECTATION_FAILED');
    expect(report.quality?.expectations[0]).toMatchObject({ outcome: 'fail', unexpected: 1 });
    expect((await load.transactions()).length).toBe(0);
    expect(load.rejections()).toEqual([]);
    expect(load.runs()).toMatchObject([{ status: 'failed', rows: { in: 4, loaded: 0 } }]);
    expect(await load.hasLoaded(report.sources[0]?.sha256 ?? '')).toBe(false);
  });

  test('of severity quarantine loads the rest, of warn loads all', async () => {
    const quarantined = await pipeline({
      extract: source(),
      expect: suite('quarantine'),
      load: memoryLoader(),
    }).run();
    expect(quarantined.rows).toEqual({ in: 4, loaded: 2, updated: 0, unchanged: 0, quarantined: 2 });
    expect(quarantined.rejections.byCode).toEqual({ DATE_INVALID: 1, EXPECTATION_FAILED: 1 });
    const warned = await pipeline({ extract: source(), expect: suite('warn'), load: memoryLoader() }).run();
    expect(warned.rows).toMatchObject({ loaded: 3, quarantined: 1 });
    expect(warned.quality?.outcome).toBe('fail');
  });

  test('of a suite that is not valid is refused before anything is read', () => {
    const wrong = { name: 's', version: 1, expectations: [{ type: 'fresh', maxAgeDays: -1 }] } as const;
    expect(() => pipeline({ extract: source(), expect: wrong, load: memoryLoader() })).toThrow(
      expect.objectContaining({ code: 'CONFIG_INVALID' }),
    );
  });
});

describe('transformers', () => {
  const dropsSilently = batchTransformer('drops silently', (batch) => ({
    ...batch,
    table: selectRows(batch.table, [0]),
    provenance: selectProvenance(batch.provenance, [0]),
  }));

  test('that lose a row fail the run', async () => {
    const load = memoryLoader();
    const { code } = await failureOf(pipeline({ extract: source(), transform: dropsSilently, load }).run());
    expect(code).toBe('INTERNAL');
    expect((await load.transactions()).length).toBe(0);
  });

  test('are applied in order', async () => {
    const load = memoryLoader();
    const seen: string[] = [];
    const noting = (name: string): Transformer =>
      batchTransformer(name, async (batch) => {
        seen.push(name);
        return batch;
      });
    await pipeline({ extract: source(), transform: [noting('first'), noting('second')], load }).run();
    expect(seen).toEqual(['first', 'second']);
  });
});

test('rows in are always loaded, updated, unchanged or quarantined, whatever the files hold', async () => {
  const cell = fc.constantFrom(
    '2024-01-01',
    '2024-13-01',
    'Tea',
    '-1.00',
    '"',
    '"x',
    '5',
    '',
    '\0',
    'é',
    'a,b',
    '"q""q"',
  );
  const document = fc
    .array(fc.array(cell, { minLength: 1, maxLength: 5 }), { maxLength: 12 })
    .map(
      (lines) =>
        `Date,Description,Amount\n2024-01-02,Good,-1.00\n2024-01-03,Good,-1.00\n${lines.map((cells) => cells.join(',')).join('\n')}`,
    );
  await fc.assert(
    fc.asyncProperty(fc.array(document, { minLength: 1, maxLength: 3 }), async (documents) => {
      const load = memoryLoader();
      let kept = 0;
      for (const text of documents) {
        // With many NUL bytes a file is taken for no text at all.
        const report = await pipeline({ extract: source(text), load })
          .run()
          .catch((error: unknown) => {
            if (text.includes('\0') && isTitansError(error, 'FORMAT_UNKNOWN')) return null;
            throw error;
          });
        if (report === null) continue;
        const { rows } = report;
        expect(rows.loaded + rows.updated + rows.unchanged + rows.quarantined).toBe(rows.in);
        kept += rows.loaded;
        expect((await load.transactions()).length).toBe(kept);
      }
    }),
    { numRuns: 200 },
  );
});
