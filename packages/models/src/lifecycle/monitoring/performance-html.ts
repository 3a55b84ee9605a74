import {
  badge,
  columnChart,
  dataTable,
  factList,
  grouped,
  type HtmlContent,
  html,
  htmlPage,
  type Markup,
  section,
} from '@titans/core/html';
import { figure } from '../../drift/detection/drift-text.js';
import type { DegradationTest, PerformanceSummary } from './performance-summary.js';
import type { PerformanceWindow } from './performance-windows.js';
import type { WindowFigure } from './window-figure.js';

const tones = { degraded: 'fail', 'as-expected': 'pass', unlabelled: 'warn', undecidable: 'warn' } as const;
const words = {
  degraded: 'worse than its baseline',
  'as-expected': 'as expected',
  unlabelled: 'no labels yet',
  undecidable: 'cannot be told',
} as const;

/** A summary as one page that needs no network: the decision, its tests, and how windows went. */
export function performanceHtml(summary: PerformanceSummary): string {
  const { modelName, modelVersion, metric, windows } = summary;
  return htmlPage({
    title: `Performance of ${modelName}`,
    lead: html`${stateBadge(summary.state)} ${modelVersion}, watched since ${dayOf(summary.since)}.`,
    body: [
      factList([
        { name: 'predictions', value: grouped(summary.predictions) },
        { name: 'labels', value: grouped(summary.labels) },
        { name: 'corrections', value: grouped(summary.corrections) },
        { name: 'confirmations', value: grouped(summary.confirmations) },
        { name: `${metric} now`, value: orDash(summary.currentAccuracy) },
        { name: `mean ${metric}`, value: orDash(summary.averageAccuracy) },
      ]),
      section('Tests', [
        html`<p>A test reports a fall below the baseline, less the tolerance, that chance does not explain. It may be looked at after every label.</p>`,
        testTable(summary.tests),
      ]),
      section('Now, beside the baseline', figureTable(summary)),
      section('Windows', [
        windows.length === 0
          ? null
          : columnChart(
              metric,
              metric,
              windows.map((window) => columnOf(window, metric)),
            ),
        windowTable(windows),
      ]),
      estimates(summary),
    ],
  });
}

function stateBadge(state: keyof typeof words): Markup {
  return badge(tones[state], words[state]);
}

function testTable(tests: readonly DegradationTest[]): Markup {
  return dataTable({
    caption: 'Sequential tests against the frozen baseline',
    columns: [
      { title: 'Metric' },
      { title: 'State' },
      { title: 'Baseline', isNumber: true },
      { title: 'Its rows', isNumber: true },
      { title: 'Limit', isNumber: true },
      { title: 'p', isNumber: true },
      { title: 'Reports from', isNumber: true },
      { title: 'Reported' },
    ],
    rows: tests.map((test) => [
      test.metric,
      stateBadge(test.state),
      figure(test.baseline),
      grouped(test.baselineRows),
      orDash(test.limit),
      figure(test.pValue),
      figure(test.alpha),
      test.reportedAt === null ? '–' : dayOf(test.reportedAt),
    ]),
  });
}

function figureTable({ figures }: PerformanceSummary): Markup {
  return dataTable({
    caption: 'The last complete window',
    columns: [
      { title: 'Metric' },
      { title: 'Value', isNumber: true },
      { title: 'Interval (95 %)', isNumber: true },
      { title: 'Rows', isNumber: true },
      { title: 'Baseline', isNumber: true },
      { title: 'Worse by', isNumber: true },
    ],
    rows: figures.map((one) => [
      one.metric,
      figure(one.value),
      intervalOf(one),
      grouped(one.n),
      orDash(one.baseline),
      orDash(one.drop),
    ]),
  });
}

function columnOf(
  { index, figures }: PerformanceWindow,
  metric: string,
): { label: string; values: readonly number[] } {
  const found = figures.find((one) => one.metric === metric);
  return { label: String(index), values: found === undefined ? [] : [found.value] };
}

function windowTable(windows: readonly PerformanceWindow[]): Markup {
  const metrics = [...new Set(windows.flatMap(({ figures }) => figures.map(({ metric }) => metric)))];
  return dataTable({
    caption: 'Labelled predictions, oldest first',
    columns: [
      { title: 'Window', isNumber: true },
      { title: 'From' },
      { title: 'To' },
      { title: 'Labels', isNumber: true },
      ...metrics.map((metric) => ({ title: metric, isNumber: true as const })),
    ],
    rows: windows.map((window): HtmlContent[] => [
      `${window.index}${window.isComplete ? '' : ' (open)'}`,
      dayOf(window.from),
      dayOf(window.to),
      grouped(window.n),
      ...metrics.map((metric) => {
        const found = window.figures.find((one) => one.metric === metric);
        return found === undefined ? '–' : `${figure(found.value)} (${intervalOf(found)})`;
      }),
    ]),
  });
}

function estimates({ predictionWindows }: PerformanceSummary): Markup | null {
  const rows = predictionWindows.flatMap(({ index, from, to, n, estimate }): HtmlContent[][] =>
    estimate === null
      ? []
      : [
          [
            String(index),
            dayOf(from),
            dayOf(to),
            grouped(n),
            `${figure(estimate.value)} (${intervalOf(estimate)})`,
          ],
        ],
  );
  if (rows.length === 0) return null;
  return section(
    'Without labels',
    dataTable({
      caption: 'The accuracy that confidences promise, if they still mean what they say',
      columns: [
        { title: 'Window', isNumber: true },
        { title: 'From' },
        { title: 'To' },
        { title: 'Predictions', isNumber: true },
        { title: 'Expected accuracy', isNumber: true },
      ],
      rows,
    }),
  );
}

function intervalOf({ lower, upper }: WindowFigure): string {
  return lower === null || upper === null ? '–' : `${figure(lower)} to ${figure(upper)}`;
}

function orDash(value: number | null): string {
  return value === null ? '–' : figure(value);
}

function dayOf(time: string): string {
  return time.slice(0, 16).replace('T', ' ');
}
