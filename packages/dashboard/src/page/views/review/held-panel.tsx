import type { Correction } from '@titans/client';
import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import { Panel } from '../../components/panel.js';
import { formatMoment } from '../../format/dates.js';
import { problemOf } from '../../session/problem.js';
import { useWorkspace } from '../../session/workspace.js';
import { useResource } from '../../state/use-resource.js';

const most = 100;

/** Corrections that the service holds back until somebody has looked at them; nothing where there are none. */
export function HeldPanel(): VNode | null {
  const { client, live, notices } = useWorkspace();
  const held = useResource(
    (signal) => client.feedback.list({ state: 'held', limit: most }, { signal }),
    [client],
  );
  const { reload } = held;
  useEffect(() => live.onEvent(({ type }) => type === 'correction' && reload()), [live, reload]);
  const corrections = held.value?.corrections ?? [];
  if (corrections.length === 0) return null;

  async function settle(work: Promise<Correction>, told: string): Promise<void> {
    try {
      await work;
      notices.tell(told);
    } catch (error) {
      const { title, detail } = problemOf(error);
      notices.tell(`${title}. ${detail}`, { kind: 'problem' });
    }
    reload();
  }

  return (
    <Panel
      title="Held corrections"
      note="They came too fast, or against many others: somebody has to look at them"
    >
      <ul class="list">
        {corrections.map((held) => {
          const { correction_id: id, previous_category: before, made_by: by, made_at: at } = held;
          const said = held.category ?? (held.is_anomaly ? 'An anomaly' : 'No anomaly');
          return (
            <li key={id} class="list-row">
              <div class="list-main">
                <span>
                  <bdi>{before ?? 'None'}</bdi> → <bdi class="name">{said}</bdi>
                </span>
                <span class="note">
                  <bdi>{by}</bdi>, {formatMoment(at)}
                </span>
              </div>
              <button
                type="button"
                class="button"
                onClick={() => void settle(client.feedback.release(id), `${said} applies now.`)}
              >
                Let it apply
              </button>
              <button
                type="button"
                class="button quiet"
                onClick={() => void settle(client.feedback.undo(id), `${said} was taken back.`)}
              >
                Take back
              </button>
            </li>
          );
        })}
      </ul>
    </Panel>
  );
}
