import { fromEpochDay } from '../../calendar/plain-date.js';
import { html, type Markup } from '../markup.js';
import { figure, heightOf, plot, valueAxis } from './frame.js';
import { coordinate, ticksFor } from './scale.js';

/** The value of one day. */
export interface DayPoint {
  /** Days since 1970-01-01. */
  readonly day: number;
  readonly value: number;
}

/** More lines than that cannot be told apart. */
const mostLines = 644;

/**
 * A line from zero to the value of every day, over time. Where there are more days than can be told apart, days that
 * fall together show the highest and the lowest of them: no extreme is lost.
 *
 * @param points Rising by day.
 */
export function dayChart(title: string, valueLabel: string, points: readonly DayPoint[]): Markup {
  const first = points[0]?.day ?? 0;
  const last = points.at(-1)?.day ?? first;
  const span = last - first + 1;
  const slots = Math.min(span, mostLines);
  const lows = new Float64Array(slots);
  const highs = new Float64Array(slots);
  let low = 0;
  let high = 0;
  for (const { day, value } of points) {
    const slot = Math.floor(((day - first) / span) * slots);
    if (value < (lows[slot] as number)) lows[slot] = value;
    if (value > (highs[slot] as number)) highs[slot] = value;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const ticks = ticksFor(low, high);
  const step = (plot.right - plot.left) / slots;
  const zero = coordinate(heightOf(0, ticks));
  const lines = (values: Float64Array): string => {
    let path = '';
    for (const [slot, value] of values.entries()) {
      if (value === 0) continue;
      path += `M${coordinate(plot.left + (slot + 0.5) * step)} ${zero}V${coordinate(heightOf(value, ticks))}`;
    }
    return path;
  };
  const stroke = coordinate(Math.max(0.8, Math.min(12, step * 0.8)));
  const drawn = html`<path class="in" stroke-width="${stroke}" d="${lines(highs)}"/><path class="out" stroke-width="${stroke}" d="${lines(lows)}"/>`;
  return figure(title, plot.height, [valueAxis(ticks, valueLabel), drawn, dateAxis(first, last)]);
}

/** Five dates, evenly apart. */
function dateAxis(first: number, last: number): readonly Markup[] {
  const places = last - first < 4 ? [0, 1] : [0, 0.25, 0.5, 0.75, 1];
  return places.map((place) => {
    const day = Math.round(first + place * (last - first));
    const at =
      last === first ? plot.left : plot.left + ((day - first) / (last - first)) * (plot.right - plot.left);
    const anchor = place === 0 ? 'start' : place === 1 ? 'end' : 'middle';
    return html`<text class="muted" x="${coordinate(at)}" y="${plot.bottom + 18}" text-anchor="${anchor}">${fromEpochDay(day)}</text>`;
  });
}
