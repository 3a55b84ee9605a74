import type { JsonValue } from '@titans/core';
import {
  badge,
  clipped,
  dataTable,
  factList,
  grouped,
  groupedAmount,
  html,
  htmlPage,
  type Markup,
  section,
} from '@titans/core/html';
import { requireMembers } from '../validation/arguments.js';
import type { ExpectationResult, Outcome, QualityResult } from './quality-result.js';

const mostCharacters = 160;
const mostNameCharacters = 60;
const mostDetailed = 25;
const mostListed = 150;
const outcomeOrder: readonly Outcome[] = ['error', 'fail', 'pass'];

/**
 * The result of a suite as one HTML document that needs no network, runs no script and can be printed: what was expected,
 * what was found, and where. It stays below 500 kB: of more than 150 expectations the first are shown, those that were not
 * met before the others. Values are masked as in the result.
 *
 * @param title Heading of the page, `"Data quality"` unless told.
 * @example
 * ```ts
 * import { writeFileSync } from 'node:fs';
 * import { checkQuality, expectations, extract, qualityResultHtml } from '@titans/etl';
 *
 * const { transactions } = await extract('statement.csv').table();
 * writeFileSync('quality.html', qualityResultHtml(checkQuality(transactions, expectations.transactions())));
 * ```
 */
export function qualityResultHtml(result: QualityResult, title = 'Data quality'): string {
  requireMembers(
    result,
    ['expectations', 'outcome'],
    'result',
    'The result of checkQuality or of a run is needed',
  );
  const { expectations, outcome, rows, quarantined } = result;
  const count = (wanted: Outcome): number => expectations.filter((each) => each.outcome === wanted).length;
  return htmlPage({
    title,
    lead: html`${outcomeBadge(outcome)} ${verdict(result)}`,
    body: [
      factList([
        { name: 'Rows', value: grouped(rows) },
        { name: 'Kept out', value: grouped(quarantined) },
        { name: 'Expectations met', value: count('pass') },
        { name: 'Not met', value: count('fail') },
        { name: 'Crashed', value: count('error') },
      ]),
      section('Expectations', expectationTable(expectations)),
      detailSection(expectations),
    ],
  });
}

/** The expectations of a result as a table: crashed ones first, then those not met. */
export function expectationTable(expectations: readonly ExpectationResult[]): Markup {
  const sorted = expectations.toSorted(
    (a, b) => outcomeOrder.indexOf(a.outcome) - outcomeOrder.indexOf(b.outcome),
  );
  return dataTable({
    caption: 'What was expected and what was found',
    columns: [
      { title: 'Expectation' },
      { title: 'Outcome' },
      { title: 'Severity' },
      { title: 'Unexpected', isNumber: true },
      { title: 'Of', isNumber: true },
      { title: 'Share', isNumber: true },
      { title: 'Tolerated' },
      { title: 'Observed' },
    ],
    rows: sorted.map((each) => [
      [
        clipped(each.description ?? each.expectation, mostCharacters),
        html` <code>${clipped(each.expectation, mostNameCharacters)}</code>`,
      ],
      outcomeBadge(each.outcome),
      each.severity,
      grouped(each.unexpected),
      grouped(each.evaluated),
      percent(each.fraction),
      toleranceText(each),
      clipped(each.error ?? observedText(each), mostCharacters),
    ]),
    mostRows: mostListed,
  });
}

/** The first unexpected values of every expectation that was not met. */
function detailSection(expectations: readonly ExpectationResult[]): Markup | null {
  const withExamples = expectations.filter(({ examples }) => examples.length > 0);
  if (withExamples.length === 0) return null;
  const left = withExamples.length - mostDetailed;
  return section('Examples', [
    html`<p class="note">The first unexpected values, masked. Rows are numbered from 1, the header not counted.</p>`,
    withExamples.slice(0, mostDetailed).map(({ expectation, examples }) =>
      dataTable({
        caption: `Unexpected for ${clipped(expectation, mostNameCharacters)}`,
        columns: [
          { title: 'Source' },
          { title: 'Row', isNumber: true },
          { title: 'Line', isNumber: true },
          { title: 'Value' },
        ],
        rows: examples.map(({ source, row, line, value }) => [
          clipped(source, mostNameCharacters),
          row,
          line ?? '–',
          value ?? '–',
        ]),
      }),
    ),
    left > 0 ? html`<p class="note">${left} more expectations have examples.</p>` : null,
  ]);
}

function verdict({ outcome, expectations }: QualityResult): string {
  const failed = expectations.filter((each) => each.outcome === 'fail').length;
  const crashed = expectations.filter((each) => each.outcome === 'error').length;
  if (outcome === 'pass') return `All ${expectations.length} expectations were met.`;
  const parts = [
    failed > 0 ? `${failed} of ${expectations.length} expectations were not met` : null,
    crashed > 0 ? `${crashed} crashed, so nothing is known of what they check` : null,
  ];
  return `${parts.filter((part) => part !== null).join('; ')}.`;
}

function outcomeBadge(outcome: Outcome): Markup {
  return badge(outcome, outcome);
}

function toleranceText({ tolerance: { count, fraction } }: ExpectationResult): string {
  const parts = [
    count === undefined ? null : grouped(count),
    fraction === undefined ? null : percent(fraction),
  ];
  return parts.filter((part) => part !== null).join(' or ') || 'none';
}

function observedText({ observed }: ExpectationResult): string {
  if (observed === null || typeof observed !== 'object' || Array.isArray(observed)) return written(observed);
  return Object.entries(observed)
    .filter(([, value]) => !(Array.isArray(value) && value.length === 0))
    .map(([name, value]) => `${name}: ${written(value)}`)
    .join(', ');
}

function written(value: JsonValue | undefined): string {
  if (value === null || value === undefined) return '';
  if (Number.isInteger(value)) return groupedAmount(String(value));
  if (typeof value !== 'object') return String(value);
  return JSON.stringify(value).replaceAll('"', '').replaceAll(',', ', ');
}

function percent(fraction: number): string {
  return `${Number((fraction * 100).toPrecision(3))}%`;
}
