import { type ForecastResponse, isTitansApiError } from '@titans/client';
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { BandChart } from '../../charts/band-chart.js';
import { Panel } from '../../components/panel.js';
import { Empty, Loaded } from '../../components/states.js';
import { daysBetween } from '../../data/days.js';
import { requestOf } from '../../data/prediction-book.js';
import { formatDay } from '../../format/dates.js';
import { formatCount, formatFineShare, formatMoney, formatShare } from '../../format/numbers.js';
import { useWorkspace } from '../../session/workspace.js';
import { useId } from '../../state/use-id.js';
import { useObserved } from '../../state/use-observed.js';
import { useResource } from '../../state/use-resource.js';

const spans = [30, 60, 90, 180] as const;
const levels = [0.8, 0.95] as const;
const learnedRows = 2_000;
/** Four weeks, below which the service learns nothing of an account. */
const leastDays = 28;

/** The balance of the coming days, from what is on the account now. */
export function ProjectionPanel(): VNode {
  const { client, accountId, book, balance, floor } = useWorkspace();
  const [days, setDays] = useState<number>(spans[0]);
  const [level, setLevel] = useState<0.8 | 0.95>(levels[0]);
  const start = useObserved(balance);
  const below = useObserved(floor);
  const resource = useResource(
    async (signal) => {
      const question = {
        days_ahead: days,
        level,
        balance: start ?? 0,
        ...(below === null ? {} : { below }),
      };
      try {
        return await client.forecast.cashflow({ ...question, account_id: accountId }, { signal });
      } catch (error) {
        if (!isTitansApiError(error) || error.status !== 404) throw error;
        // An account that was not among what was learned from is learned from for this answer alone.
        await book.readUntil({ rows: learnedRows });
        const rows = book.state.value.rows.slice(0, learnedRows).toReversed();
        const [first, last] = [rows[0]?.transaction.date, rows.at(-1)?.transaction.date];
        if (!first || !last || daysBetween(first, last) < leastDays) return null;
        const history = rows.map(requestOf);
        return client.forecast.cashflow({ ...question, history }, { signal, timeoutMs: 120_000 });
      }
    },
    [client, accountId, days, level, start, below],
  );
  return (
    <Panel
      title={start === null ? 'Projected change of the balance' : 'Projected balance'}
      note="The last day known, carried on by recurring payments, the calendar and what is usual"
    >
      <div class="fields">
        <MoneyField label="Balance now" value={start} onChange={(value) => balance.set(value)} />
        <MoneyField label="Should stay above" value={below} onChange={(value) => floor.set(value)} />
        <label class="field">
          <span>Days</span>
          <select value={days} onChange={({ currentTarget }) => setDays(Number(currentTarget.value))}>
            {spans.map((span) => (
              <option key={span} value={span}>
                {span}
              </option>
            ))}
          </select>
        </label>
        <label class="field">
          <span>Interval</span>
          <select
            value={level}
            onChange={({ currentTarget }) => setLevel(currentTarget.value === '0.95' ? 0.95 : 0.8)}
          >
            {levels.map((one) => (
              <option key={one} value={one}>
                {formatShare(one)}
              </option>
            ))}
          </select>
        </label>
      </div>
      <Loaded resource={resource} lines={7}>
        {(forecast) =>
          forecast === null ? (
            <Empty title="There is no forecast of this account yet">
              It takes {formatCount(leastDays)} days of transactions.
            </Empty>
          ) : (
            <Projection forecast={forecast} below={below} />
          )
        }
      </Loaded>
    </Panel>
  );
}

function Projection({ forecast, below }: { forecast: ForecastResponse; below: number | null }): VNode {
  const { balances, currency, level, model_accuracy: skill } = forecast;
  const points = (balances ?? []).map(({ date, balance, lower, upper }) => ({
    date,
    value: balance,
    lower,
    upper,
  }));
  const last = balances?.at(-1);
  const lowest = points.reduce((low, point) => (point.value < low.value ? point : low), points[0] ?? noPoint);
  return (
    <>
      <BandChart name="Expected" {...{ points, currency, level }} floor={below ?? undefined} />
      <p class="note">
        Lowest around {formatDay(lowest.date)}: {formatMoney(lowest.value, currency)}.{' '}
        {last?.below_by_probability != null &&
          below !== null &&
          `It falls below ${formatMoney(below, currency)} by ${formatDay(last.date)} with a probability of ${formatFineShare(last.below_by_probability)}. `}
        In a backtest its errors were {formatShare(skill)} smaller than those of the best naive forecast.
      </p>
    </>
  );
}

const noPoint = { date: '', value: 0, lower: 0, upper: 0 };

/** An amount that may be left out. It is taken when the field is left or Enter is pressed. */
function MoneyField(props: {
  readonly label: string;
  readonly value: number | null;
  readonly onChange: (value: number | null) => void;
}): VNode {
  const { label, value, onChange } = props;
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        type="number"
        inputMode="decimal"
        step="any"
        value={value ?? ''}
        placeholder="0"
        onChange={({ currentTarget }) => {
          const { valueAsNumber } = currentTarget;
          onChange(Number.isFinite(valueAsNumber) ? valueAsNumber : null);
        }}
      />
    </div>
  );
}
