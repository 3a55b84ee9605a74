import { maskSample, type PaymentMethod, TitansError, type TransactionType } from '@titans/core';

/** A value that was written in another way than it is kept, and how often. */
export interface VocabularyUse {
  readonly field: 'type' | 'paymentMethod';
  /** As the source writes it; masked if it was not recognised. */
  readonly from: string;
  readonly to: string;
  /** `false` where nothing is known that it could mean. */
  readonly recognised: boolean;
  readonly count: number;
}

const paymentSpellings: ReadonlyMap<string, PaymentMethod> = new Map<string, PaymentMethod>([
  ...spellings('cash', 'cash cash_payment cash_withdrawal atm atm_withdrawal'),
  // "credit_car" is a typing error of the original file.
  ...spellings('credit_card', 'credit_card creditcard credit cc credit_car'),
  ...spellings('debit_card', 'debit_card debitcard debit'),
  ...spellings(
    'bank_transfer',
    'bank_transfer banktransfer transfer wire wire_transfer ach ach_transfer eft sepa bacs faster_payment standing_order direct_debit',
  ),
  ...spellings('loan', 'loan loan_payment'),
  ...spellings('unknown', 'unknown'),
]);

const typeSpellings: ReadonlyMap<string, TransactionType> = new Map<string, TransactionType>([
  ...spellings('Expense', 'expense debit dr d withdrawal payment out outgoing'),
  ...spellings('Income', 'income credit cr c deposit in incoming'),
]);

/** The payment method that a spelling stands for, or `null` if it is not known. */
export function readPaymentMethod(text: string): PaymentMethod | null {
  return paymentSpellings.get(spellingKey(text)) ?? null;
}

/** The type that a spelling stands for. Throws `TYPE_INVALID` for any other text. */
export function readType(text: string): TransactionType {
  const type = typeSpellings.get(spellingKey(text));
  if (type === undefined) {
    throw new TitansError('TYPE_INVALID', `"${maskSample(text)}" is neither Income nor Expense.`, {
      details: { value: maskSample(text) },
    });
  }
  return type;
}

/** Adds up the uses of several batches. */
export function mergeVocabulary(uses: Iterable<VocabularyUse>): readonly VocabularyUse[] {
  const merged = new Map<string, VocabularyUse>();
  for (const use of uses) {
    const key = JSON.stringify([use.field, use.from, use.to]);
    merged.set(key, { ...use, count: use.count + (merged.get(key)?.count ?? 0) });
  }
  return [...merged.values()].sort((a, b) => b.count - a.count);
}

function spellings<T extends string>(value: T, words: string): readonly (readonly [string, T])[] {
  return words.split(' ').map((word) => [word, value] as const);
}

function spellingKey(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, '_');
}
