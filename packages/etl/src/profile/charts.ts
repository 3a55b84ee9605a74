import { escapeHtml } from './escape-html.js';

/** One bar of a chart. */
export interface Bar {
  readonly label: string;
  readonly value: number;
  /** Written behind the bar. */
  readonly text: string;
}

/** Points of a line, by day. */
export interface DayPoint {
  readonly date: string;
  readonly value: number;
}

const width = 720;

/** Horizontal bars, one row each, from a common zero; negative values go to the left. */
export function barChart(title: string, bars: readonly Bar[]): string {
  const rowHeight = 22;
  const labelWidth = 180;
  const textWidth = 110;
  const plotWidth = width - labelWidth - textWidth;
  const low = Math.min(0, ...bars.map((bar) => bar.value));
  const high = Math.max(0, ...bars.map((bar) => bar.value));
  const scale = plotWidth / (high - low || 1);
  const x = (value: number): number => labelWidth + (value - low) * scale;
  const rows = bars.map((bar, index) => {
    const y = index * rowHeight;
    const left = Math.min(x(0), x(bar.value));
    const length = Math.max(Math.abs(x(bar.value) - x(0)), 0.5);
    const label = escapeHtml(bar.label.length > 26 ? `${bar.label.slice(0, 25)}…` : bar.label);
    const kind = bar.value < 0 ? 'out' : 'in';
    return `<text x="${labelWidth - 8}" y="${y + 15}" text-anchor="end">${label}</text><rect class="${kind}" x="${round(left)}" y="${y + 4}" width="${round(length)}" height="${rowHeight - 8}"/><text x="${width - textWidth + 8}" y="${y + 15}">${escapeHtml(bar.text)}</text>`;
  });
  return svg(title, bars.length * rowHeight, rows.join(''));
}

/** One vertical line per day from zero to its value, over a time axis. */
export function dayChart(title: string, points: readonly DayPoint[]): string {
  const height = 220;
  const margin = { left: 70, right: 10, top: 10, bottom: 24 };
  const days = points.map((point) => Date.parse(point.date) / 86_400_000);
  const firstDay = days[0] ?? 0;
  const lastDay = days.at(-1) ?? 1;
  // There may be more days than a call takes arguments.
  const low = points.reduce((lowest, point) => Math.min(lowest, point.value), 0);
  const high = points.reduce((highest, point) => Math.max(highest, point.value), 0);
  const plotWidth = width - margin.left - margin.right;
  const plotHeight = height - margin.top - margin.bottom;
  const x = (day: number): number => margin.left + ((day - firstDay) / (lastDay - firstDay || 1)) * plotWidth;
  const y = (value: number): number => margin.top + ((high - value) / (high - low || 1)) * plotHeight;
  const stroke = Math.max(1, Math.min(6, plotWidth / (lastDay - firstDay + 1) - 1));
  const lines = points.map((point, index) => {
    const at = round(x(days[index] as number));
    const kind = point.value < 0 ? 'out' : 'in';
    return `<line class="${kind}" x1="${at}" x2="${at}" y1="${round(y(0))}" y2="${round(y(point.value))}" stroke-width="${round(stroke)}"/>`;
  });
  const axis = `<line class="axis" x1="${margin.left}" x2="${width - margin.right}" y1="${round(y(0))}" y2="${round(y(0))}"/>`;
  const labels = [
    `<text x="${margin.left - 8}" y="${round(y(high)) + 4}" text-anchor="end">${round(high)}</text>`,
    low < 0
      ? `<text x="${margin.left - 8}" y="${round(y(low)) + 4}" text-anchor="end">${round(low)}</text>`
      : '',
    `<text x="${margin.left}" y="${height - 6}">${escapeHtml(points[0]?.date ?? '')}</text>`,
    `<text x="${width - margin.right}" y="${height - 6}" text-anchor="end">${escapeHtml(points.at(-1)?.date ?? '')}</text>`,
  ];
  return svg(title, height, lines.join('') + axis + labels.join(''));
}

function svg(title: string, height: number, content: string): string {
  return `<svg viewBox="0 0 ${width} ${Math.max(height, 1)}" role="img" aria-label="${escapeHtml(title)}">${content}</svg>`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
