import { html, type Markup } from '../markup.js';
import { chartWidth, figure } from './frame.js';
import { coordinate } from './scale.js';

/** What was stated with a probability, and how often it was so. All from 0 to 1. */
export interface ReliabilityPoint {
  readonly stated: number;
  readonly observed: number;
  /** Between which the share lies for all that is known. */
  readonly lower: number;
  readonly upper: number;
  /** Shown when pointed at. */
  readonly text: string;
}

const size = 300;
const top = 10;
const left = (chartWidth - size) / 2;
const ticks = [0, 0.25, 0.5, 0.75, 1];

/** How often what was stated was so, over the probability that was stated: on the diagonal where both are one. */
export function reliabilityChart(title: string, points: readonly ReliabilityPoint[]): Markup {
  const x = (share: number): number => coordinate(left + share * size);
  const y = (share: number): number => coordinate(top + (1 - share) * size);
  const grid = ticks.map(
    (tick) =>
      html`<line class="grid" x1="${x(0)}" x2="${x(1)}" y1="${y(tick)}" y2="${y(tick)}"/><line class="grid" x1="${x(tick)}" x2="${x(tick)}" y1="${y(0)}" y2="${y(1)}"/><text class="muted" x="${x(0) - 8}" y="${y(tick) + 4}" text-anchor="end">${tick}</text><text class="muted" x="${x(tick)}" y="${y(0) + 18}" text-anchor="middle">${tick}</text>`,
  );
  const diagonal = html`<line class="axis" x1="${x(0)}" y1="${y(0)}" x2="${x(1)}" y2="${y(1)}"/>`;
  const drawn = points.map(
    ({ stated, observed, lower, upper, text }) =>
      html`<path class="in" stroke-width="1.5" d="M${x(stated)} ${y(lower)}V${y(upper)}"/><circle class="in" cx="${x(stated)}" cy="${y(observed)}" r="4"><title>${text}</title></circle>`,
  );
  const names = html`<text class="muted" x="${x(0.5)}" y="${y(0) + 38}" text-anchor="middle">stated probability</text><text class="muted" x="${x(0) - 44}" y="${y(0.5)}" text-anchor="end">share that was so</text>`;
  return figure(title, top + size + 46, [grid, diagonal, drawn, names]);
}
