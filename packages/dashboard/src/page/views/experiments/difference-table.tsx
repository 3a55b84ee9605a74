import type { ExperimentMetricInfo } from '@titans/core/contract';
import type { VNode } from 'preact';
import { DataTable } from '../../components/data-table.js';
import { Badge } from '../../components/values.js';
import { formatCount, formatFigure } from '../../format/numbers.js';
import { measureWords, metricFigure, verdictWords } from './words.js';

/** Metrics of both versions, and how they differ. */
export function DifferenceTable({
  caption,
  metrics,
  level,
}: {
  readonly caption: string;
  readonly metrics: readonly ExperimentMetricInfo[];
  /** Probability with which the intervals hold, in words. */
  readonly level: string;
}): VNode {
  const value = (one: ExperimentMetricInfo, variant: 'champion' | 'challenger'): string =>
    `${metricFigure(one.metric, one[variant].mean)} of ${formatCount(one[variant].rows)}`;
  return (
    <DataTable
      caption={caption}
      items={metrics}
      keyOf={({ metric }) => metric}
      columns={[
        { label: 'Metric', cell: ({ metric }) => measureWords(metric), isHeading: true },
        { label: 'Champion', cell: (one) => value(one, 'champion'), isNumber: true },
        { label: 'Challenger', cell: (one) => value(one, 'challenger'), isNumber: true },
        {
          label: 'Difference',
          cell: ({ metric, difference }) => metricFigure(metric, difference, true),
          isNumber: true,
        },
        {
          label: `${level} interval`,
          cell: ({ metric, lower, upper }) =>
            lower === null || upper === null
              ? '—'
              : `${metricFigure(metric, lower, true)} to ${metricFigure(metric, upper, true)}`,
          isNumber: true,
        },
        { label: 'p', cell: ({ p_value: p }) => formatFigure(p), isNumber: true },
        {
          label: 'Says',
          cell: ({ state }) => <Badge tone={verdictWords[state].tone}>{verdictWords[state].word}</Badge>,
        },
      ]}
    />
  );
}
