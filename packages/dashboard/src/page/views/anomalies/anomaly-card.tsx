import type { VNode } from 'preact';
import { FactorBars } from '../../charts/factor-bars.js';
import { Panel } from '../../components/panel.js';
import { Loaded } from '../../components/states.js';
import { Badge, Money } from '../../components/values.js';
import { requestOf } from '../../data/prediction-book.js';
import type { Row } from '../../data/transaction-book.js';
import { formatDay } from '../../format/dates.js';
import { formatFineShare } from '../../format/numbers.js';
import { useWorkspace } from '../../session/workspace.js';
import { useResource } from '../../state/use-resource.js';
import { riskTones } from './risk-tones.js';

/** Why a transaction stands out: reasons that add up to its score. */
export function AnomalyCard({ row }: { readonly row: Row }): VNode {
  const { client } = useWorkspace();
  const { transaction } = row;
  const resource = useResource((signal) => client.predict.anomaly(requestOf(row), { signal }), [row]);
  return (
    <Panel
      class="sticky"
      title={transaction.description}
      note={formatDay(transaction.date)}
      actions={<Money amount={transaction.amount} currency={transaction.currency} />}
    >
      <Loaded resource={resource} lines={7}>
        {({ anomaly_score: score, score_kind: kind, risk_level: risk, explanation, factors }) => (
          <>
            <p>
              <Badge tone={riskTones[risk]}>{risk}</Badge> <bdi>{explanation}</bdi>
            </p>
            <FactorBars
              caption="Reasons that add up to the score"
              factors={factors}
              total={{ label: 'Score', value: score }}
            />
            <p class="note">
              {kind === 'probability'
                ? `Probability that it is unusual: ${formatFineShare(score)}.`
                : `${formatFineShare(score)} of the transactions learned from stood out less.`}{' '}
              Each bar begins where the one before ended.
            </p>
          </>
        )}
      </Loaded>
    </Panel>
  );
}
