import type { JsonValue } from '@titans/core';
import type { ColumnKind, ColumnRole } from '../sketches/column-sketch.js';
import type { PValueMethod } from '../tests/two-sample-test.js';
import type { ColumnSummary } from './column-summary.js';
import type { SchemaDrift } from './schema-drift.js';

/** `insufficient` where there are too few rows to say: it is not the same as no drift. */
export type DriftState = 'drift' | 'no-drift' | 'insufficient';

/** What is said of the values of one column. */
export interface FeatureDrift {
  readonly feature: string;
  readonly kind: ColumnKind;
  readonly role: ColumnRole;
  /** Of values and missing values together. */
  readonly state: DriftState;
  /** `null`, as the four after it, where there are too few rows. */
  readonly test: string | null;
  readonly statistic: number | null;
  readonly pValue: number | null;
  /** Smallest share of false findings at which this would be one (Benjamini–Hochberg). */
  readonly qValue: number | null;
  readonly method: PValueMethod | null;
  /** Size of the difference, 0 for none to 1 for nothing in common; chance alone makes it larger than 0. */
  readonly effect: number | null;
  /** Current rows with a value. */
  readonly n: number;
  /** Reference rows with a value. */
  readonly referenceRows: number;
  /** How often the value is missing; `null` where it never is. */
  readonly missing: MissingDrift | null;
  /** What the values are like in both. */
  readonly summary: ColumnSummary;
}

/** What is said of missing values of a column. */
export interface MissingDrift {
  /** Share of rows without a value. */
  readonly referenceShare: number;
  readonly currentShare: number;
  /** Of Fisher's mid-p, or of χ² where there are very many rows. */
  readonly pValue: number | null;
  readonly qValue: number | null;
  readonly state: DriftState;
}

/** The four figures that the specification sums up by. */
export interface DriftSummary {
  /** Columns that were compared. */
  readonly totalFeatures: number;
  readonly featuresWithDrift: number;
  /** Columns with too few rows to say. */
  readonly featuresInsufficient: number;
  readonly maxDriftScore: number;
  readonly avgDriftScore: number;
}

/** What {@link detectDrift} finds. Frozen. */
export interface DriftResult {
  readonly state: DriftState;
  /** Whether the state is `drift`: of a column, of all together, or of the schema. */
  readonly driftDetected: boolean;
  /** Mean effect over the columns compared. It describes; what decides is `pValue`, `minimumEffect` and the schema. */
  readonly driftScore: number;
  /**
   * Probability that the columns differ so clearly where none has drifted: the smallest q-value (Simes 1986), or that of the harmonic
   * mean of the p-values (Wilson 2019) where it is less, so that columns which depend on one another are not taken for as many
   * chances. With the correction `by` the first alone, on the safe side for all dependence. `null` where nothing could be tested.
   */
  readonly pValue: number | null;
  /** The level in force: the share of comparisons without drift in which one is reported. */
  readonly level: number;
  readonly referenceRows: number;
  readonly currentRows: number;
  /** One per column of both, in the order of the reference. */
  readonly features: readonly FeatureDrift[];
  readonly schema: SchemaDrift;
  readonly summary: DriftSummary;
  /** The result with the names of the specification beside ours, as JSON. */
  toJSON(): JsonValue;
  /** A standalone page. */
  toHtml(): string;
  /** A few lines for a terminal or a log. */
  text(): string;
}
