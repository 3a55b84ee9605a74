import type { ServiceEvent } from '@titans/client';
import type { VNode } from 'preact';
import { DataTable } from '../../components/data-table.js';
import { Panel } from '../../components/panel.js';
import { Empty } from '../../components/states.js';
import { formatMoment } from '../../format/dates.js';
import { formatCount } from '../../format/numbers.js';
import { useWorkspace } from '../../session/workspace.js';
import { useObserved } from '../../state/use-observed.js';

const shown = 20;

/** The imports that the service remembers since it started. */
export function ImportRuns(): VNode {
  const { live } = useWorkspace();
  const events = useObserved(live.events);
  const runs = events.filter(({ type }) => type === 'import').slice(0, shown);
  return (
    <Panel title="Imports" note="Since the server started, the latest first">
      {runs.length === 0 ? (
        <Empty title="No import since then" />
      ) : (
        <DataTable
          caption="Imports"
          items={runs}
          keyOf={({ id }) => id}
          columns={[
            { label: 'When', cell: ({ at }) => formatMoment(at), isHeading: true },
            { label: 'By', cell: ({ data }) => <bdi>{String(data.by ?? '—')}</bdi> },
            { label: 'Rows', cell: countOf('in'), isNumber: true },
            { label: 'Added', cell: countOf('loaded'), isNumber: true },
            { label: 'Updated', cell: countOf('updated'), isNumber: true },
            { label: 'Refused', cell: countOf('quarantined'), isNumber: true },
          ]}
        />
      )}
    </Panel>
  );
}

function countOf(name: string): (event: ServiceEvent) => string {
  return ({ data }) => {
    const value = data[name];
    return typeof value === 'number' ? formatCount(value) : '—';
  };
}
