import type { VNode } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { Panel } from '../../components/panel.js';
import { Empty, ProblemNotice, Skeleton } from '../../components/states.js';
import { Badge, Money } from '../../components/values.js';
import { useBook } from '../../data/use-book.js';
import { type ScoredRow, useScored } from '../../data/use-scored.js';
import { formatShortDay } from '../../format/dates.js';
import { formatCount, formatFineShare } from '../../format/numbers.js';
import { useWorkspace } from '../../session/workspace.js';
import { AnomalyCard } from './anomaly-card.js';
import { riskTones } from './risk-tones.js';

const firstRows = 500;
const moreRows = 1_000;
const listed = 100;

/** Transactions that stand out, the strongest first, and what made them do so. */
export function AnomaliesView(): VNode {
  const { book } = useWorkspace();
  const [count, setCount] = useState(firstRows);
  const [isAll, setAll] = useState(false);
  const [chosen, setChosen] = useState<number | null>(null);
  const { rows, isComplete, problem } = useBook(count);
  const { scored, waiting, problem: refused } = useScored(rows, count);
  const found = useMemo(
    () =>
      scored
        .filter(({ predictions }) => isAll || predictions.is_anomaly)
        .sort((left, right) => right.predictions.anomaly_score - left.predictions.anomaly_score)
        .slice(0, listed),
    [scored, isAll],
  );
  const current = found.find(({ row }) => row.number === chosen) ?? found[0];

  if (refused !== null) return <ProblemNotice problem={refused} retry={() => setCount(count + 1)} />;
  if (problem !== null && rows.length === 0) {
    return <ProblemNotice problem={problem} retry={() => void book.retry()} />;
  }
  if (scored.length === 0) {
    return rows.length === 0 && isComplete ? (
      <Empty title="No transactions are stored in this account" />
    ) : (
      <Skeleton lines={10} label="Asking the model" />
    );
  }
  return (
    <div class="columns">
      <Panel
        title={isAll ? 'Most unusual' : 'Flagged'}
        note={`Of the newest ${formatCount(scored.length)} transactions${waiting > 0 ? `; ${formatCount(waiting)} more are being asked about…` : ''}`}
        actions={
          <>
            <label class="check">
              <input
                type="checkbox"
                checked={isAll}
                onChange={({ currentTarget }) => setAll(currentTarget.checked)}
              />
              Also what is not flagged
            </label>
            {(!isComplete || count < rows.length) && (
              <button type="button" class="button" onClick={() => setCount(count + moreRows)}>
                Look further back
              </button>
            )}
          </>
        }
      >
        {found.length === 0 ? (
          <Empty title="Nothing stands out">The model flagged none of these transactions.</Empty>
        ) : (
          <ul class="list">
            {found.map((one) => (
              <li key={one.row.number}>
                <AnomalyItem
                  scored={one}
                  isCurrent={one === current}
                  onChoose={() => setChosen(one.row.number)}
                />
              </li>
            ))}
          </ul>
        )}
      </Panel>
      {current !== undefined && <AnomalyCard key={current.row.number} row={current.row} />}
    </div>
  );
}

function AnomalyItem({
  scored: { row, predictions },
  isCurrent,
  onChoose,
}: {
  readonly scored: ScoredRow;
  readonly isCurrent: boolean;
  readonly onChoose: () => void;
}): VNode {
  const { description, date, amount, currency } = row.transaction;
  return (
    <button type="button" class="list-row choice" aria-pressed={isCurrent} onClick={onChoose}>
      <span class="list-main">
        <bdi class="name">{description}</bdi>
        <span class="note">
          {formatShortDay(date)} · <Money amount={amount} currency={currency} />
        </span>
      </span>
      <span class="list-end">
        <span class="figure">{formatFineShare(predictions.anomaly_score)}</span>
        <Badge tone={riskTones[predictions.risk_level]}>{predictions.risk_level}</Badge>
      </span>
    </button>
  );
}
