import type { WorkOptions } from '@titans/core';
import type { RawBatch } from '../records/raw-batch.js';
import type { ByteInput, SourceSample } from './byte-input.js';
import type { Decision } from './import-profile.js';
import type { ImportSettings } from './import-settings.js';

/**
 * Reads one file format. The rest of the pipeline knows no format by name: a third party adds one by passing its
 * extractor to `extract`, and runs `extractorConformance` of `@titans/etl/conformance` on it.
 */
export interface Extractor {
  /** Name of the format, for example `"csv"`. */
  readonly format: string;
  /** How surely the beginning of a source is of this format, from 0 to 1. */
  recognise(sample: SourceSample): number;
  /**
   * Finds out how the source is written and which columns it has.
   *
   * @throws TitansError if the source as a whole cannot be read; single records are rejected instead.
   */
  open(input: ByteInput, options?: OpenOptions): Promise<RecordStream>;
}

/** What is known before a source is opened. */
export interface OpenOptions extends WorkOptions {
  /** What the caller told about the source. */
  readonly settings?: ImportSettings;
}

/** The records of one opened source. */
export interface RecordStream {
  /** Names of the columns, in order, no two the same; every record has one text for each. */
  readonly columns: readonly string[];
  /** Line on which these names stand, from 1; `null` where they come from elsewhere. */
  readonly headerLine: number | null;
  /** How the source is written, as it was found or told. */
  readonly decisions: readonly Decision[];
  /**
   * The same as settings that would read the source in the same way. A format that fixes the meaning of its columns
   * says so here; what it leaves open is inferred from the records.
   */
  readonly settings: ImportSettings;
  /** All records in the order of the source, once, in bounded batches. */
  batches(options?: WorkOptions): AsyncIterable<RawBatch>;
  /** Lets go of connections that the stream holds, also where its batches were not read to their end. */
  close?(): Promise<void>;
}
