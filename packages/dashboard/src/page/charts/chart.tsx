import type { ComponentChildren, VNode } from 'preact';
import { useWidth } from '../state/use-width.js';

export interface ChartSize {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export interface ChartProps {
  /** What is to be seen, in one sentence: read instead of the picture. */
  readonly summary: string;
  readonly height: number;
  readonly legend?: readonly { readonly label: string; readonly tone: string }[];
  readonly draw: (size: ChartSize) => ComponentChildren;
  /** The same as figures. */
  readonly table: ComponentChildren;
}

/** Places have no width while they are laid out, and axes need some. */
const leastWidth = 160;

/** A picture as wide as its place, with the same as a table for whoever cannot see it or wants the figures. */
export function Chart({ summary, height, legend = [], draw, table }: ChartProps): VNode {
  const [ref, found] = useWidth<HTMLDivElement>(640);
  const width = Math.max(leastWidth, found);
  const size = { width, height, left: 56, right: 8, top: 10, bottom: 24 };
  return (
    <figure class="chart">
      {legend.length > 0 && (
        <ul class="legend" aria-hidden="true">
          {legend.map(({ label, tone }) => (
            <li key={label}>
              <span class={`swatch ${tone}`} />
              {label}
            </li>
          ))}
        </ul>
      )}
      <div ref={ref} class="chart-place" style={{ height: `${height}px` }}>
        <svg role="img" aria-label={summary} width={width} height={height} viewBox={`0 0 ${width} ${height}`}>
          {draw(size)}
        </svg>
      </div>
      <details class="as-table">
        <summary>Figures as a table</summary>
        {table}
      </details>
    </figure>
  );
}

/** Lines across with their values at the left. */
export function ValueAxis({
  ticks,
  at,
  size,
  format,
}: {
  readonly ticks: readonly number[];
  readonly at: (value: number) => number;
  readonly size: ChartSize;
  readonly format: (value: number) => string;
}): VNode {
  return (
    <g class="axis">
      {ticks.map((tick) => (
        <g key={tick}>
          <line
            class={tick === 0 ? 'zero' : 'grid-line'}
            x1={size.left}
            x2={size.width - size.right}
            y1={at(tick)}
            y2={at(tick)}
          />
          <text x={size.left - 8} y={at(tick)} dy="0.32em" text-anchor="end">
            {format(tick)}
          </text>
        </g>
      ))}
    </g>
  );
}
