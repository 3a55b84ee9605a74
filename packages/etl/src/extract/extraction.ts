import type { ErrorCode, PlainDate, TransactionTable, WorkOptions } from '@titans/core';
import type { VocabularyUse } from '../normalise/vocabulary.js';
import type { Rejection } from '../records/rejection.js';
import type { TransactionBatch } from '../records/transaction-batch.js';
import type { ImportProfile, SourceProfile } from './import-profile.js';

/** A source as it is known before it is read. */
export interface SourceIdentity {
  readonly name: string;
  /** SHA-256 of its bytes, in hexadecimal. */
  readonly sha256: string;
}

/** A source that could not be read, and of which nothing was taken. */
export interface UnreadableSource {
  readonly name: string;
  readonly code: ErrorCode;
  readonly message: string;
}

/** How the batches of an extraction are read. */
export interface BatchOptions extends WorkOptions {
  /**
   * Asked before a source is read, with its checksum, whether to leave it out. Sources that can be read only once
   * are not asked for.
   */
  readonly skipSource?: (source: SourceIdentity) => Promise<boolean>;
  /** Asked for every source that is no file: the day from which on its records are wanted, `null` for all of them. */
  readonly sinceOf?: (source: { readonly name: string }) => Promise<PlainDate | null>;
  /** Told how each source is written, before its first batch. */
  readonly onProfile?: (profile: SourceProfile) => void;
  /** Told of each source that was left out as it cannot be read, where that is not to end the extraction. */
  readonly onUnreadableSource?: (source: UnreadableSource) => void;
}

/** What an extraction holds, in one piece. */
export interface Statement {
  readonly transactions: TransactionTable;
  /** Every record that was not taken, in the order of the sources. */
  readonly rejections: readonly Rejection[];
  /** Sources of which nothing was taken, since they cannot be read; see `onUnreadable` of `extract`. */
  readonly unreadable: readonly UnreadableSource[];
  /** How the sources were read. */
  readonly profile: ImportProfile;
  /** Values that were mapped to another spelling, most frequent first. */
  readonly vocabulary: readonly VocabularyUse[];
  /** `in` is always `accepted + rejected`. */
  readonly rows: { readonly in: number; readonly accepted: number; readonly rejected: number };
}

/** Sources that are about to be read. */
export interface Extraction {
  /** The normalised transactions of all sources in order, in bounded batches. Can be read again if its sources can. */
  batches(options?: BatchOptions): AsyncIterable<TransactionBatch>;
  /** All of them in memory at once, about 100 bytes for each. */
  table(options?: WorkOptions): Promise<Statement>;
}
