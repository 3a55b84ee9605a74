import { type TransactionTable, type TransactionType, valueAt } from '@titans/core';
import { amountOfType, tagsAfter } from './actions.js';
import type { CheckedRule } from './check-rules.js';
import { holds, type RowState, type TextValue } from './condition.js';
import { type IndexedText, tagColumn, textColumn } from './row-values.js';
import { type RuleTextField, ruleTextFields } from './rule.js';
import { type TriggerIndex, triggerIndex } from './trigger-index.js';

/** Which rules fired on each row, in order: those of row `i` from `starts[i]` to `starts[i + 1]`. */
export interface FiredRules {
  readonly starts: Int32Array;
  readonly positions: Int32Array;
}

/** Rules with their index. */
export interface IndexedRules {
  readonly running: readonly CheckedRule[];
  readonly index: TriggerIndex;
  /** The texts that conditions look at. */
  readonly fields: readonly RuleTextField[];
  /** Positions of the rules that the absence of a text may set off. */
  readonly onAbsence: ReadonlyMap<RuleTextField, readonly number[]>;
}

/** A run that its caller takes forward in parts. */
export interface TableRun {
  /** Runs the rules on the rows up to `to`, which were not yet run on. */
  runTo(to: number): void;
  fired(): FiredRules;
}

/** Starts to run rules on a table. Only what fires is found out; values follow from it. */
export function tableRun(
  { running, index, fields, onAbsence }: IndexedRules,
  table: TransactionTable,
): TableRun {
  const { columns } = table;
  const columnsUsed = fields.map((field) =>
    textColumn(field, table, (folded) => index.positionsOf(field, folded)),
  );
  const columnOf = new Map(columnsUsed.map((column) => [column.field, column]));
  const indexed = columnsUsed.filter(({ field }) => index.fields.includes(field));
  const tagsOf = tagColumn(table);
  const words = Math.ceil(running.length / 32);
  const always = new Uint32Array(words);
  for (const position of index.always) addBit(always, position);
  const candidates = new Uint32Array(words);
  const texts = new Map<RuleTextField, TextValue | null>();
  const state: RowState = {
    texts,
    amountMinor: 0,
    balanceMinor: 0,
    epochDay: 0,
    secondOfDay: 0,
    recurring: null,
    tags: new Map(),
  };
  const starts = new Int32Array(table.length + 1);
  let positions = new Int32Array(Math.max(64, table.length));
  let count = 0;
  let done = 0;

  function load(row: number): void {
    candidates.set(always);
    for (const column of columnsUsed) texts.set(column.field, column.at(row));
    for (const { field } of indexed) {
      const text = texts.get(field) as IndexedText | null | undefined;
      for (const position of text?.positions ?? onAbsence.get(field) ?? []) addBit(candidates, position);
    }
    state.amountMinor = columns.amountMinor[row] as number;
    state.balanceMinor = columns.balanceMinor[row] as number;
    state.epochDay = columns.date[row] as number;
    state.secondOfDay = columns.secondOfDay[row] as number;
    state.recurring = valueAt(columns.recurring, row);
    state.tags = tagsOf(row);
  }

  /** Sets a text, and makes the rules after `position` that it may set off candidates. */
  function setText(field: RuleTextField, text: string, position: number): void {
    const column = columnOf.get(field);
    if (column === undefined) return;
    const value = column.of(text);
    texts.set(field, value);
    for (const other of value.positions) if (other > position) addBit(candidates, other);
  }

  function act({ actions }: CheckedRule, position: number): void {
    if (actions.category !== undefined) setText('category', actions.category, position);
    if (actions.merchantName !== undefined) setText('merchantName', actions.merchantName, position);
    if (actions.type !== undefined) {
      setText('type', actions.type satisfies TransactionType, position);
      state.amountMinor = amountOfType(state.amountMinor, actions.type);
    }
    if (actions.recurring !== undefined) state.recurring = actions.recurring;
    if (actions.addTags !== undefined || actions.removeTags !== undefined)
      state.tags = tagsAfter(state.tags, actions);
  }

  function runRow(row: number): void {
    load(row);
    let stoppedStage: string | null = null;
    for (let word = 0; word < words; word++) {
      for (let bits = candidates[word] as number; bits !== 0; bits = candidates[word] as number) {
        const position = 32 * word + 31 - Math.clz32(bits & -bits);
        candidates[word] = bits & (bits - 1);
        const rule = running[position] as CheckedRule;
        if (rule.stage === stoppedStage || !holds(rule.when, state)) continue;
        if (count === positions.length) positions = grown(positions);
        positions[count++] = position;
        act(rule, position);
        if (rule.stop === 'all') return;
        if (rule.stop === 'stage') stoppedStage = rule.stage;
      }
    }
  }

  return {
    runTo(to) {
      for (; done < to; done++) {
        runRow(done);
        starts[done + 1] = count;
      }
    },
    fired: () => ({ starts, positions: positions.slice(0, count) }),
  };
}

/** Gets the rules ready to run, which is worth doing once. */
export function indexedRules(running: readonly CheckedRule[]): IndexedRules {
  const read = new Set(running.flatMap((rule) => [...rule.reads]));
  // Conditions on amounts look at the currency, too.
  const fields = ruleTextFields.filter((field) => field === 'currency' || read.has(field));
  const index = triggerIndex(running);
  return {
    running,
    index,
    fields,
    onAbsence: new Map(index.fields.map((field) => [field, index.positionsOf(field, null)])),
  };
}

function addBit(bits: Uint32Array, position: number): void {
  const word = position >>> 5;
  bits[word] = (bits[word] as number) | (1 << (position & 31));
}

function grown(positions: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(2 * positions.length);
  larger.set(positions);
  return larger;
}
