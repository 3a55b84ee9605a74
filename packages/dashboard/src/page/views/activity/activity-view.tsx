import type { ServiceEvent } from '@titans/client';
import type { VNode } from 'preact';
import { Panel } from '../../components/panel.js';
import { Empty, ProblemNotice } from '../../components/states.js';
import type { Tone } from '../../components/tone.js';
import { Badge } from '../../components/values.js';
import { formatMoment } from '../../format/dates.js';
import { useWorkspace } from '../../session/workspace.js';
import { useObserved } from '../../state/use-observed.js';

const shown = 100;
const tones: Readonly<Partial<Record<ServiceEvent['type'], Tone>>> = {
  correction: 'accent',
  models: 'good',
  drift: 'warn',
  import: 'neutral',
};

/** What happens in the service, as it happens. */
export function ActivityView(): VNode {
  const { live } = useWorkspace();
  const events = useObserved(live.events);
  const problem = useObserved(live.problem);
  const hasPredictions = useObserved(live.hasPredictions);
  return (
    <Panel
      title="What happens"
      note="Corrections, imports, models, comparisons and jobs, the latest first"
      actions={
        <label class="check">
          <input
            type="checkbox"
            checked={hasPredictions}
            onChange={({ currentTarget }) => live.hasPredictions.set(currentTarget.checked)}
          />
          Also predictions
        </label>
      }
    >
      {problem !== null && <ProblemNotice problem={problem} />}
      {events.length === 0 && problem === null && (
        <Empty title="Nothing has happened yet">Whatever changes in the service appears here at once.</Empty>
      )}
      <ol class="list events" aria-live="off">
        {events.slice(0, shown).map((event) => (
          <li key={event.id} class="list-row">
            <Badge tone={tones[event.type] ?? 'neutral'}>{event.type}</Badge>
            <div class="list-main">
              <span>
                <bdi>{headlineOf(event)}</bdi>
              </span>
              <span class="note">
                <bdi>{detailsOf(event)}</bdi>
              </span>
            </div>
            <time class="note" dateTime={event.at}>
              {formatMoment(event.at)}
            </time>
          </li>
        ))}
      </ol>
    </Panel>
  );
}

const headlines: Readonly<Record<string, string>> = {
  feedbackCorrect: 'A category was corrected',
  feedbackUndo: 'A correction was taken back',
  feedbackRelease: 'A held correction was let through',
  modelPromote: 'Another version of the models answers',
  modelRollback: 'The models were rolled back',
  modelReload: 'The models were loaded again',
  transactionsImport: 'Transactions were imported',
  transactionsImportFile: 'A file was imported',
  drift: 'Transactions were compared with earlier ones',
};

function headlineOf({ type, data }: ServiceEvent): string {
  const route = typeof data.route === 'string' ? data.route : '';
  if (type === 'job') return `Job ${String(data.state ?? '')}`;
  return headlines[route] ?? (route === '' ? type : route);
}

const hidden: ReadonlySet<string> = new Set(['route', 'request_id', 'prediction_id']);

function detailsOf({ data }: ServiceEvent): string {
  return Object.entries(data)
    .filter(
      ([name, value]) => !hidden.has(name) && value !== null && value !== '' && typeof value !== 'object',
    )
    .map(([name, value]) => `${name.replaceAll('_', ' ')}: ${String(value)}`)
    .join(' · ');
}
