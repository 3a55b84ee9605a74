/**
 * Trained answers to four questions about transactions: category, amount, anomaly and cash flow.
 *
 * @module
 */
export type { TrainingCorrection } from './corrections/training-correction.js';
export type { CalibrationPoint } from './suite/calibration-points.js';
export type { TaskComparison } from './suite/evaluation/compare-suites.js';
export type { EvaluateOptions } from './suite/evaluation/evaluation-rows.js';
export type { TaskExplanation, TransactionAnswers } from './suite/explain-transaction.js';
export { type LoadOptions, loadModels } from './suite/load.js';
export { type CardMeasurement, cardWithLineage, type ModelCard } from './suite/model-card.js';
export { modelCardHtml } from './suite/model-card-html.js';
export { modelCardMarkdown } from './suite/model-card-markdown.js';
export type { CardText } from './suite/model-card-texts.js';
export type { LineageMove, ModelLineage } from './suite/model-lineage.js';
export { type SketchPredictionsOptions, sketchPredictions } from './suite/sketch-predictions.js';
export type { SuiteReference } from './suite/suite-reference.js';
export type { MeasurementInterval, TrainingData, TrainingRecord } from './suite/training-record.js';
export type { AmountOptions, SlowCandidate } from './tasks/amount/candidates.js';
export type { AlertBudget } from './tasks/anomaly/alert-budget.js';
export type { AnomalyOptions, DetectorName } from './tasks/anomaly/detectors.js';
export type { AnomalyLabel } from './tasks/anomaly/labels.js';
export type {
  BalanceDay,
  BalanceProjection,
  CashflowDayParts,
  CashflowDayQuantiles,
  CashflowTotal,
  ScenarioComparison,
} from './tasks/cashflow/answers.js';
export type { CashflowOptions } from './tasks/cashflow/cashflow-options.js';
export type { FlowAlert, FlowStream } from './tasks/cashflow/flow-stream.js';
export type { ForecastOptions, ProjectionOptions } from './tasks/cashflow/forecast-options.js';
export type { CashflowChange } from './tasks/cashflow/scenario.js';
export type { CategoryOptions } from './tasks/category/category-options.js';
export {
  type AmountModel,
  type AnomalyModel,
  type CashflowModel,
  type CategoryModel,
  type LiveAmountModel,
  type LiveAnomalyModel,
  type LiveCategoryModel,
  type Measurement,
  type ReportRow,
  type TaskName,
  type TrainedSuite,
  type TrainedTask,
  taskNames,
} from './tasks/models.js';
export type {
  AmountPrediction,
  AmountPredictOptions,
  AnomalyPrediction,
  Attribution,
  CashflowDay,
  CategoryPrediction,
  ConfidenceLevel,
  PredictOptions,
  TransactionQuery,
} from './tasks/predictions.js';
export { queryOf } from './tasks/query-of.js';
export type { Budget } from './tasks/train-options.js';
export { type TrainOptions, train } from './train.js';
