import type { VNode } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import { MonthBars } from '../../charts/month-bars.js';
import { Panel } from '../../components/panel.js';
import { Empty, ProblemNotice, Skeleton } from '../../components/states.js';
import { Figure } from '../../components/values.js';
import { monthsBefore } from '../../data/days.js';
import { type MonthFlow, monthFlows } from '../../data/months.js';
import type { BookState, TransactionBook } from '../../data/transaction-book.js';
import { useBook, useCurrency } from '../../data/use-book.js';
import { type ScoredRow, useScored } from '../../data/use-scored.js';
import { formatDay, formatMonthYear } from '../../format/dates.js';
import { formatCount, formatMoney } from '../../format/numbers.js';
import { useWorkspace } from '../../session/workspace.js';
import { addressOf } from '../../state/route.js';
import { needsReview } from '../review/queue.js';
import { ProjectionPanel } from './projection-panel.js';
import { RecurringPanel } from './recurring-panel.js';

const shownMonths = 12;
const mostRows = 10_000;
/** As many as the queue looks at when it opens. */
const scoredRows = 200;

/** What a reader wants to know every morning. */
export function OverviewView(): VNode {
  const { book } = useWorkspace();
  const state = useBook(1);
  const { rows, problem, isComplete, readFrom } = state;
  const currency = useCurrency(state);
  useEffect(() => void readMonths(book), [book, rows.length > 0]);
  const flows = useMemo(
    () =>
      readFrom === null ? [] : monthFlows(rows, currency, { readFrom, isComplete, months: shownMonths }),
    [rows, readFrom, isComplete, currency],
  );
  const isMixed = useMemo(
    () => rows.some(({ transaction }) => transaction.currency !== currency),
    [rows, currency],
  );
  if (rows.length === 0 && problem !== null) {
    return <ProblemNotice problem={problem} retry={() => void book.retry()} />;
  }
  if (rows.length === 0 && isComplete) {
    return (
      <Empty title="No transactions are stored in this account">
        Import a bank file under <a href={addressOf('quality')}>Data quality</a>, or choose another account
        above.
      </Empty>
    );
  }
  return (
    <div class="stack">
      {problem !== null && <ProblemNotice problem={problem} retry={() => void book.retry()} />}
      <Figures state={state} flows={flows} currency={currency} />
      <Panel
        title="Cash in and out"
        note={`By month, in ${currency}${isMixed ? '; other currencies are left out' : ''}${state.isLoading ? '; reading more…' : ''}`}
      >
        {flows.length > 0 ? (
          <MonthBars flows={flows} currency={currency} />
        ) : readFrom === null || state.isLoading ? (
          <Skeleton lines={7} />
        ) : (
          <Empty title="No whole month was read">
            {`So many transactions lie between ${formatDay(readFrom)} and today that no more are read here.`}
          </Empty>
        )}
      </Panel>
      <div class="columns wide-first">
        <ProjectionPanel />
        <RecurringPanel />
      </div>
    </div>
  );
}

/** Reads the last months, as far as an account of many rows allows. */
async function readMonths(book: TransactionBook): Promise<void> {
  for (;;) {
    const { rows, readFrom, isComplete, problem } = book.state.value;
    const newest = rows[0]?.transaction.date;
    if (newest === undefined || readFrom === null || isComplete || problem !== null) return;
    if (rows.length >= mostRows || readFrom <= monthsBefore(newest, shownMonths - 1)) return;
    await book.readUntil({ rows: rows.length + 1 });
    if (book.state.value.rows.length === rows.length && book.state.value.readFrom === readFrom) return;
  }
}

function Figures({
  state,
  flows,
  currency,
}: {
  readonly state: BookState;
  readonly flows: readonly MonthFlow[];
  readonly currency: string;
}): VNode {
  const { scored, problem, refusal } = useScored(state.rows, scoredRows);
  const month = flows.at(-1);
  const before = flows.at(-2);
  const counted = (isCounted: (one: ScoredRow) => boolean): string =>
    scored.length === 0 ? '—' : formatCount(scored.filter(isCounted).length);
  const asked =
    scored.length > 0
      ? `of the newest ${formatCount(scored.length)}`
      : problem !== null
        ? 'the model was not asked'
        : refusal !== null
          ? 'the model does not answer'
          : 'asking the model…';
  const figure = (of: (flow: MonthFlow) => number): string =>
    month === undefined ? '—' : formatMoney(of(month), currency);
  const compared = (of: (flow: MonthFlow) => number): string =>
    before === undefined ? ' ' : `${formatMoney(of(before), currency)} the month before`;
  return (
    <>
      <p class="lead">
        {month === undefined ? (state.isLoading ? 'Reading…' : 'This month') : formatMonthYear(month.month)}
      </p>
      <dl class="stats">
        <Figure label="In" value={figure((flow) => flow.in)} note={compared((flow) => flow.in)} tone="good" />
        <Figure
          label="Out"
          value={figure((flow) => flow.out)}
          note={compared((flow) => flow.out)}
          tone="bad"
        />
        <Figure
          label="Left"
          value={figure((flow) => flow.in - flow.out)}
          note={compared((flow) => flow.in - flow.out)}
        />
        <Figure
          label="To review"
          value={<a href={addressOf('review')}>{counted(needsReview)}</a>}
          note={asked}
        />
        <Figure
          label="Unusual"
          value={<a href={addressOf('anomalies')}>{counted(({ predictions }) => predictions.is_anomaly)}</a>}
          note={asked}
        />
      </dl>
    </>
  );
}
