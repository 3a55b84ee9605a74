import type { VNode } from 'preact';
import { DataTable } from '../components/data-table.js';
import type { MonthFlow } from '../data/months.js';
import { formatMonth, formatMonthYear } from '../format/dates.js';
import { formatMoney } from '../format/numbers.js';
import { Chart, ValueAxis } from './chart.js';
import { labelEvery, niceScale } from './scale.js';

/** What came in above the line and what went out below it, month by month, and what was left as a mark. */
export function MonthBars({ flows, currency }: { flows: readonly MonthFlow[]; currency: string }): VNode {
  const money = (amount: number): string => formatMoney(amount, currency);
  const [first, last] = [flows[0]?.month ?? '', flows.at(-1)?.month ?? ''];
  const total = (of: 'in' | 'out'): number => flows.reduce((sum, flow) => sum + flow[of], 0);
  return (
    <Chart
      summary={`Money in and out by month, ${formatMonthYear(first)} to ${formatMonthYear(last)}: ${money(total('in'))} in, ${money(total('out'))} out.`}
      height={240}
      legend={[
        { label: 'In', tone: 'in' },
        { label: 'Out', tone: 'out' },
        { label: 'Left', tone: 'net' },
      ]}
      draw={(size) => {
        const { width, height, left, right, top, bottom } = size;
        const values = flows.flatMap((flow) => [flow.in, -flow.out]);
        const at = niceScale([0, ...values], [height - bottom, top], 5);
        const step = (width - left - right) / flows.length;
        const bar = Math.max(2, Math.min(34, step * 0.55));
        const every = labelEvery(flows.length, width - left - right, 38);
        return (
          <>
            <ValueAxis
              ticks={at.ticks}
              at={at}
              size={size}
              format={(value) => formatMoney(value, currency, true)}
            />
            {flows.map((flow, index) => {
              const middle = left + step * (index + 0.5);
              return (
                <g key={flow.month}>
                  <title>{`${formatMonthYear(flow.month)}: ${money(flow.in)} in, ${money(flow.out)} out, ${money(flow.in - flow.out)} left`}</title>
                  <rect
                    class="hit"
                    x={left + step * index}
                    y={top}
                    width={step}
                    height={height - top - bottom}
                  />
                  <rect
                    class="in"
                    x={middle - bar / 2}
                    y={at(flow.in)}
                    width={bar}
                    height={at(0) - at(flow.in)}
                    rx="2"
                  />
                  <rect
                    class="out"
                    x={middle - bar / 2}
                    y={at(0)}
                    width={bar}
                    height={at(-flow.out) - at(0)}
                    rx="2"
                  />
                  <circle class="net" cx={middle} cy={at(flow.in - flow.out)} r="3.5" />
                  {index % every === 0 && (
                    <text x={middle} y={height - 6} text-anchor="middle">
                      {formatMonth(flow.month)}
                    </text>
                  )}
                </g>
              );
            })}
          </>
        );
      }}
      table={
        <DataTable
          caption="Money in and out by month"
          items={flows}
          keyOf={({ month }) => month}
          columns={[
            { label: 'Month', cell: ({ month }) => formatMonthYear(month), isHeading: true },
            { label: 'In', cell: (flow) => money(flow.in), isNumber: true },
            { label: 'Out', cell: (flow) => money(flow.out), isNumber: true },
            { label: 'Left', cell: (flow) => money(flow.in - flow.out), isNumber: true },
            { label: 'Transactions', cell: ({ count }) => String(count), isNumber: true },
          ]}
        />
      }
    />
  );
}
