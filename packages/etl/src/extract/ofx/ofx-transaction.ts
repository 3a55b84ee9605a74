import { canonicalAmount } from '../statement/canonical-amount.js';
import { descriptionOf } from '../statement/description.js';
import { ofxElements } from './ofx-columns.js';
import { parseOfxMoment } from './ofx-moment.js';

/** The texts of the elements of a transaction by their paths, such as `FITID` or `PAYEE/NAME`. */
export type OfxElementTexts = ReadonlyMap<string, string>;

/** What a statement says about all of its transactions. */
export interface OfxStatementHeader {
  readonly accountId: string;
  readonly accountType: string;
  /** Currency of the account; empty where none is stated. */
  readonly currency: string;
  readonly isCard: boolean;
}

/** A transaction as texts, one per column, with what the balance is counted from. */
export interface OfxRow {
  readonly texts: string[];
  readonly amount: string;
  readonly date: string;
  /** The digits of day and time as written, by which rows can be ordered. */
  readonly moment: string;
  readonly isPending: boolean;
  /** Whether the amount is in the currency of the account. */
  readonly isInAccountCurrency: boolean;
}

const paymentMethods: Readonly<Record<string, string>> = {
  ATM: 'cash',
  CASH: 'cash',
  POS: 'debit_card',
  XFER: 'bank_transfer',
  DIRECTDEP: 'bank_transfer',
  DIRECTDEBIT: 'bank_transfer',
  REPEATPMT: 'bank_transfer',
};

/** Makes a row of a transaction (STMTTRN, section 11.4.4 of the specification); the balance is left to be counted. */
export function rowOfTransaction(
  elements: OfxElementTexts,
  header: OfxStatementHeader,
  isPending: boolean,
): OfxRow {
  const text = (path: string): string => elements.get(path) ?? '';
  const posted = text('DTPOSTED') || text('DTTRAN') || text('DTUSER');
  const moment = parseOfxMoment(posted);
  const name = text('NAME') || text('PAYEE/NAME');
  const amount = canonicalAmount(text('TRNAMT'));
  // CURRENCY means that the amount is in that currency, ORIGCURRENCY that it was converted from it.
  const currency = text('CURRENCY/CURSYM') || header.currency;
  const type = text('TRNTYPE').toUpperCase();
  const texts = [
    text('FITID'),
    header.accountId,
    moment.date,
    moment.time,
    descriptionOf([text('EXTDNAME') || name, text('MEMO')]) || fallbackDescription(type, text('CHECKNUM')),
    amount,
    currency,
    '',
    paymentMethods[type] ?? (header.isCard ? 'credit_card' : ''),
    isPending ? 'pending' : 'booked',
    text('CHECKNUM') || text('REFNUM'),
    name,
    merchantCategoryCode(text('SIC')),
    text('PAYEE/CITY'),
    ...ofxElements.map(text),
    text('ORIGCURRENCY/CURSYM'),
    text('ORIGCURRENCY/CURRATE') || text('CURRENCY/CURRATE'),
    text('BANKACCTTO/ACCTID') || text('CCACCTTO/ACCTID'),
    header.accountType,
  ];
  return {
    texts,
    amount,
    date: moment.date,
    moment: (/^\d{8,14}/.exec(posted)?.[0] ?? '').padEnd(14, '0'),
    isPending,
    isInAccountCurrency: currency === header.currency,
  };
}

/** Some banks describe cheques and interest by their type alone. */
function fallbackDescription(type: string, checkNumber: string): string {
  return [type, checkNumber].join(' ').trim();
}

/** The standard industrial code of cards is the merchant category code; the zero before it is lost in a number. */
function merchantCategoryCode(code: string): string {
  return /^0*[1-9]\d{2,3}$/.test(code) ? code.replace(/^0+/, '').padStart(4, '0') : '';
}
