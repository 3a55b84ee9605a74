import type { RefObject, VNode } from 'preact';
import { useMemo } from 'preact/hooks';
import { FactorBars } from '../../charts/factor-bars.js';
import { Loaded } from '../../components/states.js';
import { Badge, Money } from '../../components/values.js';
import { requestOf } from '../../data/prediction-book.js';
import type { ScoredRow } from '../../data/use-scored.js';
import { formatDay } from '../../format/dates.js';
import { formatCount, formatShare } from '../../format/numbers.js';
import { useWorkspace } from '../../session/workspace.js';
import { useResource } from '../../state/use-resource.js';
import { CorrectionForm } from './correction-form.js';
import { useDecide } from './use-decide.js';

const shownAlternatives = 5;

export interface ReviewCardProps {
  readonly scored: ScoredRow;
  /** Transactions that are to be decided, with this one. */
  readonly left: number;
  readonly heading: RefObject<HTMLHeadingElement>;
}

/** One transaction to decide on, with what the model thinks of it. */
export function ReviewCard({ scored: { row, predictions }, left, heading }: ReviewCardProps): VNode {
  const { client } = useWorkspace();
  const decide = useDecide();
  const { transaction } = row;
  const answer = useResource((signal) => client.predict.category(requestOf(row), { signal }), [row]);
  const probabilities = answer.value?.all_predictions;
  const choices = useMemo(() => mostProbable(probabilities ?? {}), [probabilities]);
  return (
    <section class="panel review-card" aria-labelledby="review-title">
      <header class="panel-head">
        <div>
          <h2 id="review-title" ref={heading} tabIndex={-1}>
            <bdi>{transaction.description}</bdi>
          </h2>
          <p class="note">
            {formatDay(transaction.date)}
            {transaction.merchant_name !== null && (
              <>
                {' · '}
                <bdi>{transaction.merchant_name}</bdi>
              </>
            )}
            {' · '}
            {formatCount(left)} to decide
          </p>
        </div>
        <span class="review-amount">
          <Money amount={transaction.amount} currency={transaction.currency} />
        </span>
      </header>
      <p>
        {predictions.abstained ? (
          <>
            <Badge tone="warn">Abstained</Badge> The model is not sure enough. Nearest is{' '}
            <bdi class="name">{predictions.category}</bdi>.
          </>
        ) : (
          <>
            The model says <bdi class="name">{predictions.category}</bdi>, and is{' '}
            {formatShare(predictions.confidence)} sure.
          </>
        )}
      </p>
      <Loaded resource={answer} lines={5}>
        {({ explanation }) => (
          <>
            <ul class="choices" aria-label="Categories, the most probable first">
              {choices.map(([category, probability], index) => (
                <li key={category}>
                  <button
                    type="button"
                    class={`button choice-button ${index === 0 ? 'primary' : ''}`}
                    data-shortcut={`choose-${index + 1}`}
                    onClick={() => decide(row, category)}
                  >
                    <span class="key" aria-hidden="true">
                      {index + 1}
                    </span>
                    <bdi>{category}</bdi>
                    <span class="choice-share">{formatShare(probability)}</span>
                  </button>
                </li>
              ))}
            </ul>
            <CorrectionForm row={row} onDecided={() => undefined} />
            {explanation.length > 0 && (
              <details>
                <summary>Why the model thinks so</summary>
                <FactorBars caption="Reasons of the category" factors={explanation.slice(0, 8)} />
              </details>
            )}
          </>
        )}
      </Loaded>
    </section>
  );
}

function mostProbable(
  probabilities: Readonly<Record<string, number>>,
): readonly (readonly [string, number])[] {
  return Object.entries(probabilities)
    .sort(([, left], [, right]) => right - left)
    .slice(0, shownAlternatives);
}
