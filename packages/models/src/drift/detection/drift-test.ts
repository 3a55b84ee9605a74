import type { ColumnKind } from '../sketches/column-sketch.js';
import type { PValueMethod } from '../tests/two-sample-test.js';
import type { ComparedCategories, ComparedNumbers, ComparedTexts } from './compared-column.js';

/** What a drift test is told beside the column. */
export interface DriftTestContext {
  /** Seed of drawn p-values. */
  readonly seed: number;
}

/** What a drift test answers. */
export interface DriftTestOutcome {
  readonly statistic: number;
  readonly pValue: number;
  readonly method: PValueMethod;
  /** How large the difference is, whatever the number of rows: 0 for none to 1 for nothing in common. */
  readonly effect: number;
  /** The test that was made where the test chose another one for the size. */
  readonly test?: string;
}

/** A test of columns of one kind. */
export interface DriftTestOf<Kind extends ColumnKind, Column> {
  readonly name: string;
  readonly kind: Kind;
  /** Pure: the same column and seed give the same answer. */
  compare(column: Column, context: DriftTestContext): DriftTestOutcome;
}

export type NumericDriftTest = DriftTestOf<'numeric', ComparedNumbers>;
export type CategoricalDriftTest = DriftTestOf<'categorical', ComparedCategories>;
export type TextDriftTest = DriftTestOf<'text', ComparedTexts>;

/** A test of one kind of column. Anyone can write one and give it to `detectDrift`. */
export type DriftTest = NumericDriftTest | CategoricalDriftTest | TextDriftTest;
