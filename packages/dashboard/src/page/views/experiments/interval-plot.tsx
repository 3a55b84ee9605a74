import type { ExperimentMetricInfo } from '@titans/core/contract';
import type { VNode } from 'preact';
import { Chart } from '../../charts/chart.js';
import { niceScale } from '../../charts/scale.js';
import { DifferenceTable } from './difference-table.js';
import { measureWords, metricFigure } from './words.js';

const height = 84;
const wordWidth = 70;

/** The difference that decides, with its interval: where that does not touch zero, the versions differ. */
export function IntervalPlot({
  metric,
  level,
}: {
  readonly metric: ExperimentMetricInfo;
  readonly level: string;
}): VNode | null {
  const { metric: name, difference, lower, upper } = metric;
  if (difference === null || lower === null || upper === null) return null;
  const figure = (value: number): string => metricFigure(name, value, true);
  return (
    <Chart
      summary={`Challenger less champion, ${measureWords(name)}: ${figure(difference)}, with ${level} probability between ${figure(lower)} and ${figure(upper)} at all looks together.`}
      height={height}
      draw={({ width, left, right, top, bottom, height: full }) => {
        const tickCount = Math.max(2, Math.floor((width - left) / wordWidth / 1.5));
        const x = niceScale([0, lower, upper], [left, width - right - 16], tickCount);
        const middle = (top + full - bottom) / 2;
        return (
          <>
            <g class="axis">
              {x.ticks.map((tick) => (
                <g key={tick}>
                  <line
                    class={Math.abs(tick) < 1e-12 ? 'zero' : 'grid-line'}
                    x1={x(tick)}
                    x2={x(tick)}
                    y1={top}
                    y2={full - bottom}
                  />
                  <text x={x(tick)} y={full - 6} text-anchor="middle">
                    {figure(tick)}
                  </text>
                </g>
              ))}
            </g>
            <line class="whisker" x1={x(lower)} x2={x(upper)} y1={middle} y2={middle} />
            {[lower, upper].map((end) => (
              <line key={end} class="whisker" x1={x(end)} x2={x(end)} y1={middle - 6} y2={middle + 6} />
            ))}
            <circle class="line-dot" cx={x(difference)} cy={middle} r={6} />
          </>
        );
      }}
      table={<DifferenceTable caption="The difference that decides" metrics={[metric]} level={level} />}
    />
  );
}
