import type { TransactionRequest } from '@titans/core/contract';
import type { TransactionQuery } from '@titans/models';

/** The transaction of a request in the words of the models. Members that are missing or null stay missing. */
export function toTransactionQuery(request: TransactionRequest): TransactionQuery {
  return withoutMissing({
    accountId: request.account_id,
    date: request.date,
    time: request.time,
    type: request.type,
    description: request.description,
    amount: request.amount,
    currency: request.currency,
    category: request.category,
    paymentMethod: request.payment_method,
    status: request.status,
    merchantName: request.merchant_name,
    location: request.location,
    recurring: request.recurring,
    tags: request.tags,
  });
}

type Present<T> = { [Name in keyof T]?: NonNullable<T[Name]> };

function withoutMissing<T extends object>(members: T): Present<T> {
  return Object.fromEntries(
    Object.entries(members).filter(([, value]) => value !== null && value !== undefined),
  ) as Present<T>;
}
