/** Rows of a long list that are to be made: from `first` to before `end`. */
export interface VirtualWindow {
  readonly first: number;
  readonly end: number;
}

/** The rows that can be seen, with some before and after so that scrolling finds them there. */
export function virtualWindow(
  scrollTop: number,
  viewHeight: number,
  rowHeight: number,
  rowCount: number,
  spareRows: number,
): VirtualWindow {
  const first = Math.floor(Math.max(0, scrollTop) / rowHeight) - spareRows;
  const end = Math.ceil((Math.max(0, scrollTop) + viewHeight) / rowHeight) + spareRows;
  return { first: Math.min(Math.max(0, first), rowCount), end: Math.min(Math.max(0, end), rowCount) };
}

/** Where to scroll so that a row can be seen whole, below a head that covers the top; the same where it is already. */
export function scrollTopFor(
  row: number,
  {
    scrollTop,
    viewHeight,
    rowHeight,
    headHeight,
  }: {
    readonly scrollTop: number;
    readonly viewHeight: number;
    readonly rowHeight: number;
    readonly headHeight: number;
  },
): number {
  const top = row * rowHeight;
  if (top < scrollTop) return top;
  const bottom = top + rowHeight + headHeight;
  return bottom > scrollTop + viewHeight ? bottom - viewHeight : scrollTop;
}

/** A cell of a grid; row -1 is the head. */
export interface GridPlace {
  readonly row: number;
  readonly column: number;
}

/** Where a key moves to in a grid (WAI-ARIA Authoring Practices, grid); `null` for keys that move nowhere. */
export function gridMove(
  { row, column }: GridPlace,
  key: string,
  isControl: boolean,
  { rows, columns, page }: { readonly rows: number; readonly columns: number; readonly page: number },
): GridPlace | null {
  const to = (nextRow: number, nextColumn: number): GridPlace => ({
    row: Math.min(Math.max(-1, nextRow), rows - 1),
    column: Math.min(Math.max(0, nextColumn), columns - 1),
  });
  switch (key) {
    case 'ArrowUp':
      return to(row - 1, column);
    case 'ArrowDown':
      return to(row + 1, column);
    case 'ArrowLeft':
      return to(row, column - 1);
    case 'ArrowRight':
      return to(row, column + 1);
    case 'PageUp':
      return to(Math.max(0, row - page), column);
    case 'PageDown':
      return to(row + page, column);
    case 'Home':
      return isControl ? to(Math.min(0, rows - 1), 0) : to(row, 0);
    case 'End':
      return isControl ? to(rows - 1, columns - 1) : to(row, columns - 1);
    default:
      return null;
  }
}
