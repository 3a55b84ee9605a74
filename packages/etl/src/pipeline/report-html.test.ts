import { describe, expect, test } from 'vitest';
import { extract } from '../extract/extract.js';
import { memoryLoader } from '../load/memory-loader.js';
import { pipeline } from './pipeline.js';
import type { PipelineReport } from './report.js';
import { pipelineReportHtml } from './report-html.js';

const hostile = '<script>alert(1)</script>';

function source(rows: readonly string[]): { name: string; bytes: Uint8Array } {
  return {
    name: `${hostile}.csv`,
    bytes: Buffer.from(`Date,Description,Amount,Payment Method,${hostile}\n${rows.join('\n')}\n`),
  };
}

const rows = [
  '2024-01-01,Tea,-2.00,credit_car,x',
  '2024-01-02,Rent,-900.00,barter,x',
  '2024-13-01,Tea,-2.00,cash,x',
];

const job = pipeline({
  name: hostile,
  extract: extract(source(rows)),
  expect: {
    name: 's',
    version: 1,
    expectations: [{ type: 'in-set', field: 'description', values: ['Tea'] }],
  },
  load: memoryLoader(),
});

describe('the page of a run', () => {
  test('says what became of every row, in what was written outside as text only', async () => {
    const page = pipelineReportHtml(await job.run());
    expect(page).toContain('All 3 rows are accounted for.');
    expect(page).toMatch(/<dt>loaded<\/dt><dd>2<\/dd>.*<dt>quarantined<\/dt><dd>1<\/dd>/);
    for (const part of [
      'DATE_INVALID',
      'credit_car',
      '(not recognised)',
      'in-set(description)',
      'dateFormat',
    ]) {
      expect(page).toContain(part);
    }
    expect(page).not.toContain('<script');
    expect(page).not.toMatch(/(?:src|href)=/);
    expect(page).toContain('&lt;script&gt;');
  });

  test('says why a run failed and that its rows were not loaded', async () => {
    const failing = pipeline({
      extract: extract(source(rows)),
      expect: { name: 's', version: 1, expectations: [{ type: 'row-count', min: 9, severity: 'fail' }] },
      load: memoryLoader(),
    });
    const error: { details: { report: PipelineReport } } = await failing.run().catch((reason) => reason);
    const page = pipelineReportHtml(error.details.report);
    expect(page).toContain('<strong>EXPECTATION_FAILED</strong>');
    expect(page).toContain('3 of 3 rows were read before the run failed, and not loaded.');
  });
});
