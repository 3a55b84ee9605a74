import { codesByCategory } from './merchant-category-codes.js';
import { codeRanges } from './merchant-category-ranges.js';
import { type PlainCategory, plainCategories } from './plain-categories.js';

interface CodeMeaning {
  readonly category: PlainCategory;
  readonly detail: string;
  readonly description: string;
}

const meaningByCode: ReadonlyMap<string, CodeMeaning> = new Map(
  plainCategories.flatMap((category) =>
    codesByCategory[category].split(';').flatMap((group) => {
      const [detail, lines] = group.split(': ') as [string, string];
      return lines.split('|').map((line) => {
        const meaning: CodeMeaning = { category, detail, description: line.slice(5) };
        return [line.slice(0, 4), meaning] as const;
      });
    }),
  ),
);

function meaningOf(code: string): CodeMeaning | null {
  const own = meaningByCode.get(code);
  if (own !== undefined) return own;
  if (typeof code !== 'string' || !/^\d{4}$/.test(code)) return null;
  const number = Number(code);
  const range = codeRanges.find(([first, last]) => number >= first && number <= last);
  return range === undefined ? null : { description: range[2], category: range[3], detail: range[4] };
}

/**
 * What a merchant category code (ISO 18245) stands for, in plain English: by its own line, else by the range it is in.
 * `null` for what is no code or in no range.
 *
 * @example
 * ```ts
 * import { mccDescription } from '@titans/core/merchants';
 *
 * mccDescription('5411'); // 'Grocery stores and supermarkets'
 * ```
 */
export function mccDescription(code: string): string | null {
  return meaningOf(code)?.description ?? null;
}

/**
 * The plain category of a merchant category code, `null` for what is no code or in no range.
 *
 * @example
 * ```ts
 * import { mccCategory } from '@titans/core/merchants';
 *
 * mccCategory('5812'); // 'restaurants'
 * ```
 */
export function mccCategory(code: string): PlainCategory | null {
  return meaningOf(code)?.category ?? null;
}

/**
 * The detailed category of a merchant category code in the default taxonomy (`@titans/models/taxonomy`), `null` for
 * what is no code or in no range.
 *
 * @example
 * ```ts
 * import { mccDetail } from '@titans/core/merchants';
 *
 * mccDetail('5814'); // 'fast_food'
 * mccDetail('3058'); // 'flights'
 * ```
 */
export function mccDetail(code: string): string | null {
  return meaningOf(code)?.detail ?? null;
}
