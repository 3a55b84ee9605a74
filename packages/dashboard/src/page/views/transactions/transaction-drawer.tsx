import type { VNode } from 'preact';
import { FactorBars } from '../../charts/factor-bars.js';
import { Dialog } from '../../components/dialog.js';
import { Loaded } from '../../components/states.js';
import { Confidence, Money } from '../../components/values.js';
import { requestOf } from '../../data/prediction-book.js';
import type { Row } from '../../data/transaction-book.js';
import { formatDay } from '../../format/dates.js';
import { formatMoney } from '../../format/numbers.js';
import { useWorkspace } from '../../session/workspace.js';
import { useObserved } from '../../state/use-observed.js';
import { useResource } from '../../state/use-resource.js';
import { CorrectionForm } from '../review/correction-form.js';

/** All that is known of a transaction, and why the models answer as they do. */
export function TransactionDrawer({ row, onClose }: { row: Row; onClose: () => void }): VNode {
  const { client, predictions } = useWorkspace();
  const version = useObserved(predictions.version);
  const { transaction } = row;
  const found = predictions.of(row);
  const reasons = useResource((signal) => client.predict.explain(requestOf(row), { signal }), [row, version]);
  const facts = [
    ['Date', [formatDay(transaction.date), transaction.time].filter(Boolean).join(', ')],
    ['Stored category', transaction.category],
    ['Payee', transaction.merchant_name],
    ['Paid by', transaction.payment_method.replaceAll('_', ' ')],
    ['Status', transaction.status],
    ['Account', transaction.account_id],
    ['Place', transaction.location],
    ['Tags', transaction.tags.join(', ')],
    ['Id', transaction.transaction_id],
  ] as const;
  return (
    <Dialog title="Transaction" onClose={onClose} isDrawer>
      <p class="drawer-title">
        <bdi>{transaction.description}</bdi>
      </p>
      <p class="drawer-amount">
        <Money amount={transaction.amount} currency={transaction.currency} />
      </p>
      {found && (
        <p class="drawer-line">
          <span>
            The model says <bdi class="name">{found.category}</bdi>
          </span>
          <Confidence share={found.confidence} isAbstained={found.abstained} />
          <span class="note">
            and expects {formatMoney(found.amount_range.min, transaction.currency)} to{' '}
            {formatMoney(found.amount_range.max, transaction.currency)}
          </span>
        </p>
      )}
      <CorrectionForm row={row} onDecided={onClose} />
      <dl class="facts">
        {facts.map(
          ([name, value]) =>
            value && (
              <div key={name}>
                <dt>{name}</dt>
                <dd>
                  <bdi>{value}</bdi>
                </dd>
              </div>
            ),
        )}
      </dl>
      <h3>Why</h3>
      <Loaded resource={reasons}>
        {({ explanations }) =>
          explanations.map(({ task, answer, factors }) => (
            <section key={task} class="reasons">
              <h4>{task}</h4>
              <p class="note">
                <bdi>{answer}</bdi>
              </p>
              {factors.length > 0 && (
                <FactorBars caption={`Reasons of ${task}`} factors={factors.slice(0, 6)} />
              )}
            </section>
          ))
        }
      </Loaded>
    </Dialog>
  );
}
