import type { VNode } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { Choice } from '../../components/choice.js';
import { Panel } from '../../components/panel.js';
import { Empty } from '../../components/states.js';
import { Badge, Confidence } from '../../components/values.js';
import { useBook } from '../../data/use-book.js';
import { type ScoredRow, useScored } from '../../data/use-scored.js';
import { formatShortDay } from '../../format/dates.js';
import { formatCount } from '../../format/numbers.js';
import { useWorkspace } from '../../session/workspace.js';
import { useObserved } from '../../state/use-observed.js';
import { Unscored } from '../unscored.js';
import { DecisionList } from './decision-list.js';
import { HeldPanel } from './held-panel.js';
import { byDoubt, needsReview } from './queue.js';
import { ReviewCard } from './review-card.js';

const firstRows = 500;
const moreRows = 1_000;
/** Longer lists help nobody: the next ones come up as these are decided. */
const listed = 30;

/** Transactions whose category a person should decide, the most doubtful first. */
export function ReviewView(): VNode {
  const { decisions } = useWorkspace();
  const [count, setCount] = useState(firstRows);
  const state = useBook(count);
  const { rows, isComplete } = state;
  const found = useScored(rows, count);
  const { scored, waiting } = found;
  const made = useObserved(decisions.decisions);
  const [chosen, setChosen] = useState<number | null>(null);
  const queue = useMemo(
    () => scored.filter((one) => needsReview(one) && decisions.of(one.row) === undefined).sort(byDoubt),
    [scored, made],
  );
  // What is looked at stays, though more doubtful ones come: a key that is pressed now is meant for it.
  const looked = useRef<number | null>(null);
  const at = (number: number | null): ScoredRow | undefined => queue.find(({ row }) => row.number === number);
  const current = at(chosen) ?? at(looked.current) ?? queue[0];
  looked.current = current?.row.number ?? null;
  const heading = useRef<HTMLHeadingElement>(null);
  const decided = made.length;
  useEffect(() => {
    if (decided > 0) heading.current?.focus();
  }, [decided]);

  if (scored.length === 0 || found.problem !== null) {
    return <Unscored state={state} scored={found} retry={() => setCount(count + 1)} />;
  }
  return (
    <div class="columns wide-first">
      <div class="stack">
        {current === undefined ? (
          <Panel title="To decide">
            <Empty title="Nothing to review">
              The model is sure of the newest {formatCount(scored.length)} transactions.
            </Empty>
          </Panel>
        ) : (
          <ReviewCard key={current.row.number} scored={current} left={queue.length} heading={heading} />
        )}
        <DecisionList decisions={made} />
        <HeldPanel />
      </div>
      <Panel
        class="scrolling"
        title="Queue"
        note={`${formatCount(queue.length)} of the newest ${formatCount(scored.length)}${waiting > 0 ? `; ${formatCount(waiting)} more are being asked about…` : ''}`}
        actions={
          (!isComplete || count < rows.length) && (
            <button type="button" class="button" onClick={() => setCount(count + moreRows)}>
              Look further back
            </button>
          )
        }
      >
        <ul class="list">
          {queue.slice(0, listed).map((one) => {
            const { row, predictions } = one;
            const { category, confidence, abstained } = predictions;
            return (
              <Choice
                key={row.number}
                name={row.transaction.description}
                note={
                  <>
                    {formatShortDay(row.transaction.date)} · <bdi>{category}</bdi>?
                  </>
                }
                end={
                  <>
                    <Confidence share={confidence} />
                    {abstained && confidence >= 0.7 && <Badge tone="warn">Abstained</Badge>}
                  </>
                }
                isCurrent={one === current}
                onChoose={() => setChosen(row.number)}
              />
            );
          })}
        </ul>
      </Panel>
    </div>
  );
}
