import type { ServedTask } from '@titans/client';
import type { PerformanceResponse } from '@titans/core/contract';
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { DataTable } from '../../components/data-table.js';
import { Loaded } from '../../components/states.js';
import { Badge, Figure } from '../../components/values.js';
import { formatMoment } from '../../format/dates.js';
import { formatCount, formatFigure, formatFineShare } from '../../format/numbers.js';
import { useWorkspace } from '../../session/workspace.js';
import { useResource } from '../../state/use-resource.js';
import { metricWords } from './metrics.js';

const states = {
  degraded: { tone: 'bad', word: 'Worse than it was' },
  as_expected: { tone: 'good', word: 'As expected' },
  unlabelled: { tone: 'neutral', word: 'Nothing to judge it by yet' },
} as const;

/**
 * How a model does on what it is asked. It is asked for when it is opened: servers watch their models only if they are told
 * to.
 */
export function PerformanceDetails({ task }: { readonly task: ServedTask }): VNode {
  const { client } = useWorkspace();
  const [isOpen, setOpen] = useState(false);
  const resource = useResource(isOpen ? (signal) => client.models.performance(task, { signal }) : null, [
    client,
    task,
    isOpen,
  ]);
  return (
    <details class="card-text" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>How it does on what it is asked now</summary>
      {isOpen && (
        <Loaded resource={resource} lines={4}>
          {(performance) => <Performance performance={performance} />}
        </Loaded>
      )}
    </details>
  );
}

function Performance({ performance }: { readonly performance: PerformanceResponse }): VNode {
  const { state, since, figures, predictions, labels, corrections, confirmations } = performance;
  const { tone, word } = states[state];
  return (
    <>
      <p>
        <Badge tone={tone}>{word}</Badge> <span class="note">Watched since {formatMoment(since)}</span>
      </p>
      <dl class="stats small">
        <Figure label="Answers" value={formatCount(predictions)} />
        <Figure label="Judged" value={formatCount(labels)} />
        <Figure label="Corrected" value={formatCount(corrections)} />
        <Figure label="Confirmed" value={formatCount(confirmations)} />
      </dl>
      {figures.length > 0 && (
        <DataTable
          caption="How it does now, and how it did in training"
          items={figures}
          keyOf={({ metric }) => metric}
          columns={[
            { label: 'Metric', cell: ({ metric }) => metricWords(metric), isHeading: true },
            { label: 'Now', cell: ({ value }) => formatFigure(value), isNumber: true },
            {
              label: '95 % interval',
              cell: ({ lower, upper }) =>
                lower === null || upper === null ? '—' : `${formatFigure(lower)} to ${formatFigure(upper)}`,
              isNumber: true,
            },
            { label: 'In training', cell: ({ baseline }) => formatFigure(baseline), isNumber: true },
            { label: 'Rows', cell: ({ n }) => formatCount(n), isNumber: true },
          ]}
        />
      )}
      {performance.current_accuracy !== null && (
        <p class="note">
          {metricWords(performance.metric)} of the last evaluation:{' '}
          {formatFineShare(performance.current_accuracy)}.
        </p>
      )}
    </>
  );
}
