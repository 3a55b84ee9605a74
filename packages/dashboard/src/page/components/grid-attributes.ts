import type { GridPlace } from './virtual-window.js';

/**
 * What the parts of a grid tell assistive technology. They have roles by name: the elements of a table, whose height follows
 * from all of their rows, cannot show some rows of many.
 */
type Attributes = Readonly<Record<string, string | number>>;

export function gridAttributes(label: string, totalRows: number | null, columns: number): Attributes {
  return {
    role: 'grid',
    'aria-label': label,
    // The head is a row too.
    'aria-rowcount': totalRows === null ? -1 : totalRows + 1,
    'aria-colcount': columns,
  };
}

export const groupAttributes: Attributes = { role: 'rowgroup' };

/** @param row -1 for the head. */
export function rowAttributes(row: number): Attributes {
  return { role: 'row', 'aria-rowindex': row + 2 };
}

/** One cell of the whole grid can be reached with Tab: the one that had the focus last. */
function roving(row: number, column: number, active: GridPlace): Attributes {
  return row === active.row && column === active.column
    ? { tabIndex: 0, 'data-active': '' }
    : { tabIndex: -1 };
}

export function cellAttributes(row: number, column: number, active: GridPlace): Attributes {
  return {
    role: 'gridcell',
    'aria-colindex': column + 1,
    'data-row': row,
    'data-column': column,
    ...roving(row, column, active),
  };
}

/** Of a head cell, and of the button in it, which has the focus in its place where the column can be sorted by. */
export function headCellAttributes(
  column: number,
  direction: 'ascending' | 'descending' | 'none' | null,
  active: GridPlace,
): { readonly outer: Attributes; readonly inner: Attributes } {
  const place = { 'data-row': -1, 'data-column': column };
  const outer = { role: 'columnheader', 'aria-colindex': column + 1, ...place };
  const focus = roving(-1, column, active);
  return direction === null
    ? { outer: { ...outer, ...focus }, inner: {} }
    : { outer: { ...outer, 'aria-sort': direction }, inner: focus };
}
