/**
 * Extract, normalise, check and load bank and card transactions.
 *
 * @module
 */

export {
  type MerchantReading,
  mccCategory,
  mccDescription,
  normaliseMerchant,
  type PlainCategory,
  plainCategories,
} from '@titans/core/merchants';
export type { ResolvedAddress, ResolveHost } from '@titans/core/network';
export type { ByteInput, SourceSample } from './extract/byte-input.js';
export { type CamtOptions, camtExtractor } from './extract/camt/camt-extractor.js';
export type { DecompressionLimits } from './extract/compression/gzip.js';
export { type CsvOptions, csvExtractor } from './extract/csv/csv-extractor.js';
export type { CsvLimits } from './extract/csv/csv-limits.js';
export { defaultExtractors } from './extract/default-extractors.js';
export {
  type ExtractInput,
  type ExtractOptions,
  extract,
  type UnreadableUse,
  unreadableUses,
} from './extract/extract.js';
export type {
  BatchOptions,
  Extraction,
  SourceIdentity,
  Statement,
  UnreadableSource,
} from './extract/extraction.js';
export type { Extractor, OpenOptions, RecordStream } from './extract/extractor.js';
export { filesOf } from './extract/glob.js';
export { type HttpFileOptions, httpFile } from './extract/http/http-byte-source.js';
export type { HttpOptions } from './extract/http/http-client.js';
export { type HttpParameters, type HttpSourceOptions, httpSource } from './extract/http/http-source.js';
export type { HttpPaging } from './extract/http/paging.js';
export type { Decision, ImportProfile, SourceProfile } from './extract/import-profile.js';
export {
  type CsvSettings,
  type ImportSettings,
  type JsonSettings,
  type SignConvention,
  signConventions,
} from './extract/import-settings.js';
export { type JsonOptions, jsonExtractor } from './extract/json/json-extractor.js';
export type { JsonLimits } from './extract/json/json-limits.js';
export { ndjsonExtractor } from './extract/json/ndjson-extractor.js';
export { type Mt940Options, mt940Extractor } from './extract/mt940/mt940-extractor.js';
export { type OfxOptions, ofxExtractor } from './extract/ofx/ofx-extractor.js';
export { type QifOptions, qifExtractor } from './extract/qif/qif-extractor.js';
export type { RecordSource, RecordSourceOptions } from './extract/record-source.js';
export { type SqlParameters, type SqlSourceOptions, sqlSource } from './extract/sql/sql-source.js';
export { type CsvFileOptions, csvFile } from './load/file/csv-file.js';
export { fileSettings } from './load/file/file-columns.js';
export { ndjsonFile } from './load/file/ndjson-file.js';
export { type ParquetFileOptions, parquetFile } from './load/file/parquet-file.js';
export type { LoadCounts, Loader, LoadOptions, RunRecord } from './load/loader.js';
export { type MemoryLoader, memoryLoader } from './load/memory-loader.js';
export { type AmountUnit, amountUnits } from './normalise/amounts.js';
export { type DateFormat, dateFormats } from './normalise/dates.js';
export {
  type ColumnMap,
  type ImportField,
  importFields,
  type TransactionField,
  transactionFields,
} from './normalise/import-field.js';
export type { VocabularyUse } from './normalise/vocabulary.js';
export type { LineageDataset, LineageEvent, LineageFacet } from './pipeline/lineage.js';
export { type Pipeline, type PipelineStages, pipeline } from './pipeline/pipeline.js';
export type { PipelineReport, RowCounts } from './pipeline/report.js';
export { pipelineReportHtml } from './pipeline/report-html.js';
export {
  type CommitUnit,
  commitUnits,
  type RunMode,
  type RunOptions,
  type RunProgress,
  runModes,
} from './pipeline/run-options.js';
export {
  processScheduler,
  type Schedule,
  type ScheduleOptions,
  type Scheduler,
  type StartedTimer,
  schedule,
} from './pipeline/schedule.js';
export { batchTransformer, type Transformer } from './pipeline/transformer.js';
export { profile } from './profile/profile.js';
export type {
  AmountSummary,
  CategorySpread,
  CurrencyProfile,
  DaySummary,
  FlowSummary,
  GroupSummary,
  OutlierSummary,
  PeriodSummary,
  ProfileData,
  SpreadSummary,
  TransactionProfile,
  WeekdaySummary,
} from './profile/transaction-profile.js';
export { checkQuality, type Expected, expectationsOf } from './quality/check-quality.js';
export type { DistributionReference } from './quality/checks/reference-distribution.js';
export {
  type BatchVerdict,
  type DatasetVerdict,
  type Expectation,
  type ExpectationRun,
  type Severity,
  severities,
  type Tolerance,
} from './quality/expectation.js';
export {
  type DatasetExpectation,
  type ExpectationKind,
  type MoneyField,
  moneyFields,
  type Operator,
  type OrderedField,
  operators,
  orderedFields,
  type RowsExpectation,
  type SourceExpectation,
  type StatementOrder,
  statementOrders,
  type ValueExpectation,
} from './quality/expectation-kinds.js';
export type { CheckContext } from './quality/expectation-of.js';
export { type Expectations, expectations } from './quality/expectations.js';
export { type InferSuiteOptions, inferSuite } from './quality/infer/infer-suite.js';
export { qualityResultHtml } from './quality/quality-html.js';
export type {
  ExpectationResult,
  Outcome,
  QualityResult,
  UnexpectedExample,
} from './quality/quality-result.js';
export {
  type ExpectationSpec,
  type ExpectationSuite,
  type ExpectationTerms,
  parseSuite,
  type RowFilter,
} from './quality/suite.js';
export type { Provenance } from './records/provenance.js';
export {
  batchTexts,
  cellText,
  type RawBatch,
  rawBatchOfTexts,
  recordTexts,
  type TextRecords,
} from './records/raw-batch.js';
export type { Rejection } from './records/rejection.js';
export type { RowDecision, RowReference } from './records/row-decision.js';
export { type SourceSummary, type TransactionBatch, withoutRows } from './records/transaction-batch.js';
export { type MapCategoriesOptions, mapCategories } from './transform/categories/map-categories.js';
export {
  type ConvertCurrencyOptions,
  convertCurrency,
} from './transform/currency/convert-currency.js';
export {
  type ExactRate,
  type ExchangeRate,
  type ExchangeRates,
  type ExchangeRatesOptions,
  exchangeRates,
} from './transform/currency/exchange-rates.js';
export { type DeduplicateOptions, deduplicate } from './transform/duplicates/deduplicate.js';
export type { DuplicateEvidence, DuplicateRules } from './transform/duplicates/duplicate-rules.js';
export {
  type DuplicatePair,
  type FindDuplicatesOptions,
  findDuplicates,
  restoreRows,
} from './transform/duplicates/find-duplicates.js';
export type { KnownSource } from './transform/duplicates/known-transactions.js';
export {
  type NormaliseMerchantsOptions,
  normaliseMerchants,
} from './transform/merchants/normalise-merchants.js';
export {
  type FindRefundsOptions,
  findRefunds,
  type RefundPair,
} from './transform/refunds/find-refunds.js';
export { type MarkRefundsOptions, markRefunds } from './transform/refunds/mark-refunds.js';
export { type FindTransfersOptions, findTransfers } from './transform/transfers/find-transfers.js';
export { type MarkTransfersOptions, markTransfers } from './transform/transfers/mark-transfers.js';
export type { OwnAccount } from './transform/transfers/transfer-evidence.js';
export type {
  AmbiguousTransfer,
  FoundTransfers,
  TransferPair,
} from './transform/transfers/transfer-pair.js';
export {
  type MapVocabularyOptions,
  mapVocabulary,
  type VocabularyField,
} from './transform/vocabularies/map-vocabulary.js';
export { paymentMethodVocabulary } from './transform/vocabularies/payment-method-vocabulary.js';
export { statusVocabulary } from './transform/vocabularies/status-vocabulary.js';
export {
  type Vocabulary,
  type VocabularyReading,
  vocabularyReader,
} from './transform/vocabularies/vocabulary-reader.js';
export type { DecisionQuery, KeptDecision, RevertedDecision } from './warehouse/decisions.js';
export type {
  LedgerFile,
  LedgerRun,
  QuarantinedRecord,
  QuarantineQuery,
} from './warehouse/ledger.js';
export type { MigrationStatus } from './warehouse/migrate.js';
export { openWarehouse, type Warehouse, type WarehouseOptions } from './warehouse/open-warehouse.js';
export type { Page, PageQuery } from './warehouse/page.js';
