export { agreeOnSign, createTransaction, type TransactionInput } from './create-transaction.js';
export { type Transaction, transactionSchema } from './transaction.js';
export {
  defaultAccountId,
  defaultCurrency,
  limits,
  type PaymentMethod,
  paymentMethods,
  type TransactionType,
  transactionTypes,
} from './vocabulary.js';
