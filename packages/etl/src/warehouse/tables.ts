import type { Generated, GeneratedAlways } from 'kysely';

/** A transaction as its source gave it, normalised, with its provenance. */
export interface RawTransactionsTable {
  id: GeneratedAlways<string>;
  /** The first 16 bytes of the natural key, so that the same transaction has the same id in every warehouse. */
  transaction_uuid: GeneratedAlways<string>;
  natural_key: Uint8Array;
  row_hash: Uint8Array;
  external_id: string | null;
  account_id: string;
  date: string;
  second_of_day: number | null;
  type: string;
  description: string;
  /** Where it differs from `description`. */
  original_description: string | null;
  amount: string;
  currency: string;
  balance: string | null;
  category: string | null;
  payment_method: string;
  status: string | null;
  reference: string | null;
  receipt_url: string | null;
  merchant_name: string | null;
  merchant_category_code: string | null;
  location: string | null;
  recurring: boolean | null;
  tags: string | null;
  source_file_id: string;
  source_row: number;
  source_line: number | null;
  byte_offset: string | null;
  created_at: Generated<Date>;
  updated_at: Generated<Date>;
}

/** The same with the derived columns of the specification. */
export interface ProcessedTransactionsTable {
  id: GeneratedAlways<string>;
  raw_transaction_id: string;
  account_id: string;
  date: string;
  type: string;
  description: string;
  amount: string;
  currency: string;
  category: string | null;
  payment_method: string;
  status: string | null;
  /** Monday is 0. */
  day_of_week: GeneratedAlways<number>;
  month: GeneratedAlways<number>;
  quarter: GeneratedAlways<number>;
  year: GeneratedAlways<number>;
  is_weekend: GeneratedAlways<boolean>;
  amount_abs: GeneratedAlways<string>;
  /** Mean amount of the account and currency in the 7 days before the day of the row; null if there was none. */
  rolling_7d_avg: string | null;
  rolling_30d_avg: string | null;
  /** Transactions of the account with the same category in the 365 days before the day of the row. */
  category_frequency: number | null;
  created_at: Generated<Date>;
  updated_at: Generated<Date>;
}

/** Feature values by entity and time, for training and serving. */
export interface FeatureStoreTable {
  id: GeneratedAlways<string>;
  transaction_id: string | null;
  entity: string;
  feature_name: string;
  feature_type: string;
  feature_value: number | null;
  feature_text: string | null;
  /** When the value became true. */
  event_time: Date;
  /** When it became known. */
  created_at: Generated<Date>;
}

/** Files that were loaded, by checksum. */
export interface SourceFilesTable {
  id: GeneratedAlways<string>;
  name: string;
  sha256: string;
  size_bytes: string | number;
  format: string;
  rows_in: number;
  rows_rejected: number;
  load_count: Generated<number>;
  /** Whether rows of some days have always been left out. */
  is_partial: Generated<boolean>;
  first_loaded_at: Generated<Date>;
  last_loaded_at: Generated<Date>;
}

/** Records that were not taken. */
export interface QuarantineTable {
  id: GeneratedAlways<string>;
  source_file_id: string;
  source_row: number;
  source_line: number | null;
  byte_offset: string | null;
  code: string;
  field: string | null;
  column_name: string | null;
  message: string;
  /** Masked. */
  value: string | null;
  created_at: Generated<Date>;
}

/** How far each source has been loaded. */
export interface SourceWatermarksTable {
  source_name: string;
  newest_date: string;
  updated_at: Generated<Date>;
}

/** What transformers decided about rows. */
export interface RowDecisionsTable {
  id: GeneratedAlways<string>;
  source_file_id: string;
  source_row: number;
  transformer: string;
  kind: string;
  other_source: string | null;
  other_row: number | null;
  confidence: number;
  evidence: string;
  /** The transaction that was taken out, as JSON. */
  removed: string | null;
  /** Of the transaction that was taken out. */
  natural_key: Uint8Array | null;
  /** The transaction that was put back. */
  restored_id: string | null;
  created_at: Generated<Date>;
  reverted_at: Date | null;
}

/** Runs of pipelines. */
export interface PipelineRunsTable {
  id: GeneratedAlways<string>;
  run_id: string;
  status: string;
  started_at: Date | string;
  finished_at: Date | string;
  report: string;
}

/** The tables of a warehouse. */
export interface WarehouseTables {
  raw_transactions: RawTransactionsTable;
  processed_transactions: ProcessedTransactionsTable;
  feature_store: FeatureStoreTable;
  source_files: SourceFilesTable;
  quarantine: QuarantineTable;
  pipeline_runs: PipelineRunsTable;
  source_watermarks: SourceWatermarksTable;
  row_decisions: RowDecisionsTable;
}
