import {
  isCurrency,
  isPlainDate,
  limits,
  type PaymentMethod,
  paymentMethods,
  type TransactionType,
  transactionTypes,
} from '@titans/core';
import { isWellFormed, type TransactionRequest } from '@titans/core/contract';

const types: ReadonlySet<unknown> = new Set<TransactionType>(transactionTypes);
const methods: ReadonlySet<unknown> = new Set<PaymentMethod>(paymentMethods);
/** The form of `z.iso.time({ precision: 0 })`. */
const timeOfDay = /^(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d$/;

/**
 * Whether a value is what the schema of a transaction takes, found out in a tenth of the time that the schema needs. What it
 * does not know to be right, the schema is to judge, and to say what is wrong with it.
 */
export function isPlainTransaction(value: unknown): value is TransactionRequest {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  for (const name in value) {
    if (!isRight(name, (value as Readonly<Record<string, unknown>>)[name])) return false;
  }
  return true;
}

function isRight(name: string, member: unknown): boolean {
  switch (name) {
    case 'description':
      return isText(member, limits.descriptionLength);
    case 'amount':
      return typeof member === 'number' && member >= -limits.requestAmount && member <= limits.requestAmount;
    case 'date':
      return typeof member === 'string' && isPlainDate(member);
    case 'time':
      return typeof member === 'string' && timeOfDay.test(member);
    case 'transaction_id':
    case 'account_id':
      return isText(member, limits.identifierLength);
    case 'type':
      return types.has(member);
    case 'currency':
      return typeof member === 'string' && isCurrency(member);
    case 'category':
      return isText(member, limits.categoryLength);
    case 'payment_method':
      return methods.has(member);
    case 'status':
      return isText(member, limits.statusLength);
    case 'merchant_name':
    case 'location':
      return isText(member, limits.nameLength);
    case 'recurring':
      return typeof member === 'boolean';
    default:
      return false;
  }
}

/** The schema counts code points, of which there are never more than code units. */
function isText(member: unknown, maxLength: number): boolean {
  return typeof member === 'string' && member.length <= maxLength && isWellFormed(member);
}
