import type { DictionaryColumn, TransactionTable } from '@titans/core';
import { foldText } from '@titans/core';
import { tagValue } from './actions.js';
import type { TagValue, TextValue } from './condition.js';
import type { RuleTextField } from './rule.js';

/** A text with the rules that it may set off. */
export interface IndexedText extends TextValue {
  readonly positions: readonly number[];
}

/** Gives the texts of a field of a table, each distinct one made once. */
export interface TextColumn {
  readonly field: RuleTextField;
  /** The text of a row. */
  at(row: number): IndexedText | null;
  /** A text that a rule sets. */
  of(text: string): IndexedText;
}

export function textColumn(
  field: RuleTextField,
  table: TransactionTable,
  positionsOf: (folded: string) => readonly number[],
): TextColumn {
  const { codes, values }: DictionaryColumn = table.columns[field];
  const made: (IndexedText | undefined)[] = [];
  const set = new Map<string, IndexedText>();
  const make = (raw: string): IndexedText => {
    const folded = foldText(raw);
    return { raw, folded, matched: new Map(), positions: positionsOf(folded) };
  };
  return {
    field,
    at(row) {
      const code = codes[row] as number;
      if (code < 0) return null;
      const known = made[code];
      if (known !== undefined) return known;
      const text = make(values[code] as string);
      made[code] = text;
      return text;
    },
    of(text) {
      const known = set.get(text) ?? make(text);
      set.set(text, known);
      return known;
    },
  };
}

/** Gives the tags of a row, each distinct list folded once. */
export function tagColumn(table: TransactionTable): (row: number) => TagValue {
  const { codes, values } = table.columns.tags;
  const made: TagValue[] = [];
  const none: TagValue = new Map();
  return (row) => {
    const code = codes[row] as number;
    if (code < 0) return none;
    made[code] ??= tagValue(values[code] as readonly string[]);
    return made[code] as TagValue;
  };
}
