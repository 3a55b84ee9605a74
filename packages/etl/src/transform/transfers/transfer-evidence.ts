import { foldText, type TransactionTable, valueAt } from '@titans/core';

/** An account of the user. */
export interface OwnAccount {
  /** `accountId` of its transactions. */
  readonly id: string;
  /** How other banks name it in texts: IBAN, account number, card number, nickname. */
  readonly names?: readonly string[];
}

/** Words that say that money only changes its place, in small letters without accents. */
const transferWords =
  /(?:^|[^a-z])(?:transfer|transfers|xfer|trf|tfr|transfered|transfering|transferred|transferring|umbuchung|ubertrag|uebertrag|uberweisung|virement|vir|giroconto|trasferimento|bonifico|traspaso|transferencia|transferencias|overboeking|overforing|overforsel|przelew|prevod|autopay|payment received|payment thank you|payment - thank you|credit card payment|card payment received|epay|e-payment|kreditkartenabrechnung|savings|sparen|sparkonto|epargne|internal|own account|standing order|top-up|top up|topup)(?![a-z])/;

/** What the text of a row says about a transfer. */
export interface TextEvidence {
  readonly hasTransferWord: boolean;
  /** Whether it names the other account. */
  readonly namesOther: boolean;
}

/** Reads texts of rows, each distinct text once. */
export function transferTexts(
  table: TransactionTable,
  accounts: readonly OwnAccount[],
): (row: number, otherAccount: string) => TextEvidence {
  const { originalDescription, description, reference, accountId } = table.columns;
  const marksOf = new Map(accounts.map((account) => [account.id, marksOfAccount(account)]));
  for (const id of accountId.values) if (!marksOf.has(id)) marksOf.set(id, marksOfAccount({ id }));
  const words = new Map<string, { hasWord: boolean; squashed: string }>();

  function read(text: string): { hasWord: boolean; squashed: string } {
    const known = words.get(text);
    if (known !== undefined) return known;
    const folded = foldText(text.slice(0, 500));
    const result = { hasWord: transferWords.test(folded), squashed: folded.replace(/[^a-z0-9]/g, '') };
    words.set(text, result);
    return result;
  }

  return (row, otherAccount) => {
    const texts = [
      valueAt(description, row),
      valueAt(reference, row),
      originalDescription === description ? null : valueAt(originalDescription, row),
    ];
    const readings = texts.filter((text): text is string => text !== null).map(read);
    const marks = marksOf.get(otherAccount) ?? [];
    return {
      hasTransferWord: readings.some(({ hasWord }) => hasWord),
      namesOther: readings.some(({ squashed }) => marks.some((mark) => squashed.includes(mark))),
    };
  };
}

/** Names of an account as they are looked for; the end of a long number stands for all of it. */
function marksOfAccount({ id, names = [] }: OwnAccount): readonly string[] {
  return [id, ...names].flatMap((name) => {
    const mark = foldText(name).replace(/[^a-z0-9]/g, '');
    const number = /\d{6,}$/.exec(mark)?.[0];
    const marks = mark.length >= 4 ? [mark] : [];
    return number === undefined ? marks : [...marks, number.slice(-6)];
  });
}
