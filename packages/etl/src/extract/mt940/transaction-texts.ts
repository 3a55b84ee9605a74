import { descriptionOf } from '../statement/description.js';
import type { StatementLine } from './statement-line.js';
import type { TransactionInformation } from './transaction-information.js';

/** What a statement says about all of its transactions. */
export interface StatementHeader {
  readonly reference: string;
  readonly accountId: string;
  readonly currency: string;
  readonly number: string;
}

/** The texts of one transaction, one per column; the balance is left to be counted. */
export function textsOfTransaction(
  { reference, accountId, currency, number }: StatementHeader,
  line: StatementLine,
  about: TransactionInformation,
): string[] {
  const endToEndId = /^(?:NOTPROVIDED|NONREF)$/i.test(about.endToEndId) ? '' : about.endToEndId;
  const name = about.counterpartyName || nameBeside(line, about);
  const customerReference = line.customerReference || about.customerReference;
  return [
    accountId,
    line.date,
    descriptionText(name, line, about),
    line.amount,
    currency,
    '',
    line.isExpected ? 'pending' : 'booked',
    endToEndId || customerReference || line.bankReference,
    name,
    line.valueDate,
    line.typeCode,
    line.isReversal ? 'true' : '',
    customerReference,
    line.bankReference,
    line.supplement,
    endToEndId,
    about.mandateId,
    about.creditorId,
    about.counterpartyAccount,
    about.counterpartyBank,
    about.bookingCode,
    about.bookingText,
    about.text,
    reference,
    number,
  ];
}

function descriptionText(name: string, line: StatementLine, about: TransactionInformation): string {
  const said = descriptionOf([name, about.remittance]);
  if (/\p{L}/u.test(said)) return said;
  const named = descriptionOf([about.bookingText, line.supplement, said]);
  return named || line.customerReference || line.typeCode;
}

/** Dutch banks write the name of the other side behind the reference, where field 86 is plain text. */
function nameBeside({ supplement }: StatementLine, about: TransactionInformation): string {
  const isName = /\p{L}{2}/u.test(supplement) && !/^[A-Z]{2}\d{2}|^\/|\d{6}/.test(supplement);
  return isName && about.bookingCode === '' && about.counterpartyAccount === '' ? supplement : '';
}
