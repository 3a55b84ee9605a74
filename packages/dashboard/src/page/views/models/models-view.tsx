import type { ModelsResponse, ServedTask } from '@titans/client';
import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Panel } from '../../components/panel.js';
import { Loaded } from '../../components/states.js';
import { Badge } from '../../components/values.js';
import { shortVersion } from '../../data/short-version.js';
import { formatMoment } from '../../format/dates.js';
import { useWorkspace } from '../../session/workspace.js';
import { useResource } from '../../state/use-resource.js';
import { ModelCard } from './model-card.js';
import { RegistryPanel } from './registry-panel.js';

/** What answers, how good it was on rows it had not seen, and what could answer instead. */
export function ModelsView(): VNode {
  const { client, live } = useWorkspace();
  const status = useResource((signal) => client.models.status({ signal }), [client]);
  const { reload } = status;
  useEffect(() => live.onEvent(({ type }) => type === 'models' && reload()), [live, reload]);
  return (
    <Loaded resource={status} lines={10}>
      {(models) => <Served models={models} onChange={reload} />}
    </Loaded>
  );
}

function Served({ models, onChange }: { models: ModelsResponse; onChange: () => void }): VNode {
  const { models: served, version, since, data_fingerprint: fingerprint } = models;
  const [task, setTask] = useState<ServedTask>(served[0]?.task ?? 'category');
  const chosen = served.find((one) => one.task === task);
  return (
    <div class="stack">
      <Panel
        title="Serving"
        note={
          <>
            Since {formatMoment(since)}
            {version !== null && ', from the registry'}; learned from data{' '}
            <code>{fingerprint.slice(0, 12)}</code>
          </>
        }
        actions={version !== null && <Badge tone="good">Champion {shortVersion(version)}</Badge>}
      >
        <ul class="tiles">
          {served.map((one) => (
            <li key={one.task}>
              <button
                type="button"
                class="tile"
                aria-pressed={one.task === task}
                onClick={() => setTask(one.task)}
              >
                <span class="name">{one.task}</span>
                <code>{one.model_version}</code>
              </button>
            </li>
          ))}
        </ul>
      </Panel>
      {chosen && <ModelCard key={chosen.model_sha256} task={chosen.task} />}
      <RegistryPanel models={models} onChange={onChange} />
    </div>
  );
}
