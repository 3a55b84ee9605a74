import type { RecordStart } from '../statement/record-collector.js';
import { nodeAt, textAt, textsOf, type XmlNode } from './xml-node.js';

/** One payment within an entry: an element TxDtls. Texts are empty where it says nothing. */
export interface PaymentDetail extends RecordStart {
  /** Digits without a sign. */
  readonly amount: string;
  readonly currency: string;
  /** `CRDT` or `DBIT`. */
  readonly indicator: string;
  readonly servicerReference: string;
  readonly endToEndId: string;
  readonly mandateId: string;
  readonly clearingTransactionId: string;
  readonly instructionId: string;
  readonly chequeNumber: string;
  readonly creditorReference: string;
  readonly remittance: string;
  readonly debtor: PaymentParty;
  readonly creditor: PaymentParty;
  /** What was ordered, which can be in another currency than what was booked. */
  readonly instructed: StatedAmount;
  readonly bankTransactionCode: string;
  readonly additionalInformation: string;
}

/** Digits without a sign, and their currency; empty where there are none. */
export interface StatedAmount {
  readonly digits: string;
  readonly currency: string;
}

/** One side of a payment. */
export interface PaymentParty {
  readonly name: string;
  readonly account: string;
  readonly bank: string;
}

/** What stands for a reference where there is none. */
const noReference = /^(?:NOTPROVIDED|NOTAVAILABLE|NONREF|NOREF|0+)$/i;

/** Takes what is kept of a TxDtls; the versions of the messages differ in where some of it stands. */
export function paymentDetail(node: XmlNode, start: RecordStart): PaymentDetail {
  const instructed = nodeAt(node, 'AmtDtls/InstdAmt/Amt');
  const amount = nodeAt(node, 'Amt') ?? nodeAt(node, 'AmtDtls/TxAmt/Amt') ?? instructed;
  const structured = nodeAt(node, 'RmtInf/Strd');
  const unstructured = textsOf(nodeAt(node, 'RmtInf'), 'Ustrd').join(' ');
  const creditorReference = textAt(structured, 'CdtrRefInf/Ref', 'CdtrRefInf/CdtrRef');
  return {
    ...start,
    amount: amount?.text.trim() ?? '',
    currency: amount?.currency ?? '',
    indicator: textAt(node, 'CdtDbtInd'),
    servicerReference: referenceAt(node, 'Refs/AcctSvcrRef'),
    endToEndId: referenceAt(node, 'Refs/EndToEndId'),
    mandateId: referenceAt(node, 'Refs/MndtId'),
    clearingTransactionId: referenceAt(node, 'Refs/TxId'),
    instructionId: referenceAt(node, 'Refs/InstrId'),
    chequeNumber: referenceAt(node, 'Refs/ChqNb'),
    creditorReference,
    remittance: unstructured || textAt(structured, 'AddtlRmtInf', 'RfrdDocInf/Nb') || creditorReference,
    debtor: partyOf(node, 'Dbtr'),
    creditor: partyOf(node, 'Cdtr'),
    instructed: statedAmount(instructed),
    bankTransactionCode: bankTransactionCode(node),
    additionalInformation: textAt(node, 'AddtlTxInf'),
  };
}

/** What an element `Amt` says. */
export function statedAmount(node: XmlNode | undefined): StatedAmount {
  return { digits: node?.text.trim() ?? '', currency: node?.currency ?? '' };
}

/** A reference, unless it says that there is none. */
export function referenceAt(node: XmlNode, path: string): string {
  const text = textAt(node, path);
  return noReference.test(text) ? '' : text;
}

/** `PMNT-RCDT-ESCT` of the ISO code set, else the code of the bank. */
export function bankTransactionCode(node: XmlNode): string {
  const domain = nodeAt(node, 'BkTxCd/Domn');
  const codes = [textAt(domain, 'Cd'), textAt(domain, 'Fmly/Cd'), textAt(domain, 'Fmly/SubFmlyCd')];
  return codes.filter((code) => code !== '').join('-') || textAt(node, 'BkTxCd/Prtry/Cd');
}

function partyOf(node: XmlNode, side: 'Dbtr' | 'Cdtr'): PaymentParty {
  const paths = partyPaths[side];
  const parties = nodeAt(node, 'RltdPties');
  return {
    name: textAt(parties, ...paths.name),
    account: textAt(parties, ...paths.account),
    bank: textAt(nodeAt(node, 'RltdAgts'), ...paths.bank),
  };
}

const partyPaths = { Dbtr: pathsOfParty('Dbtr'), Cdtr: pathsOfParty('Cdtr') };

function pathsOfParty(side: 'Dbtr' | 'Cdtr'): Readonly<Record<keyof PaymentParty, readonly string[]>> {
  const account = `${side}Acct/Id`;
  const agent = `${side}Agt/FinInstnId`;
  return {
    // From version 8 on, a party is a person or an agent in an element of its own.
    name: [
      `${side}/Nm`,
      `${side}/Pty/Nm`,
      `Ultmt${side}/Nm`,
      `Ultmt${side}/Pty/Nm`,
      `${side}/Agt/FinInstnId/Nm`,
    ],
    account: [`${account}/IBAN`, `${account}/Othr/Id`, `${account}/BBAN`, `${account}/PrtryAcct/Id`],
    bank: [`${agent}/BICFI`, `${agent}/BIC`, `${agent}/CmbndId/BIC`, `${agent}/Nm`],
  };
}
