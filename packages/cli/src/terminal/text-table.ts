import { stripVTControlCharacters } from 'node:util';
import type { Colours } from './colours.js';

/** A table for people. */
export interface TextTable {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Columns, from 0, whose cells end at the same place, as numbers do. They are never cut: half a number is another one. */
  readonly right?: readonly number[];
  /** Characters that the terminal has in a line; nothing is cut unless told. */
  readonly width?: number | undefined;
}

const gap = 2;
/** A day fits. */
const narrowest = 10;

/** Lays cells out in columns as wide as their widest cell. What does not fit is cut from the widest columns of text. */
export function textTable({ header, rows, right = [], width }: TextTable, colours: Colours): string {
  const widths = header.map((title, column) =>
    Math.max(widthOf(title), ...rows.map((row) => widthOf(row[column] ?? ''))),
  );
  if (width !== undefined) fit(widths, width, right);
  const line = (cells: readonly string[], style: (text: string) => string): string =>
    widths
      .map((cellWidth, column) => {
        const cell = clip(cells[column] ?? '', cellWidth);
        const padding = ' '.repeat(Math.max(0, cellWidth - widthOf(cell)));
        return right.includes(column) ? `${padding}${style(cell)}` : `${style(cell)}${padding}`;
      })
      .join(' '.repeat(gap))
      .trimEnd();
  return [line(header, colours.faint), ...rows.map((row) => line(row, (text) => text))].join('\n');
}

/** Two columns: what, and how it is. */
export function textFacts(facts: readonly (readonly [string, string])[], colours: Colours): string {
  const width = Math.max(0, ...facts.map(([name]) => widthOf(name)));
  return facts
    .map(([name, value]) => `${colours.faint(name)}${' '.repeat(width - widthOf(name) + gap)}${value}`)
    .join('\n');
}

function fit(widths: number[], width: number, uncut: readonly number[]): void {
  const all = (): number => widths.reduce((sum, each) => sum + each, gap * (widths.length - 1));
  const cuttable = widths.map((_, column) => column).filter((column) => !uncut.includes(column));
  while (all() > width) {
    const widest = Math.max(0, ...cuttable.map((column) => widths[column] ?? 0));
    if (widest <= narrowest) return;
    const column = cuttable.find((each) => widths[each] === widest) ?? 0;
    widths[column] = widest - 1;
  }
}

/** Columns that a text takes on a terminal: colours take none, East Asian characters two. */
function widthOf(text: string): number {
  let width = 0;
  for (const character of stripVTControlCharacters(text)) {
    if (/\p{Mn}|\p{Me}|\p{Cf}/u.test(character)) continue;
    width +=
      /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u.test(
        character,
      )
        ? 2
        : 1;
  }
  return width;
}

/** A cell in one line and of that width at most; where it is cut, its colours go. */
function clip(text: string, width: number): string {
  const oneLine = text.replaceAll(/[\r\n\t]+/g, ' ');
  if (widthOf(oneLine) <= width) return oneLine;
  let clipped = '';
  for (const character of stripVTControlCharacters(oneLine)) {
    if (widthOf(clipped + character) > width - 1) break;
    clipped += character;
  }
  return `${clipped}…`;
}
