import type { TaskName } from './models.js';

/** What a measurement rests on, row by row: rows that the measured model had not seen. */
export interface HeldOutRows {
  readonly task: TaskName;
  /** Which rows: the same text for the same rows of the same table in the same order. */
  readonly rows: string;
  /** Loss of each row, by the metric whose value is the mean of the losses or one minus it. */
  readonly losses: Readonly<Record<string, Float64Array>>;
  /** Figures of any of the rows, some of them repeated, by metric: what their intervals are drawn from. */
  readonly figures: Readonly<Record<string, (rows: Int32Array) => number>>;
  /**
   * Names that were predicted, one per row, to compare later ones with. No numbers: those of models that learned from fewer
   * rows differ from those of the one which is kept.
   */
  readonly predictions: Readonly<Record<string, readonly string[]>>;
  /** Probabilities that were stated, and 1 where what they are of happened; `null` where none were stated. */
  readonly stated: { readonly probabilities: Float64Array; readonly outcomes: Uint8Array } | null;
}
