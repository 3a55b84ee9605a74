import type { JsonValue } from '@titans/core';
import type { ImportSettings } from './import-settings.js';

/** One thing that had to be decided to read a source. */
export interface Decision {
  /** What was decided, for example `"csv.delimiter"`. */
  readonly setting: string;
  readonly value: JsonValue;
  /** From 0 to 1; 1 if it was given. */
  readonly confidence: number;
  /** Whether it was told by the caller, found in the data, or is the default. */
  readonly basis: 'given' | 'inferred' | 'default';
  /** Other values that fit the data as well: where there are any, the data cannot tell, and somebody has to. */
  readonly alternatives?: readonly JsonValue[];
  /** What speaks for the value, in one sentence. */
  readonly reason?: string;
}

/** How one source was read. Plain JSON: `settings` can be edited, saved and passed to `extract` again. */
export interface SourceProfile {
  readonly source: string;
  readonly format: string;
  /** Columns as the header names them. */
  readonly columns: readonly string[];
  /** Columns that stand for no field of a transaction. */
  readonly unusedColumns: readonly string[];
  readonly decisions: readonly Decision[];
  readonly settings: ImportSettings;
}

/** How the sources of an extraction were read. */
export interface ImportProfile {
  readonly sources: readonly SourceProfile[];
  /** The same for people: one line per decision. */
  summary(): string;
}

/** Collects the profiles of several sources. */
export function importProfile(sources: readonly SourceProfile[]): ImportProfile {
  return Object.freeze({
    sources: Object.freeze([...sources]),
    summary: () => sources.map(summaryOf).join('\n\n'),
  });
}

function summaryOf(profile: SourceProfile): string {
  const width = Math.max(...profile.decisions.map((decision) => decision.setting.length));
  const lines = profile.decisions.map(
    (decision) =>
      `  ${decision.setting.padEnd(width)}  ${printed(decision.value)}  (${surenessOf(decision)}${wherePartly(decision, profile)})`,
  );
  const unused =
    profile.unusedColumns.length === 0 ? [] : [`  columns not used: ${profile.unusedColumns.join(', ')}`];
  return [`${profile.source}: ${profile.format}`, ...lines, ...unused].join('\n');
}

/** Where a column says it of most rows, the default is for the others. */
function wherePartly({ setting, basis }: Decision, { decisions }: SourceProfile): string {
  const hasColumn = decisions.some((each) => each.setting === `columns.${setting}`);
  return basis === 'default' && hasColumn ? ', of rows whose column says none' : '';
}

/** How surely something was decided, and where somebody should look at it, what else it could be and why. */
function surenessOf({ basis, confidence, alternatives = [], reason }: Decision): string {
  const surely = basis === 'inferred' ? `inferred, ${Math.round(confidence * 100)}%` : basis;
  if (alternatives.length === 0) return surely;
  const others = alternatives.map(printed).join(' or ');
  return `${surely}${reason === undefined ? '' : `: ${reason}`}; could be ${others}`;
}

function printed(value: JsonValue): string {
  return typeof value === 'string' && /^\w[\w -]*$/.test(value) ? value : JSON.stringify(value);
}
