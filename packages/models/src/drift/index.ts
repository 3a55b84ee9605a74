/**
 * Drift: has anything changed since the model was trained? Reference data are kept as a mergeable sketch without rows;
 * every test has a p-value that holds at its size, and the tests together hold the level that is asked for. The tests
 * stand alone too, with the statistics and p-values of scipy.
 *
 * @module
 */
export { type CategoricalTestName, categoricalTests } from './detection/categorical-tests.js';
export type {
  CategoricalSummary,
  ColumnSummary,
  NumericSummary,
  Quantiles,
  TextSummary,
} from './detection/column-summary.js';
export type {
  ColumnComparison,
  ComparedCategories,
  ComparedColumn,
  ComparedNumbers,
  ComparedTexts,
} from './detection/compared-column.js';
export { detectDrift } from './detection/detect-drift.js';
export type { DriftOptions, DriftTestChoice } from './detection/detection-options.js';
export type {
  DriftResult,
  DriftState,
  DriftSummary,
  FeatureDrift,
  MissingDrift,
} from './detection/drift-result.js';
export type {
  CategoricalDriftTest,
  DriftTest,
  DriftTestContext,
  DriftTestOf,
  DriftTestOutcome,
  NumericDriftTest,
  TextDriftTest,
} from './detection/drift-test.js';
export { type NumericTestName, numericTests } from './detection/numeric-tests.js';
export type { SchemaDrift, UnseenCategories } from './detection/schema-drift.js';
export { type TextTestName, textTests } from './detection/text-tests.js';
export { type FalseDiscoveryMethod, falseDiscoveryRate } from './multiple-testing/adjusted-p-values.js';
export type { CategoryCounts } from './sketches/category-counts.js';
export type { CategoryValue, Columns, SketchData } from './sketches/column-data.js';
export type { ColumnKind, ColumnRole, ColumnSketch, SketchedColumn } from './sketches/column-sketch.js';
export type { Sketch, SketchBounds } from './sketches/frozen-sketch.js';
export type { NumericCells } from './sketches/numeric-cells.js';
export { mergeSketches, sketch } from './sketches/sketch.js';
export { sketchFromArtifact } from './sketches/sketch-artifact.js';
export type { SketchOptions } from './sketches/sketch-options.js';
export type { TextMoments } from './sketches/text-moments.js';
export { type AndersonDarlingOptions, andersonDarlingTest } from './tests/anderson-darling.js';
export { chiSquaredTest, gTest } from './tests/contingency.js';
export { type CramerVonMisesOptions, cramerVonMisesTest } from './tests/cramer-von-mises.js';
export { energyDistance, wassersteinDistance } from './tests/distances.js';
export { hellingerDistance, jensenShannonDistance, totalVariationDistance } from './tests/divergences.js';
export {
  type DomainClassifierOptions,
  type DomainClassifierResult,
  domainClassifierTest,
  textDomainClassifierTest,
} from './tests/domain-classifier.js';
export { fisherExactTest } from './tests/fisher-exact.js';
export { type KolmogorovSmirnovOptions, kolmogorovSmirnovTest } from './tests/kolmogorov-smirnov.js';
export { type MannWhitneyOptions, mannWhitneyTest } from './tests/mann-whitney.js';
export {
  type MaximumMeanDiscrepancyOptions,
  maximumMeanDiscrepancyTest,
} from './tests/maximum-mean-discrepancy.js';
export type { CellCounts, PermutationOptions } from './tests/permutation.js';
export { populationStabilityIndex, populationStabilityThreshold } from './tests/population-stability.js';
export type { CountedSample, Sample, SamplePair } from './tests/sample-pair.js';
export type { PValueMethod, TwoSampleTest } from './tests/two-sample-test.js';
