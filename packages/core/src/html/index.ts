/**
 * Reports as one HTML document without scripts, in one look: whatever is put in is escaped. Runs everywhere.
 *
 * @module
 */
export { type Bar, barChart } from './charts/bar-chart.js';
export { type Column, columnChart } from './charts/column-chart.js';
export { type DayPoint, dayChart } from './charts/day-chart.js';
export { type ReliabilityPoint, reliabilityChart } from './charts/reliability-chart.js';
export { clipped } from './clipped.js';
export { dataTable, grouped, groupedAmount, type TableColumn, type TableContent } from './data-table.js';
export { badge, type Fact, factList, section, unfolding } from './facts.js';
export { type HtmlContent, html, type Markup } from './markup.js';
export { htmlPage, type PageContent } from './page.js';
