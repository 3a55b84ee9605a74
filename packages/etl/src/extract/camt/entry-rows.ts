import { negated } from '../statement/canonical-amount.js';
import { parseDecimal } from '../statement/decimal.js';
import { descriptionOf } from '../statement/description.js';
import type { RecordProblem, RecordStart } from '../statement/record-collector.js';
import {
  bankTransactionCode,
  type PaymentDetail,
  type PaymentParty,
  referenceAt,
  statedAmount,
} from './payment-detail.js';
import { nodeAt, textAt, type XmlNode } from './xml-node.js';

/** What a statement says about all of its entries. */
export interface CamtStatementHeader {
  readonly id: string;
  readonly accountId: string;
  /** Currency of entries that name none. */
  readonly currency: string;
}

/** One row of an entry: texts by column, the balance left to be counted. */
export interface CamtRow extends RecordStart {
  readonly texts: string[];
  readonly amount: string;
  readonly currency: string;
  /** Whether it is booked, and moves the balance. */
  readonly isBooked: boolean;
}

/** Payments of a batch that stays one row by which it is described. */
const mostDescribed = 5;

const statuses: Readonly<Record<string, string>> = { BOOK: 'booked', PDNG: 'pending', FUTR: 'pending' };

/** By family and sub-family of the ISO bank transaction codes (external code set, domain PMNT). */
const paymentMethods: readonly (readonly [code: RegExp, method: string])[] = [
  [/^PMNT-(?:CCRD|MCRD|CNTR)-(?:CWDL|CDPT|XBCW)/, 'cash'],
  [/^PMNT-CCRD-POSC/, 'credit_card'],
  [/^PMNT-CCRD-(?:POSD|POSP)/, 'debit_card'],
  [/^PMNT-(?:ICDT|RCDT|IRCT|RRCT|IDDT|RDDT)/, 'bank_transfer'],
];

/**
 * Makes rows of an entry (Ntry). An entry of several payments (a batch) becomes one row per payment where each states
 * its amount in the currency of the entry and they add up to it exactly; else it is one row.
 *
 * The sign is that of CdtDbtInd. It is that of a reversal as well: by the definition of ISO 20022, an entry with
 * CRDT and RvslInd is a credit that reverses a debit.
 *
 * @returns What is wrong with the entry where no row can be made of it.
 */
export function rowsOfEntry(
  entry: XmlNode,
  details: readonly PaymentDetail[],
  start: RecordStart,
  header: CamtStatementHeader,
): readonly CamtRow[] | RecordProblem {
  const status = textAt(entry, 'Sts/Cd', 'Sts');
  if (status === 'INFO') {
    const message = 'The entry is given for information and is not booked.';
    return { code: 'ROW_NOT_TRANSACTION', message, field: 'status', column: 'Sts', value: status };
  }
  const amount = nodeAt(entry, 'Amt');
  const digits = amount?.text.trim() ?? '';
  if (digits.startsWith('-')) {
    const message = 'Amt has a sign, which CdtDbtInd tells.';
    return { code: 'AMOUNT_INVALID', message, field: 'amount', column: 'Amt', value: digits };
  }
  const indicator = textAt(entry, 'CdtDbtInd');
  if (!isIndicator(indicator)) {
    const message = 'CdtDbtInd is neither CRDT nor DBIT.';
    return { code: 'FIELD_INVALID', message, field: 'amount', column: 'CdtDbtInd', value: indicator };
  }
  const given: EntryTexts = {
    entry,
    header,
    status: statuses[status] ?? status.toLowerCase(),
    isReversal: /^(?:true|1)$/.test(textAt(entry, 'RvslInd')),
    currency: amount?.currency || header.currency,
  };
  const isBooked = status === 'BOOK' || status === '';
  const signed = signedAmount(digits, indicator);
  if (details.length > 1 && addUp(details, signed, indicator, given.currency)) {
    const ids = idsOfParts(entry, details);
    return details.map((detail, index) => {
      const own = detail.indicator || indicator;
      const part = signedAmount(detail.amount, own);
      const texts = textsOf(given, detail, own, part, ids[index] ?? '', '');
      return {
        texts,
        amount: part,
        currency: given.currency,
        isBooked,
        line: detail.line,
        byteOffset: detail.byteOffset,
      };
    });
  }
  const only = details.length === 1 ? details[0] : undefined;
  const first = details.length > 1 ? details.slice(0, mostDescribed) : [];
  const id = referenceAt(entry, 'AcctSvcrRef') || (only?.servicerReference ?? '');
  const count = details.length > 1 ? String(details.length) : textAt(entry, 'NtryDtls/Btch/NbOfTxs');
  const texts = textsOf(given, only, indicator, signed, id, count, first);
  return [{ texts, amount: signed, currency: given.currency, isBooked, ...start }];
}

interface EntryTexts {
  readonly entry: XmlNode;
  readonly header: CamtStatementHeader;
  readonly status: string;
  readonly isReversal: boolean;
  readonly currency: string;
}

function textsOf(
  { entry, header, status, isReversal, currency }: EntryTexts,
  detail: PaymentDetail | undefined,
  indicator: string,
  amount: string,
  id: string,
  paymentCount: string,
  batch: readonly PaymentDetail[] = [],
): string[] {
  const booking = momentOf(nodeAt(entry, 'BookgDt'));
  const value = momentOf(nodeAt(entry, 'ValDt'));
  const counterparty = counterpartyOf(detail, indicator, isReversal);
  const code = detail?.bankTransactionCode || bankTransactionCode(entry);
  const information = textAt(entry, 'AddtlNtryInf');
  const original = [detail?.instructed, statedAmount(nodeAt(entry, 'AmtDtls/InstdAmt/Amt'))].find(
    (stated) => stated !== undefined && stated.digits !== '' && stated.currency !== currency,
  );
  const said = descriptionOf([
    counterparty.name,
    detail?.remittance ?? '',
    detail?.additionalInformation ?? '',
  ]);
  return [
    id,
    header.accountId,
    booking.date || value.date,
    booking.time,
    said ||
      descriptionOf([information]) ||
      descriptionOf(
        batch.flatMap((each) => [counterpartyOf(each, indicator, isReversal).name, each.remittance]),
      ) ||
      detail?.endToEndId ||
      id ||
      code ||
      indicator,
    amount,
    currency,
    '',
    paymentMethods.find(([pattern]) => pattern.test(code))?.[1] ?? '',
    status,
    detail?.endToEndId ||
      detail?.creditorReference ||
      detail?.clearingTransactionId ||
      detail?.instructionId ||
      (detail?.chequeNumber ?? ''),
    counterparty.name,
    value.date,
    isReversal ? 'true' : '',
    code,
    detail?.endToEndId ?? '',
    detail?.mandateId ?? '',
    detail?.clearingTransactionId ?? '',
    detail?.instructionId ?? '',
    detail?.creditorReference ?? '',
    detail?.remittance ?? '',
    counterparty.account,
    counterparty.bank,
    original?.digits ?? '',
    original?.currency ?? '',
    descriptionOf([information, detail?.additionalInformation ?? '']),
    textAt(entry, 'NtryRef'),
    header.id,
    paymentCount,
  ];
}

const nobody: PaymentParty = { name: '', account: '', bank: '' };

/** Who paid a credit, or was paid by a debit. The parties of a reversal are those of what it reverses. */
function counterpartyOf(
  detail: PaymentDetail | undefined,
  indicator: string,
  isReversal: boolean,
): PaymentParty {
  if (detail === undefined) return nobody;
  return (indicator === 'CRDT') !== isReversal ? detail.debtor : detail.creditor;
}

function addUp(
  details: readonly PaymentDetail[],
  total: string,
  indicator: string,
  currency: string,
): boolean {
  let sum = 0n;
  for (const detail of details) {
    const own = detail.indicator || indicator;
    const part = parseDecimal(signedAmount(detail.amount, own));
    if (part === null || !isIndicator(own) || detail.currency !== currency) return false;
    sum += part;
  }
  return sum === parseDecimal(total);
}

/** The references of the payments where they tell them apart, else that of the entry with a number. */
function idsOfParts(entry: XmlNode, details: readonly PaymentDetail[]): readonly string[] {
  const own = details.map(({ servicerReference }) => servicerReference);
  if (!own.includes('') && new Set(own).size === own.length) return own;
  const reference = referenceAt(entry, 'AcctSvcrRef');
  return details.map((_, index) => (reference === '' ? '' : `${reference}/${index + 1}`));
}

function isIndicator(text: string): boolean {
  return text === 'CRDT' || text === 'DBIT';
}

/** Amounts have no sign of their own. */
export function signedAmount(digits: string, indicator: string): string {
  const unsigned = digits.startsWith('+') ? digits.slice(1) : digits;
  return indicator === 'DBIT' ? negated(unsigned) : unsigned;
}

/** The day as it is written, whatever its zone; midnight is taken for no time. */
function momentOf(node: XmlNode | undefined): { readonly date: string; readonly time: string } {
  const text = textAt(node, 'DtTm', 'Dt');
  const match = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2}:\d{2}))?/.exec(text);
  if (match === null) return { date: text, time: '' };
  const [, date = '', time = ''] = match;
  return { date, time: time === '00:00:00' ? '' : time };
}
