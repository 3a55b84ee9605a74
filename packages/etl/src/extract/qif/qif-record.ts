import { descriptionOf } from '../statement/description.js';

/** One part of a transaction that was parted among categories. */
interface Split {
  category: string;
  memo: string;
  amount: string;
}

/** A line of a record: its letter and what follows. */
export type QifField = readonly [letter: string, text: string];

/** What stands before the records of a register. */
export interface QifRegister {
  /** Name of the account in Quicken; empty where none is written. */
  readonly accountId: string;
  /** `Bank`, `CCard`, `Cash`, `Oth A` or `Oth L`. */
  readonly type: string;
}

const statuses: Readonly<Record<string, string>> = {
  '*': 'cleared',
  c: 'cleared',
  x: 'reconciled',
  r: 'reconciled',
};

/**
 * The texts of one transaction, one per column. The date and the amount stay as they are written, but for the spaces
 * in a date and the apostrophe before a year of this century.
 */
export function textsOfQifRecord(fields: readonly QifField[], { accountId, type }: QifRegister): string[] {
  const first = (letter: string): string => fields.find(([each]) => each === letter)?.[1].trim() ?? '';
  const splits = splitsOf(fields);
  const category = categoryOf(first('L') || onlyCategory(splits));
  const address = fields.flatMap(([letter, text]) =>
    letter === 'A' && text.trim() !== '' ? [text.trim()] : [],
  );
  const payee = first('P');
  const memo = first('M');
  return [
    accountId,
    qifDate(first('D')),
    descriptionOf([payee, memo]) || category.name || category.transferAccount || first('N') || type,
    first('T') || first('U'),
    category.name,
    statuses[first('C').toLowerCase()] ?? '',
    first('N'),
    payee,
    memo,
    category.transferAccount,
    splits.length === 0 ? '' : JSON.stringify(splits),
    address.join(', '),
    type,
  ];
}

/** What Quicken and its relatives call the first record of a register. */
const openingBalance =
  /^(?:opening balance|(?:er[öo]ffnungs|anfangs)(?:saldo|bestand)|solde (?:initial|d'ouverture)|saldo (?:inicial|iniziale|de apertura|di apertura)|beginsaldo|openingssaldo)$/iu;

/**
 * Whether the record states the balance with which a register begins: it is called so, and its category is an account in
 * brackets (the own one, as Quicken writes it) or missing. GnuCash takes such a record for a transfer from equity.
 */
export function isOpeningBalance(fields: readonly QifField[]): boolean {
  const text = (letter: string): string => fields.find(([each]) => each === letter)?.[1].trim() ?? '';
  const category = text('L');
  return openingBalance.test(text('P')) && (category === '' || /^\[.*\]$/.test(category));
}

/** `1/ 5'24` is 1/5/2024: Quicken writes years from 2000 on with an apostrophe. */
export function qifDate(text: string): string {
  const closed = text.replace(/\s+/g, '');
  const modern = /^(\d{1,2})([/.-])(\d{1,2})'(\d{1,2}|\d{4})$/.exec(closed);
  if (modern === null) return closed;
  const [, one, mark, two, year = ''] = modern;
  const full = year.length === 4 ? year : `20${year.padStart(2, '0')}`;
  return `${one}${mark}${two}${mark}${full}`;
}

/** `Food:Groceries/Class|Tag`, or `[Savings]` for a transfer. */
function categoryOf(text: string): { readonly name: string; readonly transferAccount: string } {
  const transfer = /^\[([^\]]*)\]/.exec(text);
  if (transfer !== null) return { name: '', transferAccount: (transfer[1] ?? '').trim() };
  return { name: (text.split(/[/|]/)[0] ?? '').trim(), transferAccount: '' };
}

function onlyCategory(splits: readonly Split[]): string {
  const names = new Set(splits.map(({ category }) => category));
  return names.size === 1 ? ([...names][0] ?? '') : '';
}

function splitsOf(fields: readonly QifField[]): readonly Split[] {
  const splits: Split[] = [];
  for (const [letter, text] of fields) {
    if (letter === 'S') splits.push({ category: text.trim(), memo: '', amount: '' });
    const last = splits.at(-1);
    if (last !== undefined && letter === 'E') last.memo = text.trim();
    if (last !== undefined && letter === '$') last.amount = text.trim();
  }
  return splits;
}
