import { type Counterparty, type CounterpartyQuery, counterpartyOf } from '@titans/core/merchants';
import type { CategoryPrediction } from '../tasks/predictions.js';
import { textCache } from '../text-cache.js';
import { primaryCategoryOf } from './primary-category.js';

/** What of an answer does not depend on what was learned. */
export type AnswerContext = Pick<CategoryPrediction, 'primary' | 'merchant' | 'counterpartyType'>;

/** Who is on the other side, as far as answers tell. */
export type OtherSide = Pick<Counterparty, 'name' | 'counterpartyType'>;

/** Payees come again, and reading one takes tens of microseconds. */
const kept = textCache<OtherSide>({ texts: 5_000 });

/** The primary category of an answer, and who is on the other side of what was asked. */
export function answerContext(query: CounterpartyQuery, category: string): AnswerContext {
  return contextOf(otherSideOf(query), category);
}

/** The same of an other side that was read before. */
export function contextOf({ name, counterpartyType }: OtherSide, category: string): AnswerContext {
  return { primary: primaryCategoryOf(category), merchant: name, counterpartyType };
}

/** Who is on the other side of what was asked. */
export function otherSideOf(query: CounterpartyQuery): OtherSide {
  const { description, merchantName, amount, type, paymentMethod, merchantCategoryCode } = query;
  const text = description ?? '';
  const beside = [merchantName, type ?? Number(amount) > 0, paymentMethod, merchantCategoryCode];
  const known = kept.get(text, beside);
  if (known !== undefined) return known;
  const { name, counterpartyType } = counterpartyOf(query);
  const side: OtherSide = { name, counterpartyType };
  kept.set(text, beside, side);
  return side;
}
