import type { ModelsResponse, ModelVersionInfo } from '@titans/client';
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { DataTable } from '../../components/data-table.js';
import { Panel } from '../../components/panel.js';
import { Empty, Loaded } from '../../components/states.js';
import { Badge } from '../../components/values.js';
import { VersionId } from '../../components/version-id.js';
import { shortVersion } from '../../data/short-version.js';
import { formatMoment } from '../../format/dates.js';
import { useWorkspace } from '../../session/workspace.js';
import { useResource } from '../../state/use-resource.js';
import { ChangeDialog, type ModelChange } from './change-dialog.js';

/** Versions of the registry, who answers, who could, and who changed that. */
export function RegistryPanel({
  models,
  onChange,
}: {
  readonly models: ModelsResponse;
  readonly onChange: () => void;
}): VNode {
  const { client } = useWorkspace();
  const { version: serving, since, aliases } = models;
  const [change, setChange] = useState<ModelChange | null>(null);
  const isRegistered = serving !== null;
  const versions = useResource(
    isRegistered ? (signal) => client.models.versions({ limit: 50 }, { signal }) : null,
    [client, serving, since],
  );
  const history = useResource(
    isRegistered ? (signal) => client.models.history({ limit: 20 }, { signal }) : null,
    [client, serving, since],
  );
  if (!isRegistered) {
    return (
      <Panel title="Versions">
        <Empty title="These models come from no registry">
          With a registry, versions can be compared, promoted and rolled back here.
        </Empty>
      </Panel>
    );
  }
  const mayRollBack = history.value?.history.some(({ from }) => from !== null) ?? false;
  return (
    <>
      <Panel
        title="Versions"
        note={Object.entries(aliases)
          .map(([alias, version]) => `${alias}: ${shortVersion(version)}`)
          .join(', ')}
        actions={
          mayRollBack && (
            <button type="button" class="button danger" onClick={() => setChange({ kind: 'rollback' })}>
              Roll back…
            </button>
          )
        }
      >
        <Loaded resource={versions} lines={5}>
          {({ versions: list }) => (
            <DataTable
              caption="Versions of the registry"
              items={list}
              keyOf={({ version }) => version}
              columns={[
                { label: 'Version', cell: (one) => <Version one={one} serving={serving} />, isHeading: true },
                { label: 'Made', cell: ({ created_at: at }) => formatMoment(at) },
                { label: 'By', cell: ({ created_by: by }) => <bdi>{by ?? '—'}</bdi> },
                { label: 'About', cell: (one) => <bdi>{about(one)}</bdi> },
                {
                  label: 'Change',
                  cell: ({ version }) =>
                    version === serving ? (
                      <span class="note">Answers now</span>
                    ) : (
                      <button
                        type="button"
                        class="button"
                        aria-label={`Promote ${shortVersion(version)}`}
                        onClick={() => setChange({ kind: 'promote', version, expected: serving })}
                      >
                        Promote…
                      </button>
                    ),
                },
              ]}
            />
          )}
        </Loaded>
      </Panel>
      <Panel title="Changes" note="Who let which version answer, and why">
        <Loaded resource={history} lines={4}>
          {({ history: moves }) =>
            moves.length === 0 ? (
              <Empty title="Nothing was changed yet" />
            ) : (
              <DataTable
                caption="Changes of what answers"
                items={moves}
                keyOf={({ at, alias }) => `${at} ${alias}`}
                columns={[
                  { label: 'When', cell: ({ at }) => formatMoment(at), isHeading: true },
                  { label: 'Who', cell: ({ by }) => <bdi>{by}</bdi> },
                  {
                    label: 'What',
                    cell: ({ alias, from, to }) =>
                      `${alias}: ${shortVersion(from ?? 'none')} → ${shortVersion(to ?? 'none')}`,
                  },
                  { label: 'Why', cell: ({ reason }) => <bdi>{reason}</bdi> },
                ]}
              />
            )
          }
        </Loaded>
      </Panel>
      {change !== null && (
        <ChangeDialog
          change={change}
          onClose={() => setChange(null)}
          onDone={() => {
            setChange(null);
            onChange();
          }}
        />
      )}
    </>
  );
}

function Version({ one, serving }: { readonly one: ModelVersionInfo; readonly serving: string }): VNode {
  const { version, aliases } = one;
  return (
    <span class="badges">
      <VersionId version={version} />
      {aliases.map((alias) => (
        <Badge key={alias} tone={version === serving ? 'good' : 'accent'}>
          {alias}
        </Badge>
      ))}
    </span>
  );
}

function about({ description, tags, tasks }: ModelVersionInfo): string {
  const told = Object.entries(tags).map(([name, value]) => `${name}: ${value}`);
  return [description, ...told, tasks.join(', ')].filter(Boolean).join('; ');
}
