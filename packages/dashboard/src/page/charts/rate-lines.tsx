import type { VNode } from 'preact';
import { DataTable } from '../components/data-table.js';
import type { Rate } from '../data/traffic.js';
import { formatClock } from '../format/dates.js';
import { formatCompact, formatRate } from '../format/numbers.js';
import { Chart, ValueAxis } from './chart.js';
import { niceScale } from './scale.js';

const series = [
  { key: 'requests', label: 'Requests', tone: 'line' },
  { key: 'predictions', label: 'Predictions', tone: 'second' },
  { key: 'failed', label: 'Failures', tone: 'out' },
] as const;

/** What happened per second, over the last minutes. */
export function RateLines({ rates, spanMs }: { rates: readonly Rate[]; spanMs: number }): VNode {
  const last = rates.at(-1);
  const end = last?.at ?? 0;
  return (
    <Chart
      summary={`Per second, at the last look: ${formatRate(last?.requests ?? 0)} requests, ${formatRate(last?.predictions ?? 0)} predictions, ${formatRate(last?.failed ?? 0)} failures.`}
      height={220}
      legend={series}
      draw={(size) => {
        const { width, height, left, right, top, bottom } = size;
        const values = rates.flatMap(({ requests, failed, predictions }) => [requests, failed, predictions]);
        const at = niceScale([0, ...values], [height - bottom, top], 4);
        const x = (moment: number): number =>
          width - right - ((end - moment) / spanMs) * (width - left - right);
        return (
          <>
            <ValueAxis ticks={at.ticks} at={at} size={size} format={formatCompact} />
            {series.map(({ key, tone }) => (
              <path
                key={key}
                class={`rate ${tone}`}
                d={rates
                  .map((rate, index) => `${index === 0 ? 'M' : 'L'}${x(rate.at)} ${at(rate[key])}`)
                  .join('')}
              />
            ))}
            <text x={width - right} y={height - 6} text-anchor="end">
              {formatClock(end)}
            </text>
            <text x={left} y={height - 6}>
              {formatClock(end - spanMs)}
            </text>
          </>
        );
      }}
      table={
        <DataTable
          caption="What happened per second"
          items={rates.toReversed()}
          keyOf={({ at }) => at}
          columns={[
            { label: 'Time', cell: ({ at }) => formatClock(at), isHeading: true },
            ...series.map(({ key, label }) => ({
              label,
              cell: (rate: Rate) => formatRate(rate[key]),
              isNumber: true,
            })),
          ]}
        />
      }
    />
  );
}
