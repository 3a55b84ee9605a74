import type { VNode } from 'preact';
import { useMemo } from 'preact/hooks';
import { DataTable } from '../../components/data-table.js';
import { Panel } from '../../components/panel.js';
import { Empty, ProblemNotice, Skeleton } from '../../components/states.js';
import { Metric } from '../../components/values.js';
import { completeness } from '../../data/completeness.js';
import { useBook } from '../../data/use-book.js';
import { formatDay } from '../../format/dates.js';
import { formatCount, formatFineShare } from '../../format/numbers.js';
import { useWorkspace } from '../../session/workspace.js';
import { ImportPanel } from './import-panel.js';
import { ImportRuns } from './import-runs.js';

const firstRows = 1_000;

/** How complete the stored transactions are, what was imported, and what was refused of it. */
export function QualityView(): VNode {
  const { book } = useWorkspace();
  const { rows, readFrom, isComplete, problem } = useBook(firstRows);
  const fields = useMemo(() => completeness(rows), [rows]);
  return (
    <div class="stack">
      <div class="columns">
        <ImportPanel />
        <ImportRuns />
      </div>
      <Panel
        title="Completeness"
        note={
          readFrom === null
            ? 'Of the stored transactions'
            : `Of the newest ${formatCount(rows.length)} transactions, from ${formatDay(readFrom)} on`
        }
      >
        {problem !== null && <ProblemNotice problem={problem} retry={() => void book.retry()} />}
        {rows.length === 0 &&
          problem === null &&
          (isComplete ? <Empty title="Nothing is stored" /> : <Skeleton />)}
        {rows.length > 0 && (
          <DataTable
            caption="Share of rows that have each field"
            items={fields}
            keyOf={({ field }) => field}
            columns={[
              { label: 'Field', cell: ({ field }) => field, isHeading: true },
              {
                label: 'Present',
                cell: ({ share }) => <Metric share={share} figure={formatFineShare(share)} />,
                isNumber: true,
              },
              { label: 'Missing', cell: ({ missing }) => formatCount(missing), isNumber: true },
              { label: 'Different values', cell: ({ distinct }) => formatCount(distinct), isNumber: true },
            ]}
          />
        )}
      </Panel>
    </div>
  );
}
