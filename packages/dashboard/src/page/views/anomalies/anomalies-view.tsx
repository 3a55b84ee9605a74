import type { VNode } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { Choice } from '../../components/choice.js';
import { Panel } from '../../components/panel.js';
import { Empty } from '../../components/states.js';
import { Badge, Money } from '../../components/values.js';
import { useBook } from '../../data/use-book.js';
import { useScored } from '../../data/use-scored.js';
import { formatShortDay } from '../../format/dates.js';
import { formatCount, formatFineShare } from '../../format/numbers.js';
import { Unscored } from '../unscored.js';
import { AnomalyCard } from './anomaly-card.js';
import { riskTones } from './risk-tones.js';

const firstRows = 500;
const moreRows = 1_000;
const listed = 100;

/** Transactions that stand out, the strongest first, and what made them do so. */
export function AnomaliesView(): VNode {
  const [count, setCount] = useState(firstRows);
  const [isAll, setAll] = useState(false);
  const [chosen, setChosen] = useState<number | null>(null);
  const state = useBook(count);
  const { rows, isComplete } = state;
  const found = useScored(rows, count);
  const { scored, waiting } = found;
  const unusual = useMemo(
    () =>
      scored
        .filter(({ predictions }) => isAll || predictions.is_anomaly)
        .sort((left, right) => right.predictions.anomaly_score - left.predictions.anomaly_score)
        .slice(0, listed),
    [scored, isAll],
  );
  const current = unusual.find(({ row }) => row.number === chosen) ?? unusual[0];

  if (scored.length === 0 || found.problem !== null) {
    return <Unscored state={state} scored={found} retry={() => setCount(count + 1)} />;
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
        {unusual.length === 0 ? (
          <Empty title="Nothing stands out">The model flagged none of these transactions.</Empty>
        ) : (
          <ul class="list">
            {unusual.map((one) => {
              const { row, predictions } = one;
              const { description, date, amount, currency } = row.transaction;
              return (
                <Choice
                  key={row.number}
                  name={description}
                  note={
                    <>
                      {formatShortDay(date)} · <Money amount={amount} currency={currency} />
                    </>
                  }
                  end={
                    <>
                      <span class="figure">{formatFineShare(predictions.anomaly_score)}</span>
                      <Badge tone={riskTones[predictions.risk_level]}>{predictions.risk_level}</Badge>
                    </>
                  }
                  isCurrent={one === current}
                  onChoose={() => setChosen(row.number)}
                />
              );
            })}
          </ul>
        )}
      </Panel>
      {current !== undefined && <AnomalyCard key={current.row.number} row={current.row} />}
    </div>
  );
}
