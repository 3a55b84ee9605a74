import { type HtmlContent, html, type Markup } from '../markup.js';
import { coordinate, shortNumber, type Ticks } from './scale.js';

/** Width of every chart in units of its own; the page scales it. */
export const chartWidth = 720;

/** Where the data of a chart with a value axis at the left are drawn. */
export const plot = { left: 64, right: 708, top: 26, bottom: 210, height: 240 } as const;

/** A drawing with a name, for those who cannot see it too. */
export function figure(title: string, height: number, drawing: HtmlContent): Markup {
  return html`<figure><svg viewBox="0 0 ${chartWidth} ${Math.max(1, height)}" role="img" aria-label="${title}">${drawing}</svg><figcaption>${title}</figcaption></figure>
`;
}

/** The height at which a value is drawn. */
export function heightOf(value: number, { low, high }: Ticks): number {
  return plot.top + ((high - value) / (high - low)) * (plot.bottom - plot.top);
}

/** Grid lines with their values, the line of zero, and what the values are. */
export function valueAxis(ticks: Ticks, valueLabel: string): Markup {
  const lines = ticks.values.map((value) => {
    const y = coordinate(heightOf(value, ticks));
    return html`<line class="${value === 0 ? 'axis' : 'grid'}" x1="${plot.left}" x2="${plot.right}" y1="${y}" y2="${y}"/><text class="muted" x="${plot.left - 8}" y="${y + 4}" text-anchor="end">${shortNumber(value)}</text>`;
  });
  return html`<text class="muted" x="${plot.left - 8}" y="12" text-anchor="end">${valueLabel}</text>${lines}`;
}
