import { TitansError } from '../errors/titans-error.js';
import type { PaymentMethod, TransactionType } from '../transaction/vocabulary.js';
import { brandKey, leadingBrand } from './brands.js';
import {
  bankLines,
  banks,
  bankWords,
  firmWords,
  givenNames,
  governmentWords,
  incomeWords,
  marketplaces,
  otherBanks,
  paymentApps,
  terminals,
  titles,
  transferWords,
} from './counterparty-words.js';
import { type MerchantReading, normaliseMerchant } from './normalise-merchant.js';

/** What the other side of a transaction can be; Plaid's names where it has them. */
export const counterpartyTypes = [
  'merchant',
  'financial_institution',
  'payment_app',
  'marketplace',
  'payment_terminal',
  'income_source',
  'person',
  'government',
] as const;
export type CounterpartyType = (typeof counterpartyTypes)[number];

/** What of a transaction is read. */
export interface CounterpartyQuery {
  readonly description?: string | null | undefined;
  readonly merchantName?: string | null | undefined;
  /** Signed, in the main unit of the currency. */
  readonly amount?: number | null | undefined;
  readonly type?: TransactionType | null | undefined;
  readonly paymentMethod?: PaymentMethod | null | undefined;
  readonly merchantCategoryCode?: string | null | undefined;
}

/** The other side of a transaction. */
export interface Counterparty {
  /** As {@link normaliseMerchant} names it; `null` where there is no text. */
  readonly name: string | null;
  /** `null` where nothing tells. */
  readonly counterpartyType: CounterpartyType | null;
  /** The payment service in between, for example `"Square"`. */
  readonly processor: string | null;
}

const mostPhraseWords = 4;
const phraseBits: ReadonlyMap<ReadonlySet<string>, number> = new Map(
  [incomeWords, bankWords, governmentWords, transferWords].map((phrases, at) => [phrases, 1 << at]),
);
/** What stands behind the mark of a payment service where the service itself is paid, or pays out. */
const ownMovements: ReadonlySet<string> = new Set([
  'TRANSFER',
  'INSTANT TRANSFER',
  'INST XFER',
  'XFER',
  'PAYMENT',
  'PAYOUT',
  'FEE',
  'FEES',
]);

/**
 * Says who is on the other side: the name, what it is, and the payment service in between. Nothing is guessed: the type is
 * `null` unless a known name, a word, the merchant category code or the way of payment tells it. Names of persons are told
 * by a title, or by a common given name in a transfer.
 *
 * @throws TitansError `INVALID_ARGUMENT` where the query is no object or a text is none.
 * @example
 * ```ts
 * import { counterpartyOf } from '@titans/core/merchants';
 *
 * counterpartyOf({ description: 'SQ *BLUE BOTTLE COFFEE Oakland CA', amount: -6 });
 * // { name: 'Blue Bottle Coffee', counterpartyType: 'merchant', processor: 'Square' }
 * counterpartyOf({ description: 'ACME CORP PAYROLL', amount: 2_400 }).counterpartyType; // 'income_source'
 * ```
 */
export function counterpartyOf(query: CounterpartyQuery): Counterparty {
  if (typeof query !== 'object' || query === null) {
    throw new TitansError(
      'INVALID_ARGUMENT',
      'Give the transaction as an object, such as { description, amount }.',
      {
        details: { field: 'query' },
      },
    );
  }
  const { description, merchantName } = query;
  requireTexts(query);
  const text = merchantName || description;
  if (text === null || text === undefined || text === '') {
    return { name: null, counterpartyType: ofCode(query.merchantCategoryCode), processor: null };
  }
  const reading = normaliseMerchant(text);
  const { processor } = reading;
  if (processor !== null && ownMovements.has(brandKey(reading.name))) {
    const counterpartyType = paymentApps.has(brandKey(processor)) ? 'payment_app' : 'payment_terminal';
    return { name: processor, counterpartyType, processor: null };
  }
  const line = lineOf(brandKey((description || text).slice(0, 500)));
  return {
    name: reading.name || null,
    counterpartyType: typeOf(query, reading, line),
    processor: reading.processor,
  };
}

function requireTexts(query: CounterpartyQuery): void {
  for (const field of ['description', 'merchantName', 'merchantCategoryCode'] as const) {
    const value = query[field];
    if (value !== undefined && value !== null && typeof value !== 'string') {
      throw new TitansError('INVALID_ARGUMENT', `${field} is a text, not a value of type ${typeof value}.`, {
        details: { field },
      });
    }
  }
}

function typeOf(query: CounterpartyQuery, reading: MerchantReading, line: Line): CounterpartyType | null {
  const name = brandKey(reading.name);
  const named = lineOf(name);
  const isIn = query.type === 'Income' || (query.type !== 'Expense' && Number(query.amount) > 0);
  if (isIn && hasPhrase(line, incomeWords)) return 'income_source';
  if (paymentApps.has(name)) return 'payment_app';
  if (marketplaces.has(name)) return 'marketplace';
  if (terminals.has(name)) return 'payment_terminal';
  if (banks.has(name) || bankLines.has(line.text) || (hasPhrase(named, bankWords) && !otherBanks.test(name)))
    return 'financial_institution';
  if (hasPhrase(line, governmentWords)) return 'government';
  if (isPerson(query, named, line)) return 'person';
  const byCode = ofCode(query.merchantCategoryCode);
  if (byCode !== null) return byCode;
  return isMerchant(query, reading, named, isIn) ? 'merchant' : null;
}

/** Financial institutions have the codes 6010 to 6012 and 6211, governments those from 9211 to 9405 without the post. */
function ofCode(code: string | null | undefined): CounterpartyType | null {
  if (typeof code !== 'string' || !/^\d{4}$/.test(code) || code === '0000') return null;
  const number = Number(code);
  if ((number >= 6010 && number <= 6012) || number === 6211) return 'financial_institution';
  if (number === 5262) return 'marketplace';
  if (number >= 9211 && number <= 9405 && number !== 9402) return 'government';
  return 'merchant';
}

function isPerson(
  { paymentMethod, merchantCategoryCode }: CounterpartyQuery,
  { words }: Line,
  line: Line,
): boolean {
  if (typeof merchantCategoryCode === 'string' || words.length < 2 || words.length > 4) return false;
  if (words.some((word) => firmWords.has(word) || /\d/.test(word))) return false;
  if (titles.has(words[0] as string)) return true;
  const isTransfer = paymentMethod === 'bank_transfer' || hasPhrase(line, transferWords);
  return isTransfer && words.length <= 3 && givenNames.has(words[0] as string);
}

/** A mark of a card payment, a known name, or a legal form. */
function isMerchant(
  { paymentMethod }: CounterpartyQuery,
  { processor, storeNumber, cardTail }: MerchantReading,
  { words }: Line,
  isIn: boolean,
): boolean {
  if (processor !== null || storeNumber !== null || cardTail !== null) return true;
  if (!isIn && (paymentMethod === 'credit_card' || paymentMethod === 'debit_card')) return true;
  const known = leadingBrand(words);
  return known !== null && (known.brand.isDistinct || known.words === words.length);
}

/** The sets with a phrase that begins with a word, a bit each: few words begin any. */
const phraseStarts: ReadonlyMap<string, number> = (() => {
  const starts = new Map<string, number>();
  for (const [phrases, bit] of phraseBits) {
    for (const phrase of phrases) {
      const first = phrase.split(' ', 1)[0] as string;
      starts.set(first, (starts.get(first) ?? 0) | bit);
    }
  }
  return starts;
})();

/** Text with its words. */
interface Line {
  readonly text: string;
  readonly words: readonly string[];
  /** Of {@link phraseStarts}, those of all words. */
  readonly starts: number;
}

function lineOf(text: string): Line {
  const words = text.split(' ');
  let starts = 0;
  for (const word of words) starts |= phraseStarts.get(word) ?? 0;
  return { text, words, starts };
}

/** Whether one of the phrases, of up to four words, is in the text as whole words. */
function hasPhrase({ words, starts }: Line, phrases: ReadonlySet<string>): boolean {
  if ((starts & (phraseBits.get(phrases) as number)) === 0) return false;
  for (let from = 0; from < words.length; from++) {
    let phrase = '';
    for (let at = from; at < words.length && at < from + mostPhraseWords; at++) {
      phrase = at === from ? (words[at] as string) : `${phrase} ${words[at]}`;
      if (phrases.has(phrase)) return true;
    }
  }
  return false;
}
