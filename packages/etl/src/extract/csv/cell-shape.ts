/** What the text of a cell looks like, whatever it means. */
export type CellShape = 'empty' | 'date' | 'number' | 'text';

const numericDate = /^\d{1,4}([./-])\d{1,2}\1\d{1,4}\.?(?:[T ,]+\d{1,2}:\d\d.*)?$/;
const namedMonth = /^(?:\d{1,2}[ ./-]?\p{L}{3,10}\.?[ ,./-]*\d{2,4}|\p{L}{3,10}\.?[ -]\d{1,2},?[ -]\d{4})$/u;
const timeOfDay = /^\d{1,2}:\d\d(?::\d\d)?(?: ?[AaPp]\.?[Mm]\.?)?$/;
const signsBefore = /^(?:[-+(]|\p{Sc}|[A-Z]{3}\b|[ \u00a0])*/u;
const signsAfter = /(?:[-+)%]|\p{Sc}|\b(?:[A-Z]{3}|CR|DR|Cr|Dr)|[ \u00a0])*$/u;
const digits = /^\d(?:[\d.,'’ \u00a0\u202f]*\d)?$/;
const longestTyped = 40;

/** Tells dates, times and numbers, with signs and currencies, from other text. */
export function cellShape(cell: string): CellShape {
  const text = cell.trim();
  if (text === '') return 'empty';
  if (text.length > longestTyped || !/\d/.test(text)) return 'text';
  if (numericDate.test(text) || namedMonth.test(text) || timeOfDay.test(text)) return 'date';
  const bare = text.replace(signsBefore, '').replace(signsAfter, '');
  return digits.test(bare) ? 'number' : 'text';
}

/** Whether the cell is a date, a time or a number. */
export function isTyped(cell: string): boolean {
  const shape = cellShape(cell);
  return shape === 'date' || shape === 'number';
}
