import type { TransactionRequest } from '@titans/core/contract';
import type { TransactionQuery } from '@titans/models';

/** The transaction of a request in the words of the models. Members that are missing or null stay missing. */
export function toTransactionQuery(request: TransactionRequest): TransactionQuery {
  const query: { -readonly [Name in keyof TransactionQuery]: TransactionQuery[Name] } = {};
  const { account_id, date, time, type, description, amount, currency, category } = request;
  const { payment_method, status, merchant_name, location, recurring, tags } = request;
  if (isPresent(account_id)) query.accountId = account_id;
  if (isPresent(date)) query.date = date;
  if (isPresent(time)) query.time = time;
  if (isPresent(type)) query.type = type;
  if (isPresent(description)) query.description = description;
  if (isPresent(amount)) query.amount = amount;
  if (isPresent(currency)) query.currency = currency;
  if (isPresent(category)) query.category = category;
  if (isPresent(payment_method)) query.paymentMethod = payment_method;
  if (isPresent(status)) query.status = status;
  if (isPresent(merchant_name)) query.merchantName = merchant_name;
  if (isPresent(location)) query.location = location;
  if (isPresent(recurring)) query.recurring = recurring;
  if (isPresent(tags)) query.tags = tags;
  return query;
}

function isPresent<T>(value: T | null | undefined): value is T {
  return value !== null && value !== undefined;
}
