import type { ModelInfoResponse, ServedTask } from '@titans/client';
import type { VNode } from 'preact';
import { useMemo } from 'preact/hooks';
import { CalibrationPlot } from '../../charts/calibration-plot.js';
import { DataTable } from '../../components/data-table.js';
import { MarkdownText } from '../../components/markdown-text.js';
import { Panel } from '../../components/panel.js';
import { Loaded } from '../../components/states.js';
import { Metric } from '../../components/values.js';
import { calibrationOf } from '../../data/card-tables.js';
import { readMarkdown } from '../../data/markdown.js';
import { formatCount, formatFigure, formatFineShare } from '../../format/numbers.js';
import { useWorkspace } from '../../session/workspace.js';
import { useResource } from '../../state/use-resource.js';
import { isShareMetric, metricWords } from './metrics.js';
import { PerformanceDetails } from './performance-details.js';

type Measurement = ModelInfoResponse['measurements'][number];

/** What was measured of a model, and its card. */
export function ModelCard({ task }: { readonly task: ServedTask }): VNode {
  const { client } = useWorkspace();
  const info = useResource((signal) => client.models.info(task, { signal }), [client, task]);
  return (
    <Panel title={`How good is ${task}?`} note="Measured on rows that the measured model had not seen">
      <Loaded resource={info} lines={9}>
        {({ measurements, card, model_sha256: sha256, trained_by: by }) => (
          <>
            <DataTable
              caption={`Measurements of ${task}`}
              items={measurements}
              keyOf={({ metric, method }) => `${metric} ${method}`}
              columns={[
                { label: 'Metric', cell: ({ metric }) => metricWords(metric), isHeading: true },
                { label: 'Value', cell: (one) => <Value measurement={one} />, isNumber: true },
                { label: 'Rows', cell: ({ n }) => formatCount(n), isNumber: true },
                { label: 'How', cell: ({ method }) => method },
              ]}
            />
            <Calibration card={card} />
            {task !== 'cashflow' && <PerformanceDetails task={task} />}
            <details class="card-text">
              <summary>The whole model card</summary>
              <MarkdownText text={card} />
              <p class="note">
                Trained by Titans {by}. SHA-256 <code>{sha256}</code>
              </p>
            </details>
          </>
        )}
      </Loaded>
    </Panel>
  );
}

/** Whether what the model states comes true, where its card tells. */
function Calibration({ card }: { readonly card: string }): VNode | null {
  const points = useMemo(() => calibrationOf(readMarkdown(card)), [card]);
  if (points.length === 0) return null;
  return (
    <>
      <h3>Is it as sure as it should be?</h3>
      <p class="note">
        What it stated, across, and what was observed, upwards; on the line they are the same.
      </p>
      <CalibrationPlot points={points} />
    </>
  );
}

function Value({ measurement: { metric, value } }: { readonly measurement: Measurement }): VNode {
  if (value === null || !isShareMetric(metric, value)) return <>{formatFigure(value)}</>;
  return <Metric share={value} figure={formatFineShare(value)} />;
}
