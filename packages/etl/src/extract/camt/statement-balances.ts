import { signedAmount } from './entry-rows.js';
import { nodeAt, textAt, type XmlNode } from './xml-node.js';

/** A booked balance of a statement. */
export interface CamtBalance {
  /** Digits with a minus where the account is overdrawn. */
  readonly amount: string;
  readonly currency: string;
}

/** The booked balances before and behind the entries of a statement. */
export interface StatementBalances {
  readonly opening: CamtBalance | null;
  readonly closing: CamtBalance | null;
}

/**
 * Finds the booked balances: OPBD, or PRCD of the day before, opens and CLBD closes. ITBD, the balance in between,
 * closes a report or a page that has no CLBD; of two, the first opens. Balances of what is available, and those to
 * come, are no booked ones.
 */
export function statementBalances(balances: readonly XmlNode[]): StatementBalances {
  const ofType = (type: string): readonly XmlNode[] =>
    balances.filter((node) => textAt(node, 'Tp/CdOrPrtry/Cd', 'Tp/CdOrPrtry/Prtry', 'Tp/Cd') === type);
  const interim = ofType('ITBD');
  const opening = ofType('OPBD')[0] ?? ofType('PRCD')[0] ?? (interim.length > 1 ? interim[0] : undefined);
  const closing = ofType('CLBD').at(-1) ?? interim.at(-1);
  return { opening: balanceOf(opening), closing: balanceOf(closing) };
}

function balanceOf(node: XmlNode | undefined): CamtBalance | null {
  const amount = nodeAt(node, 'Amt');
  const indicator = textAt(node, 'CdtDbtInd');
  if (amount === undefined || !/^(?:CRDT|DBIT)$/.test(indicator)) return null;
  return { amount: signedAmount(amount.text.trim(), indicator), currency: amount.currency };
}
