import { noInformation, type TransactionInformation } from './transaction-information.js';

/** Code words of SWIFT's handbook and of Dutch and Belgian banks. */
const codeword =
  /\/(ABNM|ADDR|BENM|BIC|BUSP|CNTP|CSID|EREF|IBAN|ID|ISDT|MARF|NAME|NRTX|ORDP|PREF|PURP|REMI|RTRN|SVCL|TRCD|TRTP|ULTB|ULTC|ULTD|UDTR)\//;

/**
 * Reads texts between slashes with the code word before each: `/EREF/X1/NAME/Jane Doe/REMI/Rent`. A name or a text
 * may hold slashes of its own.
 *
 * @returns `null` if the text does not begin with a code word.
 */
export function parseCodewordInformation(text: string): TransactionInformation | null {
  const trimmed = text.trim();
  if (codeword.exec(trimmed)?.index !== 0) return null;
  // The slash behind a code word can be the one before the next.
  const found = new Map<string, string>();
  let rest = trimmed;
  for (let match = codeword.exec(rest); match !== null; match = codeword.exec(rest)) {
    const key = match[1] as string;
    rest = rest.slice(match.index + match[0].length - 1);
    const next = codeword.exec(rest);
    const value = rest.slice(1, next === null ? undefined : next.index);
    if (!found.has(key)) found.set(key, trimSlashes(value));
    if (next === null) break;
    rest = rest.slice(next.index);
  }
  const [account = '', bank = '', name = ''] = (found.get('CNTP') ?? '').split('/');
  const value = (key: string): string => found.get(key) ?? '';
  return {
    ...noInformation,
    remittance: value('REMI').replace(/^(?:USTD|STRD)\/(?:CUR\/)?\/?/, ''),
    bookingText: value('TRTP'),
    counterpartyName: value('NAME') || name.trim(),
    counterpartyAccount: value('IBAN') || account.trim(),
    counterpartyBank: value('BIC') || bank.trim(),
    customerReference: value('PREF'),
    endToEndId: value('EREF'),
    mandateId: value('MARF'),
    creditorId: value('CSID'),
    text: trimmed.replace(/\s+/g, ' '),
  };
}

function trimSlashes(text: string): string {
  return text.replace(/\/+$/, '').replace(/\s+/g, ' ').trim();
}
