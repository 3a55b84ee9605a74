import type { ComponentChildren, VNode } from 'preact';

export interface TableColumn<Item> {
  readonly label: string;
  readonly cell: (item: Item) => ComponentChildren;
  readonly isNumber?: boolean;
  /** Heads its row. */
  readonly isHeading?: boolean;
}

/** A table of a few rows. On narrow screens each row becomes a block of names and values. */
export function DataTable<Item>({
  caption,
  columns,
  items,
  keyOf,
  isCaptionHidden = true,
}: {
  readonly caption: string;
  readonly columns: readonly TableColumn<Item>[];
  readonly items: readonly Item[];
  readonly keyOf: (item: Item, index: number) => string | number;
  readonly isCaptionHidden?: boolean;
}): VNode {
  return (
    <table class="table">
      <caption class={isCaptionHidden ? 'visually-hidden' : ''}>{caption}</caption>
      <thead>
        <tr>
          {columns.map(({ label, isNumber }) => (
            <th key={label} scope="col" class={isNumber ? 'number' : ''}>
              {label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {items.map((item, index) => (
          <tr key={keyOf(item, index)}>
            {columns.map(({ label, cell, isNumber, isHeading }) =>
              isHeading ? (
                <th key={label} scope="row" class={isNumber ? 'number' : ''}>
                  {cell(item)}
                </th>
              ) : (
                <td key={label} class={isNumber ? 'number' : ''} data-label={label}>
                  {cell(item)}
                </td>
              ),
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
