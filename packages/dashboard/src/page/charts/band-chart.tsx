import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { DataTable } from '../components/data-table.js';
import { formatDay, formatShortDay } from '../format/dates.js';
import { formatMoney, formatShare } from '../format/numbers.js';
import { Chart, type ChartSize, ValueAxis } from './chart.js';
import { labelEvery, niceScale, type Scale } from './scale.js';

/** A value at the end of a day with the interval that it lies in. */
export interface BandPoint {
  readonly date: string;
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
}

export interface BandChartProps {
  readonly name: string;
  readonly points: readonly BandPoint[];
  readonly currency: string;
  /** Nominal coverage of the intervals. */
  readonly level: number;
  /** A line that should not be crossed. */
  readonly floor?: number | undefined;
}

/** A line of days ahead within the band of its intervals. */
export function BandChart({ name, points, currency, level, floor }: BandChartProps): VNode {
  const [pointed, setPointed] = useState<number | null>(null);
  const money = (amount: number): string => formatMoney(amount, currency);
  const last = points.at(-1);
  const summary =
    last === undefined
      ? name
      : `${name} until ${formatDay(last.date)}: ${money(last.value)}, with ${formatShare(level)} probability between ${money(last.lower)} and ${money(last.upper)}.`;
  return (
    <Chart
      summary={summary}
      height={240}
      legend={[
        { label: name, tone: 'line' },
        { label: `${formatShare(level)} interval`, tone: 'band' },
      ]}
      draw={(size) => (
        <Drawing
          {...{ size, points, currency, floor, pointed }}
          onPoint={setPointed}
          describe={({ date, value, lower, upper }) =>
            `${formatShortDay(date)}: ${money(value)} (${money(lower)} to ${money(upper)})`
          }
        />
      )}
      table={
        <DataTable
          caption={name}
          items={points}
          keyOf={({ date }) => date}
          columns={[
            { label: 'Day', cell: ({ date }) => formatDay(date), isHeading: true },
            { label: 'Expected', cell: ({ value }) => money(value), isNumber: true },
            { label: 'From', cell: ({ lower }) => money(lower), isNumber: true },
            { label: 'To', cell: ({ upper }) => money(upper), isNumber: true },
          ]}
        />
      }
    />
  );
}

interface DrawingProps {
  readonly size: ChartSize;
  readonly points: readonly BandPoint[];
  readonly currency: string;
  readonly floor: number | undefined;
  readonly pointed: number | null;
  readonly onPoint: (index: number | null) => void;
  readonly describe: (point: BandPoint) => string;
}

function Drawing(props: DrawingProps): VNode {
  const { size, points, currency, floor, pointed, onPoint, describe } = props;
  const { width, height, left, right, top, bottom } = size;
  const values = points.flatMap(({ lower, upper }) => [lower, upper]);
  const at = niceScale(floor === undefined ? values : [...values, floor], [height - bottom, top], 5);
  const step = points.length < 2 ? 0 : (width - left - right) / (points.length - 1);
  const x = (index: number): number => left + step * index;
  const every = labelEvery(points.length, width - left - right, 56);
  const point = pointed === null ? undefined : points[pointed];
  return (
    <g
      onPointerMove={(event) => {
        const box = event.currentTarget.ownerSVGElement?.getBoundingClientRect();
        if (box === undefined || step === 0) return;
        const index = Math.round((event.clientX - box.left - left) / step);
        onPoint(index >= 0 && index < points.length ? index : null);
      }}
      onPointerLeave={() => onPoint(null)}
    >
      <rect
        class="hit"
        x={left}
        y={top}
        width={Math.max(0, width - left - right)}
        height={height - top - bottom}
      />
      <ValueAxis
        ticks={at.ticks}
        at={at}
        size={size}
        format={(value) => formatMoney(value, currency, true)}
      />
      <path class="band" d={bandPath(points, x, at)} />
      <path class="line" d={linePath(points, x, at)} />
      {floor !== undefined && (
        <line class="floor" x1={left} x2={width - right} y1={at(floor)} y2={at(floor)} />
      )}
      {points.map(
        ({ date }, index) =>
          index % every === 0 && (
            <text key={date} x={x(index)} y={height - 6} text-anchor={index === 0 ? 'start' : 'middle'}>
              {formatShortDay(date)}
            </text>
          ),
      )}
      {point !== undefined && pointed !== null && (
        <g class="pointed">
          <line x1={x(pointed)} x2={x(pointed)} y1={top} y2={height - bottom} />
          <circle class="line-dot" cx={x(pointed)} cy={at(point.value)} r="4" />
          <text x={width - right} y={top + 4} text-anchor="end">
            {describe(point)}
          </text>
        </g>
      )}
    </g>
  );
}

function linePath(points: readonly BandPoint[], x: (index: number) => number, at: Scale): string {
  return points.map(({ value }, index) => `${index === 0 ? 'M' : 'L'}${x(index)} ${at(value)}`).join('');
}

function bandPath(points: readonly BandPoint[], x: (index: number) => number, at: Scale): string {
  if (points.length === 0) return '';
  const there = points.map(({ upper }, index) => `${x(index)} ${at(upper)}`);
  const back = points.map(({ lower }, index) => `${x(index)} ${at(lower)}`).reverse();
  return `M${[...there, ...back].join('L')}Z`;
}
