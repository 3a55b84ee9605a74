import { type Counterparty, type CounterpartyQuery, counterpartyOf } from '@titans/core/merchants';
import type { CategoryPrediction } from '../tasks/predictions.js';
import { primaryCategoryOf } from './primary-category.js';

/** What of an answer does not depend on what was learned. */
export type AnswerContext = Pick<CategoryPrediction, 'primary' | 'merchant' | 'counterpartyType'>;

type OtherSide = Pick<Counterparty, 'name' | 'counterpartyType'>;

const mostKept = 5_000;
/** Characters that are kept of a text: no more are read of one. */
const mostCharacters = 500;
/** Payees come again, and reading one takes tens of microseconds. */
const kept = new Map<string, OtherSide>();

/** The primary category of an answer, and who is on the other side of what was asked. */
export function answerContext(query: CounterpartyQuery, category: string): AnswerContext {
  const { name, counterpartyType } = otherSideOf(query);
  return { primary: primaryCategoryOf(category), merchant: name, counterpartyType };
}

function otherSideOf(query: CounterpartyQuery): OtherSide {
  const { description, merchantName, amount, type, paymentMethod, merchantCategoryCode } = query;
  const key = JSON.stringify([
    description?.slice(0, mostCharacters),
    merchantName?.slice(0, mostCharacters),
    type ?? Number(amount) > 0,
    paymentMethod,
    merchantCategoryCode,
  ]);
  const known = kept.get(key);
  if (known !== undefined) return known;
  const { name, counterpartyType } = counterpartyOf(query);
  const side: OtherSide = { name, counterpartyType };
  if (kept.size >= mostKept) kept.clear();
  kept.set(key, side);
  return side;
}
