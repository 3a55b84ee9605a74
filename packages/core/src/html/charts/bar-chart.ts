import { clipped } from '../clipped.js';
import { html, type Markup } from '../markup.js';
import { chartWidth, figure } from './frame.js';
import { coordinate } from './scale.js';

/** One bar of a chart. */
export interface Bar {
  readonly label: string;
  readonly value: number;
  /** Written behind the bar. */
  readonly text: string;
}

const rowHeight = 22;
const labelWidth = 190;
const textWidth = 130;
const mostCharacters = 28;

/** Horizontal bars, one row each, from a common zero; negative values go to the left. */
export function barChart(title: string, bars: readonly Bar[]): Markup {
  const low = bars.reduce((lowest, { value }) => Math.min(lowest, value), 0);
  const high = bars.reduce((highest, { value }) => Math.max(highest, value), 0);
  const scale = (chartWidth - labelWidth - textWidth) / (high - low || 1);
  const x = (value: number): number => labelWidth + (value - low) * scale;
  const zero = coordinate(x(0));
  const rows = bars.map(({ label, value, text }, index) => {
    const y = index * rowHeight;
    const left = coordinate(Math.min(zero, x(value)));
    const length = coordinate(Math.max(Math.abs(x(value) - zero), 0.5));
    return html`<text x="${labelWidth - 8}" y="${y + 15}" text-anchor="end">${clipped(label, mostCharacters)}</text><rect class="${value < 0 ? 'out' : 'in'}" x="${left}" y="${y + 4}" width="${length}" height="${rowHeight - 8}"/><text x="${chartWidth - textWidth + 8}" y="${y + 15}">${text}</text>`;
  });
  const height = bars.length * rowHeight;
  const axis = html`<line class="axis" x1="${zero}" x2="${zero}" y1="0" y2="${height}"/>`;
  return figure(title, height, [rows, axis]);
}
