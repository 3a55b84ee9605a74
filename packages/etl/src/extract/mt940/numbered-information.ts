import { noInformation, type TransactionInformation } from './transaction-information.js';

/** Subfields of 27 characters are broken where they end, so that a word may go on in the next. */
const fullSubfield = 27;

/** Keys of SEPA in the text of the remittance; `MTLG:` is an older one. */
const sepaKey = /(EREF|KREF|MREF|CRED|DEBT|SVWZ|ABWA|ABWE|IBAN|BIC|COAM|OAMT|PURP|RREF)\+|(MTLG):/;

/**
 * Reads subfields that begin with a mark and two digits, after the three digits of a business transaction code:
 * `166?00GUTSCHRIFT?20SVWZ+Rent?30BANKDEFF?31DE…?32Jane Doe` (Deutsche Kreditwirtschaft, interface specification,
 * appendix 3). The mark is the character that stands behind the code.
 *
 * @returns `null` if the text is not written so.
 */
export function parseNumberedInformation(text: string): TransactionInformation | null {
  const beginning = /^(\d{3})([?>+<&|~^!$%*@#])\d{2}/.exec(text);
  if (beginning === null) return null;
  const [, bookingCode = '', mark = ''] = beginning;
  const subfields = subfieldsOf(text.slice(3), mark);
  const joined = (numbers: readonly number[]): string =>
    joinedSubfields(numbers.map((n) => subfields.get(n) ?? ''));
  const remittanceText = joined([20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 60, 61, 62, 63]);
  const sepa = sepaFieldsOf(remittanceText);
  return {
    ...noInformation,
    remittance: sepa.get('SVWZ') || sepa.get('') || sepa.get('MTLG') || '',
    bookingText: subfields.get(0)?.trim() ?? '',
    bookingCode,
    counterpartyName: joined([32, 33]),
    counterpartyAccount: subfields.get(31)?.trim() || sepa.get('IBAN') || '',
    counterpartyBank: subfields.get(30)?.trim() || sepa.get('BIC') || '',
    customerReference: sepa.get('KREF') ?? '',
    endToEndId: sepa.get('EREF') ?? '',
    mandateId: sepa.get('MREF') ?? '',
    creditorId: sepa.get('CRED') ?? '',
    text: text.replace(/\s+/g, ' ').trim(),
  };
}

/** The first subfield of each number. */
function subfieldsOf(text: string, mark: string): ReadonlyMap<number, string> {
  const subfields = new Map<number, string>();
  for (const part of text.split(mark)) {
    const number = /^\d{2}/.exec(part)?.[0];
    if (number === undefined) continue;
    if (!subfields.has(Number(number))) subfields.set(Number(number), part.slice(2));
  }
  return subfields;
}

function joinedSubfields(parts: readonly string[]): string {
  const spaced = parts.map((part) => (part === '' || part.length >= fullSubfield ? part : `${part} `));
  return spaced.join('').replace(/\s+/g, ' ').trim();
}

/** The first text of each key; what stands before the first key has the empty key. */
function sepaFieldsOf(text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  // Two keys are captured in turn, of which one is undefined.
  const parts = text.split(sepaKey);
  found.set('', (parts[0] ?? '').trim());
  for (let i = 1; i < parts.length; i += 3) {
    const key = parts[i] ?? parts[i + 1] ?? '';
    if (!found.has(key)) found.set(key, (parts[i + 2] ?? '').trim());
  }
  return found;
}
