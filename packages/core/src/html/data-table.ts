import { type HtmlContent, html, type Markup } from './markup.js';

/** A column of a table. */
export interface TableColumn {
  readonly title: string;
  /** Numbers stand flush right. */
  readonly isNumber?: boolean;
}

/** A table as it stands on a page. The first cell of every row names the row. */
export interface TableContent {
  readonly caption: string;
  readonly columns: readonly TableColumn[];
  readonly rows: readonly (readonly HtmlContent[])[];
  /** Rows that are shown, 100 unless told; a note says how many were left out. */
  readonly mostRows?: number;
}

const longWord = /\S{24}/;

/** A table with a caption and scoped headings, which programs that read pages aloud need. */
export function dataTable({ caption, columns, rows, mostRows = 100 }: TableContent): Markup {
  if (rows.length === 0) return html`<p class="note">${caption}: none.</p>`;
  const heading = columns.map(
    ({ title, isNumber }) => html`<th scope="col"${numeric(isNumber)}>${title}</th>`,
  );
  const shown = rows.slice(0, mostRows);
  const lines = shown.map(
    (row) => html`<tr>${row.map((cell, index) => cellOf(cell, index, columns[index]?.isNumber))}</tr>
`,
  );
  const left = rows.length - shown.length;
  const note = left === 0 ? null : html`<p class="note">${grouped(left)} more rows are not shown.</p>`;
  return html`<div class="scroll" role="region" aria-label="${caption}" tabindex="0"><table><caption>${caption}</caption><thead><tr>${heading}</tr></thead><tbody>
${lines}</tbody></table></div>${note}`;
}

/** A whole number with its thousands apart, as it stands in texts. */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** A decimal number as text, with its thousands apart. */
export function groupedAmount(amount: string): string {
  return amount.replace(/^-?\d+/, (whole) => whole.replace(/\B(?=(\d{3})+$)/g, ','));
}

function cellOf(cell: HtmlContent, index: number, isNumber: boolean | undefined): Markup {
  const kind = numeric(isNumber) ?? (isLong(cell) ? html` class="long"` : null);
  return index === 0 ? html`<th scope="row"${kind}>${cell}</th>` : html`<td${kind}>${cell}</td>`;
}

/** Whether a word is so long that it has to be broken; all others are kept whole. */
function isLong(cell: HtmlContent): boolean {
  return typeof cell === 'string' && longWord.test(cell);
}

function numeric(isNumber: boolean | undefined): Markup | null {
  return isNumber ? html` class="number"` : null;
}
