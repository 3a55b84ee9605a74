import {
  barChart,
  dataTable,
  factList,
  grouped,
  html,
  htmlPage,
  type Markup,
  section,
  unfolding,
} from '@titans/core/html';
import { requireObject } from '../../calibration/checked-values.js';
import type { ModelComparison } from './comparison-report.js';
import {
  type ComparisonTable,
  figuresTable,
  importancesTable,
  measuredModels,
  percent,
  rankingTable,
  testsTable,
  unmeasuredTable,
} from './comparison-tables.js';
import { writtenFigure, writtenTime } from './written-figures.js';

const mostFeatures = 20;

/**
 * The comparison as one HTML document that needs no network and runs no script.
 *
 * @example
 * ```ts
 * import { writeFileSync } from 'node:fs';
 * import { comparisonHtml, type ModelComparison } from '@titans/models/selection';
 *
 * export const save = (comparison: ModelComparison) =>
 *   writeFileSync('comparison.html', comparisonHtml(comparison));
 * ```
 */
export function comparisonHtml(comparison: ModelComparison): string {
  requireObject('comparison', comparison);
  const { metric, rows, folds, budgetMs, best, level, resamples, seed } = comparison;
  const models = measuredModels(comparison);
  const better = metric.direction === 'maximise' ? 'more is better' : 'less is better';
  return htmlPage({
    title: `Comparison of ${comparison.models.length} models`,
    lead: html`${comparison.task === 'classification' ? 'Classifiers' : 'Regressors'} on the same ${folds} folds and the same held-out rows, ranked by ${metric.name} over the folds (${better}).`,
    body: [
      factList([
        { name: 'best', value: best ?? 'none' },
        { name: 'rows to learn from', value: grouped(rows.train) },
        { name: 'rows held out', value: grouped(rows.test) },
        { name: 'folds', value: folds },
        { name: 'budget per model', value: budgetMs === null ? 'none' : writtenTime(budgetMs) },
      ]),
      section('Ranking', [
        tableOf(rankingTable(comparison)),
        models.length === 0 ? null : chartOf(comparison),
        comparison.models.length === models.length ? null : tableOf(unmeasuredTable(comparison)),
      ]),
      section('Held-out rows', tableOf(figuresTable(comparison))),
      section('Whether the best is better', [
        tableOf(testsTable(comparison)),
        html`<p class="note">Folds: corrected resampled t-test. Held out: paired bootstrap.${comparison.task === 'classification' ? ' Only one right: McNemar’s mid-p test, rows that only the best, and only the other, got right.' : ''} A p-value is the chance of a difference at least as large between models that are equal, adjusted for the number of comparisons.</p>`,
      ]),
      ...importanceSections(comparison),
    ],
    footer: `Seed ${seed}; ${grouped(resamples)} resamples; intervals of ${percent(level)}; ± is the standard error over folds.`,
  });
}

function tableOf({ caption, columns, rows }: ComparisonTable): Markup {
  return dataTable({ caption, columns, rows });
}

function chartOf(comparison: ModelComparison): Markup {
  const bars = measuredModels(comparison).flatMap(({ name, test: [figure] }) =>
    figure === undefined || figure.estimate === null
      ? []
      : [{ label: name, value: figure.estimate, text: writtenFigure(figure.estimate) }],
  );
  return barChart(`${comparison.metric.name} on the held-out rows`, bars);
}

function importanceSections(comparison: ModelComparison): readonly Markup[] {
  const models = measuredModels(comparison).filter(({ importances }) => importances !== null);
  if (models.length === 0) return [];
  const parts = models.map((model, place) => {
    const bars = (model.importances ?? [])
      .filter(({ mean }) => mean !== 0)
      .slice(0, mostFeatures)
      .map(({ feature, mean }) => ({ label: feature, value: mean, text: writtenFigure(mean) }));
    const table = tableOf(importancesTable(model, mostFeatures));
    const chart = barChart(`Loss in ${comparison.metric.name} without a feature: ${model.name}`, bars);
    return place === 0 ? [chart, unfolding('As a table', table)] : unfolding(model.name, [chart, table]);
  });
  return [section('What the models depend on', parts)];
}
