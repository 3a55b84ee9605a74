import { maskSample, type PaymentMethod, TitansError, type TransactionType } from '@titans/core';

/** A value that was written in another way than it is kept, and how often. */
export interface VocabularyUse {
  readonly field:
    | 'type'
    | 'paymentMethod'
    | 'status'
    | 'category'
    | 'merchantName'
    | 'location'
    | 'reference';
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

/** Words for money that went out and came in, in the languages that statements are written in. */
const typeSpellings: ReadonlyMap<string, TransactionType> = new Map<string, TransactionType>([
  ...spellings(
    'Expense',
    'expense debit debits dr d db deb dbit debet withdrawal withdrawals payment purchase fee charge out outgoing ' +
      'outflow spent money_out paid_out card_payment direct_debit ' +
      's soll lastschrift belastung ausgabe ausgang abbuchung auszahlung ' +
      'depense retrait sortie paiement prelevement ' +
      'debito cargo gasto egreso retiro debe salida adeudo ' +
      'dare uscita spesa addebito despesa saida ' +
      'af afschrijving uit uitgave utgift uttag udgift haevet veloitus otto meno menot ' +
      'obciazenie wydatek vydaj odchozi terheles kiadas cheltuiala borc gider',
  ),
  ...spellings(
    'Income',
    'income credit credits cr c crdt cred kredit deposit deposits in incoming inflow received money_in paid_in ' +
      'refund k ' +
      'h haben gutschrift einnahme eingang einzahlung ' +
      'recette revenu versement depot entree ' +
      'credito abono ingreso haber entrada deposito ' +
      'avere entrata accredito receita ' +
      'bij bijschrijving inkomst inkomsten insattning inntekt indtaegt indsat hyvitys pano tulo tulot ' +
      'uznanie przychod wplyw prijem prichozi jovairas bevetel venit alacak gelir',
  ),
  ['+', 'Income'],
  ['-', 'Expense'],
]);

/** The payment method that a spelling stands for, or `null` if it is not known. */
export function readPaymentMethod(text: string): PaymentMethod | null {
  return paymentSpellings.get(spellingKey(text)) ?? null;
}

/** The type that a spelling stands for, or `null` if it is not known or blank. */
export function tryType(text: string): TransactionType | null {
  return typeSpellings.get(spellingKey(text)) ?? null;
}

/** The same, but any other text throws `TYPE_INVALID`. */
export function readType(text: string): TransactionType {
  const type = tryType(text);
  if (type === null) {
    throw new TitansError('TYPE_INVALID', `"${maskSample(text)}" is neither Income nor Expense.`, {
      details: { value: maskSample(text) },
    });
  }
  return type;
}

/** The uses of spellings of types that were known, by how often each was written. */
export function typeUses(counts: ReadonlyMap<string, number>): readonly VocabularyUse[] {
  return [...counts].flatMap(([text, count]) => {
    const type = tryType(text);
    if (type === null || type === text) return [];
    return [{ field: 'type', from: text.trim(), to: type, recognised: true, count }];
  });
}

/** The uses of spellings of payment methods, by how often each was written. */
export function paymentUses(counts: ReadonlyMap<string, number>): readonly VocabularyUse[] {
  return [...counts].flatMap(([text, count]) => {
    const method = readPaymentMethod(text);
    const to = method ?? 'unknown';
    if (text === to) return [];
    const from = method === null ? maskSample(text) : text.trim();
    return [{ field: 'paymentMethod', from, to, recognised: method !== null, count }];
  });
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

/** Lower case without accents and points; white space and hyphens inside are one `_`. */
function spellingKey(text: string): string {
  const word = text.trim().replace(/^[\u2212\u2013]$/, '-');
  if (word === '-' || word === '+') return word;
  return word
    .toLowerCase()
    .normalize('NFD')
    .replace(/[\p{M}.]/gu, '')
    .replace(/ø/g, 'o')
    .replace(/æ/g, 'ae')
    .replace(/ł/g, 'l')
    .replace(/ı/g, 'i')
    .replace(/[\s-]+/g, '_');
}
