import type { StartExperimentRequest } from '@titans/core/contract';
import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Choice } from '../../components/choice.js';
import { Panel } from '../../components/panel.js';
import { ReasonDialog } from '../../components/reason-dialog.js';
import { Empty, Loaded } from '../../components/states.js';
import { Badge } from '../../components/values.js';
import { formatMoment } from '../../format/dates.js';
import { useWorkspace } from '../../session/workspace.js';
import { useResource } from '../../state/use-resource.js';
import { ExperimentCard } from './experiment-card.js';
import { StartDialog } from './start-dialog.js';
import { measureWords, stateWords } from './words.js';

const refreshMs = 10_000;

/** Versions that are compared while they answer, newest first. */
export function ExperimentsView(): VNode {
  const { client, notices } = useWorkspace();
  const all = useResource(
    async (signal) => (await client.experiments.list({ signal })).experiments,
    [client],
  );
  const [chosen, setChosen] = useState<string | null>(null);
  const [stopping, setStopping] = useState<string | null>(null);
  const [isStarting, setStarting] = useState(false);
  const { reload, problem } = all;
  useEffect(() => {
    if (problem !== null) return;
    const timer = setInterval(() => document.visibilityState === 'visible' && reload(), refreshMs);
    return () => clearInterval(timer);
  }, [reload, problem]);

  async function stop(id: string, reason: string): Promise<void> {
    await client.experiments.stop(id, { reason });
    notices.tell(`${id} was stopped: the champion answers everyone.`);
    setStopping(null);
    reload();
  }

  async function start(request: StartExperimentRequest): Promise<void> {
    const { experiment_id: id } = await client.experiments.start(request);
    notices.tell(`${id} runs: the challenger answers beside the champion.`);
    setStarting(false);
    setChosen(id);
    reload();
  }

  const startButton = (
    <button type="button" class="button" onClick={() => setStarting(true)}>
      Start…
    </button>
  );
  return (
    <>
      <Loaded resource={all} lines={8}>
        {(list) => {
          const current = list.find(({ experiment_id: id }) => id === chosen) ?? list[0];
          if (current === undefined) {
            return (
              <Panel title="Experiments" actions={startButton}>
                <Empty title="No version is compared with the champion">
                  In an experiment, a part of the accounts is answered by another version.
                </Empty>
              </Panel>
            );
          }
          return (
            <div class="stack">
              <ExperimentCard
                key={current.experiment_id}
                experiment={current}
                onStop={() => setStopping(current.experiment_id)}
              />
              <Panel title="All experiments" note="Newest first" actions={startButton}>
                <ul class="list">
                  {list.map(({ experiment_id: id, state, metric, created_at: at }) => (
                    <Choice
                      key={id}
                      name={id}
                      note={`${measureWords(metric.metric)} · ${formatMoment(at)}`}
                      end={<Badge tone={stateWords[state].tone}>{stateWords[state].word}</Badge>}
                      isCurrent={id === current.experiment_id}
                      onChoose={() => setChosen(id)}
                    />
                  ))}
                </ul>
              </Panel>
            </div>
          );
        }}
      </Loaded>
      {isStarting && <StartDialog make={start} onClose={() => setStarting(false)} />}
      {stopping !== null && (
        <ReasonDialog
          title={`Stop ${stopping}?`}
          text="The champion answers everyone from then on. It cannot be started again; what was measured stays."
          act="Stop"
          acting="Stopping…"
          tone="danger"
          make={(reason) => stop(stopping, reason)}
          onClose={() => setStopping(null)}
        />
      )}
    </>
  );
}
