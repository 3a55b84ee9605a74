import type { ComponentChildren, VNode } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import {
  cellAttributes,
  gridAttributes,
  groupAttributes,
  headCellAttributes,
  rowAttributes,
} from './grid-attributes.js';
import type { GridSort } from './grid-sort.js';
import { Icon } from './icon.js';
import { type GridPlace, gridMove, scrollTopFor, virtualWindow } from './virtual-window.js';

export interface GridColumn<Item> {
  readonly id: string;
  readonly label: string;
  /** Its share of the width, as a track of a CSS grid. */
  readonly track: string;
  readonly isNumber?: boolean;
  readonly isSortable?: boolean;
  readonly cell: (item: Item) => ComponentChildren;
}

export interface GridProps<Item> {
  readonly label: string;
  readonly columns: readonly GridColumn<Item>[];
  readonly items: readonly Item[];
  readonly rowHeight: number;
  /** Rows in all, where that is known; those that are not read yet count. */
  readonly totalRows: number | null;
  readonly sort: GridSort;
  readonly onSort: (column: string) => void;
  readonly onOpen: (item: Item) => void;
  /** The rows that can be seen have changed. */
  readonly onView: (first: number, end: number) => void;
}

const spareRows = 6;
const headHeight = 36;

/**
 * A grid of any number of rows, of which those that can be seen are made, and the one that has the focus. Arrow keys,
 * Home, End and the page keys move the focus; Enter opens the row.
 */
export function Grid<Item>(props: GridProps<Item>): VNode {
  const { label, columns, items, rowHeight, totalRows, sort, onSort, onOpen, onView } = props;
  const place = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ scrollTop: 0, viewHeight: 600 });
  const [active, setActive] = useState<GridPlace>({ row: 0, column: 0 });
  const mustFocus = useRef(false);
  const { first, end } = virtualWindow(view.scrollTop, view.viewHeight, rowHeight, items.length, spareRows);
  const activeRow = Math.min(active.row, items.length - 1);
  const roving: GridPlace = { row: activeRow, column: active.column };

  useLayoutEffect(() => {
    const element = place.current;
    if (element === null) return;
    const measure = (): void => setView({ scrollTop: element.scrollTop, viewHeight: element.clientHeight });
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  useEffect(() => onView(first, end), [first, end, items]);

  // Whoever sorts wants to see what comes first.
  useLayoutEffect(() => place.current?.scrollTo({ top: 0 }), [sort]);

  // The focus is lost where the row that has it is put in another place among those that are new.
  const hadFocus = place.current?.contains(document.activeElement) ?? false;
  useLayoutEffect(() => {
    const element = place.current;
    if (!mustFocus.current && !(hadFocus && !element?.contains(document.activeElement))) return;
    mustFocus.current = false;
    element?.querySelector<HTMLElement>('[data-active]')?.focus({ preventScroll: true });
  });

  function open(row: number): void {
    const item = items[row];
    if (item !== undefined) onOpen(item);
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'Enter' && activeRow >= 0) {
      open(activeRow);
      return;
    }
    const page = Math.max(1, Math.floor((view.viewHeight - headHeight) / rowHeight) - 1);
    const size = { rows: items.length, columns: columns.length, page };
    const next = gridMove(roving, event.key, event.ctrlKey || event.metaKey, size);
    if (next === null) return;
    event.preventDefault();
    moveTo(next);
  }

  function onClick({ target }: MouseEvent): void {
    const cell = (target as Element).closest<HTMLElement>('[data-row]');
    if (cell === null) return;
    const [row, column] = [Number(cell.dataset.row), Number(cell.dataset.column)];
    mustFocus.current = row >= 0;
    setActive({ row, column });
    if (row >= 0) open(row);
  }

  function onScroll(): void {
    const element = place.current;
    if (element !== null) setView({ scrollTop: element.scrollTop, viewHeight: element.clientHeight });
  }

  function moveTo(next: GridPlace): void {
    mustFocus.current = true;
    const element = place.current;
    if (element !== null && next.row >= 0) {
      const { scrollTop, clientHeight: viewHeight } = element;
      element.scrollTop = scrollTopFor(next.row, { scrollTop, viewHeight, rowHeight, headHeight });
    }
    setActive(next);
  }

  const shown: number[] = [];
  for (let row = first; row < end; row++) shown.push(row);
  // The focus stays where it is, also when it is scrolled out of sight.
  if (activeRow >= end) shown.push(activeRow);
  else if (activeRow >= 0 && activeRow < first) shown.unshift(activeRow);
  const tracks = { gridTemplateColumns: columns.map(({ track }) => track).join(' ') };

  return (
    <div
      ref={place}
      class="grid"
      {...gridAttributes(label, totalRows, columns.length)}
      {...{ onKeyDown, onClick, onScroll }}
    >
      <div {...groupAttributes} class="grid-head">
        <div {...rowAttributes(-1)} class="grid-row" style={tracks}>
          {columns.map((column, index) => {
            const direction =
              sort.column !== column.id ? 'none' : sort.isDescending ? 'descending' : 'ascending';
            const { outer, inner } = headCellAttributes(index, column.isSortable ? direction : null, roving);
            return (
              <div key={column.id} class={`grid-cell ${column.isNumber ? 'number' : ''}`} {...outer}>
                {column.isSortable ? (
                  <button type="button" class="sort" {...inner} onClick={() => onSort(column.id)}>
                    {column.label}
                    {direction !== 'none' && <Icon name={sort.isDescending ? 'down' : 'up'} />}
                  </button>
                ) : (
                  column.label
                )}
              </div>
            );
          })}
        </div>
      </div>
      <div {...groupAttributes} class="grid-body" style={{ height: `${items.length * rowHeight}px` }}>
        {shown.map((row) => {
          const item = items[row];
          if (item === undefined) return null;
          return (
            <div
              key={row}
              class="grid-row"
              {...rowAttributes(row)}
              style={{ ...tracks, top: `${row * rowHeight}px`, height: `${rowHeight}px` }}
            >
              {columns.map(({ id, isNumber, cell }, column) => (
                <div
                  key={id}
                  class={`grid-cell ${isNumber ? 'number' : ''}`}
                  {...cellAttributes(row, column, roving)}
                >
                  {cell(item)}
                </div>
              ))}
            </div>
          );
        })}
      </div>
    </div>
  );
}
