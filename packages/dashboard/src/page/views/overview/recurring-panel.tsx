import type { RecurringPayment } from '@titans/client';
import type { VNode } from 'preact';
import { Panel } from '../../components/panel.js';
import { Empty, Loaded } from '../../components/states.js';
import { Badge, Money } from '../../components/values.js';
import { formatDay, formatShortDay } from '../../format/dates.js';
import { formatMoney, formatShare } from '../../format/numbers.js';
import { useWorkspace } from '../../session/workspace.js';
import { useResource } from '../../state/use-resource.js';

const shown = 12;

type Due = RecurringPayment & { readonly next: NonNullable<RecurringPayment['next']> };

/** The recurring payments that come next. */
export function RecurringPanel(): VNode {
  const { client, accountId } = useWorkspace();
  const resource = useResource(
    (signal) => client.recurring.list({ account_id: accountId }, { signal }),
    [client, accountId],
  );
  const asOf = resource.value?.as_of;
  return (
    <Panel title="Upcoming payments" note={asOf ? `That recur, as of ${formatDay(asOf)}` : 'That recur'}>
      <Loaded resource={resource} lines={8}>
        {({ streams }) => {
          const due = streams
            .filter((stream): stream is Due => stream.next !== null)
            .sort((left, right) => left.next.date.localeCompare(right.next.date));
          if (due.length === 0) return <Empty title="No recurring payments were found" />;
          return (
            <>
              <ul class="list">
                {due.slice(0, shown).map((stream, index) => (
                  <DuePayment key={stream.stream_id ?? index} stream={stream} />
                ))}
              </ul>
              {due.length > shown && <p class="note">And {due.length - shown} more.</p>}
            </>
          );
        }}
      </Loaded>
    </Panel>
  );
}

function DuePayment({ stream }: { readonly stream: Due }): VNode {
  const { payee, frequency, currency, next, status, confidence, alerts } = stream;
  const isRange = next.amount_lower !== next.amount_upper;
  return (
    <li class="list-row">
      <time class="day-tile" dateTime={next.date}>
        {formatShortDay(next.date)}
      </time>
      <div class="list-main">
        <span class="name">{payee ?? 'Unnamed'}</span>
        <span class="note">
          {frequency}, {formatShare(confidence)} sure
          {isRange &&
            `, ${formatMoney(next.amount_lower, currency)} to ${formatMoney(next.amount_upper, currency)}`}
        </span>
        {(next.overdue || status === 'early' || alerts.length > 0) && (
          <span class="badges">
            {next.overdue && <Badge tone="warn">Overdue</Badge>}
            {status === 'early' && <Badge>Seen few times</Badge>}
            {alerts.slice(0, 2).map((alert) => (
              <Badge key={`${alert.kind}${alert.date}`} tone="warn">
                {alert.message}
              </Badge>
            ))}
          </span>
        )}
      </div>
      <Money amount={next.amount} currency={currency} />
    </li>
  );
}
