import { createTransaction, tableFromRows } from '@titans/core';
import { describe, expect, test } from 'vitest';
import { checkQuality } from './check-quality.js';
import { qualityResultHtml } from './quality-html.js';
import type { ExpectationResult, QualityResult } from './quality-result.js';
import type { ExpectationSpec } from './suite.js';

const hostile = `<script>alert('x')</script>"'&`;

function resultOf(
  expectations: readonly ExpectationSpec[],
  values: { category: string | null }[],
): QualityResult {
  const rows = values.map((value) =>
    createTransaction({ date: '2024-01-01', description: hostile, amount: -1, ...value }),
  );
  return checkQuality(tableFromRows(rows), { name: 'test', version: 1, expectations });
}

describe('the page of a result', () => {
  const result = resultOf(
    [
      { type: 'row-count', min: 1 },
      { type: 'in-set', field: 'category', values: [hostile], tolerance: { count: 1, fraction: 0.01 } },
      { type: 'matches', field: 'description', pattern: '^[a-z]+$', severity: 'quarantine' },
      { type: 'mean', field: 'balance', max: 3 },
    ],
    [{ category: hostile }, { category: '<b>food' }, { category: '<i>fun' }],
  );
  const page = qualityResultHtml(result, hostile);

  test('says what was expected, what was found and where', () => {
    expect(page).toContain('3 of 4 expectations were not met.');
    expect(page).toContain('description matches ^[a-z]+$');
    expect(page).toContain('<code>in-set(category)</code>');
    expect(page).toContain('1 or 1%');
    expect(page).toContain('<caption>Unexpected for in-set(category)</caption>');
    expect(page).toContain('Kept out</dt><dd>3</dd>');
    // What was not met stands above what was.
    expect(page.indexOf('in-set(category)')).toBeLessThan(page.indexOf('row-count'));
  });

  test('says what was observed in words, and nothing where nothing was', () => {
    const rows = Array.from({ length: 1_200 }, () => ({ category: 'food' }));
    const text = qualityResultHtml(
      resultOf(
        [
          { type: 'column-exists', field: 'date' },
          { type: 'row-count', min: 1 },
        ],
        rows,
      ),
    );
    expect(text).toContain('<td>rows: 1,200</td>');
    expect(text).not.toContain('[]');
  });

  test('holds nothing that runs, loads or breaks out, whatever the data and the suite hold', () => {
    expect(page).not.toMatch(/<script|<b>|<i>|https?:|url\(|@import/);
    expect(page).toContain('&lt;script&gt;');
    expect(page).toContain("default-src 'none'");
  });

  test('tells a crash from a pass and from a fail', () => {
    const [first] = result.expectations;
    const crashed = { ...(first as ExpectationResult), outcome: 'error', error: 'no memory' } as const;
    const text = qualityResultHtml({ ...result, outcome: 'error', expectations: [crashed] });
    expect(text).toContain('1 crashed, so nothing is known of what they check.');
    expect(text).toContain('<span class="badge error">error</span>');
    expect(text).toContain('no memory');
  });

  test('of nothing wrong has no examples', () => {
    const good = resultOf([{ type: 'row-count', min: 1 }], [{ category: null }]);
    expect(qualityResultHtml(good)).toContain('All 1 expectations were met.');
    expect(qualityResultHtml(good)).not.toContain('Examples');
  });

  test('stays below 500 kB however many expectations there are and however long what they name', () => {
    const values = Array.from({ length: 50 }, (_, index) => `${hostile.repeat(10)}${index}`);
    const one: ExpectationSpec = { type: 'in-set', field: 'description', values };
    const large = resultOf(
      Array.from({ length: 2000 }, () => one),
      Array.from({ length: 20 }, () => ({ category: null })),
    );
    const text = qualityResultHtml(large);
    expect(Buffer.byteLength(text)).toBeLessThan(500_000);
    expect(text).toContain('more rows are not shown');
  });
});
