import { createRandom, TitansError } from '@titans/core';
import { falseDiscoveryRate } from '../multiple-testing/adjusted-p-values.js';
import { harmonicMeanPValue } from '../multiple-testing/harmonic-mean.js';
import type { ColumnSketch } from '../sketches/column-sketch.js';
import { emptyColumnLike } from '../sketches/empty-column.js';
import { requireSketch, type Sketch } from '../sketches/frozen-sketch.js';
import { textsDiffer } from '../sketches/text-moments.js';
import { occurringCategories } from '../tests/contingency.js';
import { categoryOutcome } from './categorical-tests.js';
import { columnSummary } from './column-summary.js';
import { type ComparedColumn, comparedColumn, comparedRows } from './compared-column.js';
import { type DriftOptions, type DriftSettings, driftSettings } from './detection-options.js';
import { driftHtml } from './drift-html.js';
import { driftJson } from './drift-json.js';
import type { DriftResult, DriftState, DriftSummary, FeatureDrift, MissingDrift } from './drift-result.js';
import type { DriftTest, DriftTestContext, DriftTestOutcome } from './drift-test.js';
import { driftText } from './drift-text.js';
import { schemaDrift } from './schema-drift.js';

/**
 * Compares data with those a model was trained on. Every column is tested with p-values that hold at its size, ties and
 * rare categories; missing values are tested beside the others; the tests together are corrected, so that without drift
 * it is reported in `level` of all comparisons, however many columns there are; and where there are too few rows the
 * state says so. Columns that depend on one another may differ together where none does by itself beyond chance: then there is
 * drift, and no column has it.
 *
 * Rows are taken for independent draws. Where they are not, as payments of a few days or of one account, differences that
 * pass with the day are found too: compare whole weeks with whole weeks, or else the weekday drifts for sure, and what
 * depends on it too.
 *
 * @param reference The sketch that was stored with the model.
 * @param current The sketch of what is seen now.
 * @throws TitansError `INVALID_ARGUMENT`, `SHAPE_MISMATCH` for sketches of other bounds.
 * @example
 * ```ts
 * import { createRandom } from '@titans/core';
 * import { detectDrift, sketch } from '@titans/models/drift';
 *
 * const random = createRandom(1, 'amounts');
 * const amounts = (mean: number) => Float64Array.from({ length: 500 }, () => mean + 10 * random.normal());
 * const reference = sketch({ amount: amounts(50) });
 * const drift = detectDrift(reference, sketch({ amount: amounts(58) }));
 * drift.state; // 'drift'
 * drift.features; // [{ feature: 'amount', test: 'kolmogorov-smirnov', statistic, pValue, qValue, effect, n: 500, … }]
 * console.log(drift.text());
 * ```
 */
export function detectDrift(reference: Sketch, current: Sketch, options: DriftOptions = {}): DriftResult {
  const settings = driftSettings(options);
  requireSketches(reference, current);
  requireColumns(Object.keys(options.featureTests ?? {}), reference);
  const ofCurrent = new Map(current.columns.map((column) => [column.name, column]));
  const compared: Comparison[] = [];
  for (const column of reference.columns) {
    const found = ofCurrent.get(column.name);
    if (found === undefined && !column.isOfCurrency) continue;
    const other = found ?? { ...emptyColumnLike(column), missing: current.rows };
    const values = comparedColumn(column, other, reference.bounds);
    if (values === null) continue;
    const context = { seed: createRandom(settings.seed, column.name).uint32() };
    compared.push({
      values,
      outcome: valuesOutcome(values, settings, context),
      missing: missingOutcome(column, other, reference.rows, current.rows, settings),
    });
  }
  const pValues = compared.flatMap(({ outcome, missing }) =>
    [outcome, missing].flatMap((asked) => (asked?.isOpen && asked.pValue !== null ? [asked.pValue] : [])),
  );
  const corrected = falseDiscoveryRate(pValues, settings.correction);
  const qValues = corrected.values();
  const features = compared.map((comparison) => featureDrift(comparison, qValues, settings));
  const schema = schemaDrift(
    reference,
    current,
    compared.map(({ values }) => values),
  );
  const pValue = togetherOf(pValues, corrected, settings);
  const parts = {
    state: stateOf(features, schema.state === 'drift' || differTogether(pValue, features, settings)),
    driftScore: summaryOf(features).avgDriftScore,
    pValue,
    level: settings.level,
    referenceRows: reference.rows,
    currentRows: current.rows,
    features: Object.freeze(features),
    schema,
    summary: Object.freeze(summaryOf(features)),
  };
  const result: DriftResult = {
    ...parts,
    driftDetected: parts.state === 'drift',
    toJSON: () => driftJson(result),
    toHtml: () => driftHtml(result),
    text: () => driftText(result),
  };
  return Object.freeze(result);
}

/** Outcomes before they are corrected for each other. */
interface Comparison {
  readonly values: ComparedColumn;
  readonly outcome: (DriftTestOutcome & { readonly test: string } & Question) | null;
  readonly missing: MissingOutcome | null;
}

interface Question {
  /**
   * Whether the rows of both together leave anything to ask: with a single value in all of them nothing can be found, and
   * to correct others for it would only make them blind.
   */
  readonly isOpen: boolean;
}

type MissingOutcome = Omit<MissingDrift, 'qValue' | 'state'> & Question;

function valuesOutcome(
  column: ComparedColumn,
  settings: DriftSettings,
  context: DriftTestContext,
): Comparison['outcome'] {
  const rows = comparedRows(column);
  if (Math.min(rows.reference, rows.current) < settings.minimumRows) return null;
  const test = settings.testOf(column.name, column.kind);
  const outcome = answerOf(test, column, context);
  if (!(outcome.pValue >= 0 && outcome.pValue <= 1)) {
    throw new TitansError(
      'INVALID_ARGUMENT',
      `The test ${test.name} gave ${outcome.pValue} for ${column.name}, which is no p-value.`,
      { details: { column: column.name } },
    );
  }
  return { ...outcome, test: outcome.test ?? test.name, isOpen: hasTwoValues(column) };
}

function hasTwoValues(column: ComparedColumn): boolean {
  if (column.kind === 'numeric') return column.pair.values.length > 1;
  if (column.kind === 'text') return textsDiffer(column.reference, column.current);
  return occurringCategories(column.counts) > 1;
}

function answerOf(test: DriftTest, column: ComparedColumn, context: DriftTestContext): DriftTestOutcome {
  if (test.kind === 'numeric' && column.kind === 'numeric') return test.compare(column, context);
  if (test.kind === 'categorical' && column.kind === 'categorical') return test.compare(column, context);
  if (test.kind === 'text' && column.kind === 'text') return test.compare(column, context);
  throw new TitansError('INTERNAL', `The test ${test.name} does not belong to ${column.kind} columns.`);
}

function missingOutcome(
  reference: ColumnSketch,
  current: ColumnSketch,
  referenceRows: number,
  currentRows: number,
  { minimumRows }: DriftSettings,
): Comparison['missing'] {
  // How many rows are in a currency is what the column of currencies says.
  if (reference.isOfCurrency || reference.missing + current.missing === 0) return null;
  const counts = {
    reference: Float64Array.of(reference.missing, referenceRows - reference.missing),
    current: Float64Array.of(current.missing, currentRows - current.missing),
    referenceRows,
    currentRows,
  };
  const isEnough = Math.min(referenceRows, currentRows) >= minimumRows;
  return {
    referenceShare: referenceRows === 0 ? 0 : reference.missing / referenceRows,
    currentShare: currentRows === 0 ? 0 : current.missing / currentRows,
    pValue: isEnough ? categoryOutcome('chi-squared', counts, 0).pValue : null,
    isOpen: reference.missing + current.missing < referenceRows + currentRows,
  };
}

/** Takes its q-values from those left, in the order in which the p-values were listed. */
function featureDrift(
  { values, outcome, missing }: Comparison,
  qValues: Iterator<number>,
  settings: DriftSettings,
): FeatureDrift {
  const qOf = (asked: (Question & { readonly pValue: number | null }) | null): number | null => {
    if (asked === null || asked.pValue === null) return null;
    return asked.isOpen ? (qValues.next().value as number) : 1;
  };
  const qValue = qOf(outcome);
  const ofMissing = missing === null ? null : missingDrift(missing, qOf(missing), settings);
  const ofValues = decided(qValue, outcome?.effect ?? 0, settings);
  const rows = comparedRows(values);
  return Object.freeze({
    feature: values.name,
    kind: values.kind,
    role: values.role,
    state: together(ofValues, ofMissing?.state ?? null),
    test: outcome?.test ?? null,
    statistic: outcome?.statistic ?? null,
    pValue: outcome?.pValue ?? null,
    qValue,
    method: outcome?.method ?? null,
    effect: outcome?.effect ?? null,
    n: rows.current,
    referenceRows: rows.reference,
    missing: ofMissing,
    summary: columnSummary(values),
  });
}

function missingDrift(
  { referenceShare, currentShare, pValue }: MissingOutcome,
  qValue: number | null,
  settings: DriftSettings,
): MissingDrift {
  const state = decided(qValue, Math.abs(currentShare - referenceShare), settings);
  return Object.freeze({ referenceShare, currentShare, pValue, qValue, state });
}

function decided(qValue: number | null, effect: number, { level, minimumEffect }: DriftSettings): DriftState {
  if (qValue === null) return 'insufficient';
  return qValue <= level && effect >= minimumEffect ? 'drift' : 'no-drift';
}

/** Drift in either is drift; too few values are not made good by missing ones that are as they were. */
function together(values: DriftState, missing: DriftState | null): DriftState {
  if (values === 'drift' || missing === 'drift') return 'drift';
  return values;
}

/**
 * The p-value of all columns: the smallest q-value, or what the harmonic mean says where that is less. The first is too large where
 * columns depend on one another, the second a little where there are few; and what one column is found by, all are. `by` promises
 * more than the second can keep.
 */
function togetherOf(
  pValues: readonly number[],
  qValues: readonly number[],
  { correction }: DriftSettings,
): number | null {
  if (pValues.length === 0) return null;
  const simes = qValues.reduce((least, q) => Math.min(least, q), 1);
  return correction === 'by' ? simes : Math.min(simes, harmonicMeanPValue(pValues));
}

/** Whether the columns differ, though perhaps none by itself beyond chance; one of them must matter. */
function differTogether(
  pValue: number | null,
  features: readonly FeatureDrift[],
  { level, minimumEffect }: DriftSettings,
): boolean {
  if (pValue === null || pValue > level) return false;
  return features.some(({ pValue: own, effect, missing }) => {
    const ofMissing = missing === null ? 0 : Math.abs(missing.currentShare - missing.referenceShare);
    return (
      (own !== null && own <= level && (effect ?? 0) >= minimumEffect) ||
      ((missing?.pValue ?? 1) <= level && ofMissing >= minimumEffect)
    );
  });
}

function stateOf(features: readonly FeatureDrift[], isChanged: boolean): DriftState {
  if (isChanged || features.some(({ state }) => state === 'drift')) return 'drift';
  return features.some(({ state }) => state === 'no-drift') ? 'no-drift' : 'insufficient';
}

function summaryOf(features: readonly FeatureDrift[]): DriftSummary {
  const scores = features.flatMap(({ effect }) => (effect === null ? [] : [effect]));
  return {
    totalFeatures: features.length,
    featuresWithDrift: features.filter(({ state }) => state === 'drift').length,
    featuresInsufficient: features.filter(({ state }) => state === 'insufficient').length,
    maxDriftScore: scores.reduce((most, score) => Math.max(most, score), 0),
    avgDriftScore: scores.length === 0 ? 0 : scores.reduce((sum, score) => sum + score, 0) / scores.length,
  };
}

/** A test of a column that is not there would never be made, and nobody would know. */
function requireColumns(names: readonly string[], { columns }: Sketch): void {
  const known = new Set(columns.map(({ name }) => name));
  const unknown = names.find((name) => !known.has(name));
  if (unknown === undefined) return;
  throw new TitansError('INVALID_ARGUMENT', `The reference has no column ${unknown} to be tested.`, {
    details: { field: 'featureTests', column: unknown },
  });
}

function requireSketches(reference: Sketch, current: Sketch): void {
  requireSketch('reference', reference);
  requireSketch('current', current);
  const { mostCells, mostCategories } = reference.bounds;
  if (current.bounds.mostCells !== mostCells || current.bounds.mostCategories !== mostCategories) {
    throw new TitansError(
      'SHAPE_MISMATCH',
      `The reference was sketched with at most ${mostCells} cells and ${mostCategories} categories, the current data with others: sketch both alike.`,
    );
  }
}
