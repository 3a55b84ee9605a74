import type { VNode } from 'preact';
import { Panel } from '../../components/panel.js';
import { Badge, Confidence } from '../../components/values.js';
import type { Decision } from '../../data/decision-book.js';
import { useWorkspace } from '../../session/workspace.js';
import { useObserved } from '../../state/use-observed.js';
import { useUndo } from './use-decide.js';

const shown = 20;
const words = { saving: 'Saving…', applied: 'Learned', held: 'Held', undoing: 'Taking back…' } as const;

/** What was decided in this visit, and what the model says now. */
export function DecisionList({ decisions }: { readonly decisions: readonly Decision[] }): VNode | null {
  const { predictions } = useWorkspace();
  useObserved(predictions.version);
  const undo = useUndo();
  if (decisions.length === 0) return null;
  return (
    <Panel title="Decided" note="In this visit, the latest first">
      <ul class="list">
        {decisions.slice(0, shown).map(({ row, category, before, state }) => {
          const now = predictions.of(row);
          return (
            <li key={row.number} class="list-row">
              <div class="list-main">
                <bdi class="name">{row.transaction.description}</bdi>
                <span class="note">
                  {before !== null && before !== category && (
                    <>
                      <bdi>{before}</bdi>
                      {' → '}
                    </>
                  )}
                  <bdi>{category}</bdi>
                </span>
                {state === 'applied' && now && (
                  <span class="note learned">
                    The model now says <bdi>{now.category}</bdi> <Confidence share={now.confidence} />
                  </span>
                )}
              </div>
              <Badge tone={state === 'applied' ? 'good' : state === 'held' ? 'warn' : 'neutral'}>
                {words[state]}
              </Badge>
              {(state === 'applied' || state === 'held') && (
                <button
                  type="button"
                  class="button quiet"
                  aria-label={`Undo ${row.transaction.description}`}
                  onClick={() => undo(row)}
                >
                  Undo
                </button>
              )}
            </li>
          );
        })}
      </ul>
    </Panel>
  );
}
