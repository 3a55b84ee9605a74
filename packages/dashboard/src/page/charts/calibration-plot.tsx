import type { VNode } from 'preact';
import { DataTable } from '../components/data-table.js';
import type { CalibrationPoint } from '../data/card-tables.js';
import { formatCount, formatFineShare, formatShare } from '../format/numbers.js';
import { Chart, ValueAxis } from './chart.js';

const ticks = [0, 0.25, 0.5, 0.75, 1];
const largestRadius = 9;
const mostWidth = 360;

/** What was stated against what was observed: on the diagonal, eight of ten answers that are 80 % sure are right. */
export function CalibrationPlot({ points }: { readonly points: readonly CalibrationPoint[] }): VNode {
  const most = Math.max(1, ...points.map(({ n }) => n));
  const gap = points.reduce((sum, { stated, observed, n }) => sum + Math.abs(stated - observed) * n, 0);
  const rows = points.reduce((sum, { n }) => sum + n, 0);
  return (
    <Chart
      summary={`What was stated and what was observed, in ${points.length} groups of ${formatCount(rows)} unseen rows: on average ${formatFineShare(rows === 0 ? 0 : gap / rows)} apart.`}
      height={280}
      draw={(size) => {
        const { left, top, bottom, height } = size;
        const right = Math.min(size.width - size.right, left + mostWidth);
        const x = (share: number): number => left + share * (right - left);
        const y = (share: number): number => height - bottom - share * (height - top - bottom);
        return (
          <>
            <ValueAxis
              ticks={ticks}
              at={y}
              size={{ ...size, width: right + size.right }}
              format={formatShare}
            />
            {ticks.map((tick) => (
              <text
                key={tick}
                x={x(tick)}
                y={height - 6}
                text-anchor={tick === 0 ? 'start' : tick === 1 ? 'end' : 'middle'}
              >
                {formatShare(tick)}
              </text>
            ))}
            <line class="diagonal" x1={x(0)} y1={y(0)} x2={x(1)} y2={y(1)} />
            {points.map(({ stated, observed, lower, upper, n }) => (
              <g key={stated}>
                <title>{`Stated ${formatFineShare(stated)}, observed ${formatFineShare(observed)}, of ${formatCount(n)} rows`}</title>
                {lower !== null && upper !== null && (
                  <line class="whisker" x1={x(stated)} x2={x(stated)} y1={y(lower)} y2={y(upper)} />
                )}
                <circle
                  class="line-dot"
                  cx={x(stated)}
                  cy={y(observed)}
                  r={3 + (largestRadius - 3) * Math.sqrt(n / most)}
                />
              </g>
            ))}
          </>
        );
      }}
      table={
        <DataTable
          caption="What was stated and what was observed"
          items={points}
          keyOf={({ stated }) => stated}
          columns={[
            { label: 'Stated', cell: ({ stated }) => formatFineShare(stated), isHeading: true },
            { label: 'Observed', cell: ({ observed }) => formatFineShare(observed), isNumber: true },
            {
              label: '95 % interval',
              cell: ({ lower, upper }) =>
                lower === null || upper === null
                  ? '—'
                  : `${formatFineShare(lower)} to ${formatFineShare(upper)}`,
              isNumber: true,
            },
            { label: 'Rows', cell: ({ n }) => formatCount(n), isNumber: true },
          ]}
        />
      }
    />
  );
}
