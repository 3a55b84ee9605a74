import { html, type Markup } from '../markup.js';
import { figure, heightOf, plot, valueAxis } from './frame.js';
import { coordinate, ticksFor } from './scale.js';

/** One place along the axis with what came in and went out there; `out` is drawn below zero if it is negative. */
export interface Column {
  readonly label: string;
  readonly values: readonly number[];
}

/** Upright columns over names, for example one per month: from zero, negative values downwards. */
export function columnChart(title: string, valueLabel: string, columns: readonly Column[]): Markup {
  let low = 0;
  let high = 0;
  for (const { values } of columns) {
    for (const value of values) {
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  const ticks = ticksFor(low, high);
  const step = (plot.right - plot.left) / Math.max(columns.length, 1);
  const width = coordinate(Math.min(48, step * 0.75));
  const zero = heightOf(0, ticks);
  const drawn = columns.map(({ values }, index) => {
    const x = coordinate(plot.left + (index + 0.5) * step - width / 2);
    return values.map((value) => {
      const y = heightOf(value, ticks);
      const top = coordinate(Math.min(y, zero));
      return html`<rect class="${value < 0 ? 'out' : 'in'}" x="${x}" y="${top}" width="${width}" height="${coordinate(Math.abs(y - zero))}"/>`;
    });
  });
  const longest = columns.reduce((length, { label }) => Math.max(length, label.length), 1);
  const every = Math.max(1, Math.ceil((longest * 7 + 8) / step));
  const labels = columns.map(({ label }, index) =>
    index % every === 0
      ? html`<text class="muted" x="${coordinate(plot.left + (index + 0.5) * step)}" y="${plot.bottom + 18}" text-anchor="middle">${label}</text>`
      : null,
  );
  return figure(title, plot.height, [valueAxis(ticks, valueLabel), drawn, labels]);
}
