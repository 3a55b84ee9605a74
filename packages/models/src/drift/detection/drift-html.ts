import {
  badge,
  barChart,
  clipped,
  dataTable,
  factList,
  grouped,
  type HtmlContent,
  html,
  htmlPage,
  type Markup,
  section,
} from '@titans/core/html';
import type { DriftResult, DriftState, FeatureDrift } from './drift-result.js';
import { clearestFirst, figure } from './drift-text.js';

/** Columns whose effects are drawn. */
const mostBars = 30;
const longestName = 40;

/** A result as one page that needs no network: the decision, every column with its test, and how columns changed. */
export function driftHtml(result: DriftResult): string {
  const { summary, features, level } = result;
  const ordered = [...features].sort(clearestFirst);
  return htmlPage({
    title: 'Drift',
    lead: html`${stateBadge(result.state)} ${grouped(result.currentRows)} rows against ${grouped(result.referenceRows)} of the reference.`,
    body: [
      factList([
        { name: 'columns compared', value: grouped(summary.totalFeatures) },
        { name: 'with drift', value: grouped(summary.featuresWithDrift) },
        { name: 'with too few rows', value: grouped(summary.featuresInsufficient) },
        { name: 'largest effect', value: figure(summary.maxDriftScore) },
        { name: 'mean effect', value: figure(summary.avgDriftScore) },
        { name: 'p-value of all', value: result.pValue === null ? '–' : figure(result.pValue) },
      ]),
      html`<p>Without drift it is reported in ${figure(100 * level)} of 100 comparisons. An effect is 0 where both are alike and 1 where they have nothing in common; chance alone makes it larger than 0. A q-value is the smallest share of wrong findings at which the column is one.</p>`,
      section('Columns', [
        ordered.length === 0
          ? null
          : barChart(
              'Effect',
              ordered.slice(0, mostBars).map(({ feature, effect }) => ({
                label: clipped(feature, longestName),
                value: effect ?? 0,
                text: effect === null ? 'too few rows' : figure(effect),
              })),
            ),
        featureTable(ordered),
      ]),
      missingValues(ordered),
      changes(ordered),
      schema(result),
    ],
  });
}

const tones = { drift: 'fail', 'no-drift': 'pass', insufficient: 'warn' } as const;
const words = { drift: 'drift', 'no-drift': 'no drift', insufficient: 'too few rows' } as const;

function stateBadge(state: DriftState): Markup {
  return badge(tones[state], words[state]);
}

function featureTable(features: readonly FeatureDrift[]): Markup {
  return dataTable({
    caption: 'Clearest difference first',
    columns: [
      { title: 'Column' },
      { title: 'State' },
      { title: 'Test' },
      { title: 'Statistic', isNumber: true },
      { title: 'p', isNumber: true },
      { title: 'q', isNumber: true },
      { title: 'Effect', isNumber: true },
      { title: 'Rows', isNumber: true },
      { title: 'Reference', isNumber: true },
    ],
    rows: features.map((feature) => [
      feature.role === 'prediction' ? html`${feature.feature} (prediction)` : feature.feature,
      stateBadge(feature.state),
      feature.test ?? '–',
      orDash(feature.statistic),
      orDash(feature.pValue),
      orDash(feature.qValue),
      orDash(feature.effect),
      grouped(feature.n),
      grouped(feature.referenceRows),
    ]),
  });
}

function missingValues(features: readonly FeatureDrift[]): Markup | null {
  const rows = features.flatMap(({ feature, missing }): HtmlContent[][] =>
    missing === null
      ? []
      : [
          [
            feature,
            stateBadge(missing.state),
            percent(missing.referenceShare),
            percent(missing.currentShare),
            orDash(missing.pValue),
            orDash(missing.qValue),
          ],
        ],
  );
  if (rows.length === 0) return null;
  return section(
    'Missing values',
    dataTable({
      caption: 'Share of rows without a value',
      columns: [
        { title: 'Column' },
        { title: 'State' },
        { title: 'Reference', isNumber: true },
        { title: 'Current', isNumber: true },
        { title: 'p', isNumber: true },
        { title: 'q', isNumber: true },
      ],
      rows,
    }),
  );
}

function changes(features: readonly FeatureDrift[]): Markup | null {
  const drifted = features.filter(({ state }) => state === 'drift');
  if (drifted.length === 0) return null;
  return section('What changed', drifted.map(changeOf));
}

function changeOf({ feature, summary }: FeatureDrift): Markup | null {
  if (summary.kind === 'text') return null;
  if (summary.kind === 'numeric') {
    const line = (name: string, of: typeof summary.reference): HtmlContent[] => [
      name,
      ...(of === null ? ['–', '–', '–'] : [of.p5, of.median, of.p95].map(figure)),
    ];
    return dataTable({
      caption: `Quantiles of ${feature}`,
      columns: [
        { title: 'Data' },
        { title: '5%', isNumber: true },
        { title: 'Median', isNumber: true },
        { title: '95%', isNumber: true },
      ],
      rows: [line('reference', summary.reference), line('current', summary.current)],
    });
  }
  return dataTable({
    caption: `Largest changes of ${feature}`,
    columns: [
      { title: summary.isHashed ? 'Categories by hash' : 'Category' },
      { title: 'Reference', isNumber: true },
      { title: 'Current', isNumber: true },
    ],
    rows: summary.largestChanges.map(({ category, referenceShare, currentShare }) => [
      category,
      percent(referenceShare),
      percent(currentShare),
    ]),
  });
}

function schema({ schema: drift }: DriftResult): Markup {
  return section('Schema', [
    dataTable({
      caption: 'Columns that are gone, new or of another kind',
      columns: [{ title: 'Column' }, { title: 'Change' }],
      rows: [
        ...drift.missingColumns.map((column) => [column, 'gone']),
        ...drift.newColumns.map((column) => [column, 'new']),
        ...drift.changedKinds.map(({ column, reference, current }) => [column, `${reference} to ${current}`]),
      ],
    }),
    dataTable({
      caption: 'Categories that the reference does not know',
      columns: [
        { title: 'Column' },
        { title: 'Categories', isNumber: true },
        { title: 'Rows', isNumber: true },
        { title: 'Most frequent' },
      ],
      rows: drift.unseenCategories.map(({ column, categories, rows, names }) => [
        column,
        grouped(categories),
        grouped(rows),
        clipped(names.join(', '), 200),
      ]),
    }),
  ]);
}

function orDash(value: number | null): string {
  return value === null ? '–' : figure(value);
}

function percent(share: number): string {
  return `${figure(100 * share)}%`;
}
