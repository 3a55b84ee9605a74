import { contains, type HeaderWords, headerWords } from './header-words.js';

/** Names of columns that only a list of money spent has. */
const spendingNames = list(
  'supplier|supplier name|expenditure|spend|spending|date paid|paid date|paid to|vendor|contractor|creditor|procurement|purchase|merchant|merchant name|merchant category|card used|cardholder|card member|lieferant|fournisseur|proveedor|order url|charge',
);
/** Of them those that leave no doubt. */
const publicSpending = list(
  'supplier|supplier name|expenditure|spend|spending|date paid|paid date|paid to|procurement',
);

/** Words of descriptions of money that came in, and of money that went out. */
const incoming = list(
  'salary|payroll|wages|wage|lohn|gehalt|lon|lonn|palkka|salaire|nomina|stipendio|salario|pensja|wynagrodzenie|mzda|vyplata|fizetes|interest paid|interest earned|refund|gutschrift|deposit|dividend|pension|erstattung|storting|remboursement|devolucion|rimborso|payment received|direct credit|cashback|teruggave|aterbetalning',
);
const outgoing = list(
  'rent|miete|huur|loyer|alquiler|hyra|card payment|purchase|lastschrift|direct debit|withdrawal|atm|bankomat|geldautomat|kartenzahlung|pos|grocery|groceries|supermarket|fee|charge|insurance|versicherung|rewe|aldi|lidl|tesco|sainsbury|sainsburys|carrefour|ikea|spotify|netflix|amazon|uber|mcdonald|starbucks|shell|paypal|utility|electric|telecom|vodafone|restaurant|hotel|parking|prlv|prelevement|incasso|betaalautomaat|autogiro|kortkop|dankort|zakup|platba kartou|vyber|vasarlas',
);
/** On the statement of a card, money that came in pays the bill. */
const billPaid = list(
  'payment received|thank you|autopay|payment thank|zahlungseingang|direct debit payment',
);

/** What the texts of descriptions say about the sign of their amounts. */
export interface SignVotes {
  asWritten: number;
  inverted: number;
}

/** Whether the header is that of a list of money spent: 0 not, 1 probably, 2 certainly. */
export function spendingStrength(headers: readonly HeaderWords[]): 0 | 1 | 2 {
  const has = (terms: readonly string[]): boolean =>
    headers.some((header) => terms.some((term) => contains(header, term)));
  if (has(publicSpending)) return 2;
  return has(spendingNames) ? 1 : 0;
}

/** Weighs descriptions whose direction is plain from their words against the sign of their amount. */
export function voteOnSign(votes: SignVotes, description: string, isNegative: boolean): void {
  const words = headerWords(description);
  const pays = billPaid.some((term) => says(words, term));
  const comesIn = pays || incoming.some((term) => says(words, term));
  const goesOut = !pays && outgoing.some((term) => says(words, term));
  if (comesIn === goesOut) return;
  // A bill that is paid is seldom called so by chance.
  const weight = pays ? 2 : 1;
  if (comesIn === isNegative) votes.inverted += weight;
  else votes.asWritten += weight;
}

/** Whole words only, but for long ones, which German and its like put together: `Folgelastschrift`. */
function says({ spaced, compact }: HeaderWords, term: string): boolean {
  return spaced.includes(` ${term} `) || (term.length > 8 && compact.includes(term));
}

function list(words: string): readonly string[] {
  return words.split('|');
}
