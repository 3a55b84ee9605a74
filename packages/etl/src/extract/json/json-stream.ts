import { throwIfAborted, type WorkOptions } from '@titans/core';
import type { RawBatch } from '../../records/raw-batch.js';
import type { Utf8Input } from '../encoding/utf8-input.js';
import type { RecordStream } from '../extractor.js';
import type { Decision } from '../import-profile.js';
import type { ImportSettings } from '../import-settings.js';
import type { HeldChunks } from './held-chunks.js';
import type { RecordCollector } from './record-collector.js';

/** Finds records in bytes and hands them to a collector. */
export interface RecordScanner {
  push(chunk: Uint8Array): void;
  end(): void;
}

/** What a stream of JSON records is made of. */
export interface JsonStreamParts {
  readonly text: Utf8Input;
  readonly chunks: HeldChunks;
  readonly scanner: RecordScanner;
  readonly collector: RecordCollector;
  readonly decisions: readonly Decision[];
  readonly settings: ImportSettings;
  readonly signal: AbortSignal | undefined;
}

/**
 * Reads the first records, whose keys become the columns. Where the source breaks, the records before that place are
 * given first; the error comes after them.
 */
export async function jsonStream(parts: JsonStreamParts): Promise<RecordStream> {
  const { text, chunks, scanner, collector } = parts;
  let failure: { readonly error: unknown } | null = null;
  let isEnded = false;

  /** The error of a source that breaks here is kept for later; `null` at the end. */
  async function advance(signal: AbortSignal | undefined): Promise<void> {
    const chunk = await chunks.read(signal);
    try {
      if (chunk === null) scanner.end();
      else scanner.push(chunk);
    } catch (error) {
      failure = { error };
    }
    isEnded = chunk === null || failure !== null;
  }

  while (!isEnded && !collector.hasSeenEnough()) await advance(parts.signal);
  const settled = collector.settle();

  async function* batches(work: WorkOptions = {}): AsyncGenerator<RawBatch> {
    try {
      throwIfAborted(work.signal, 'extract');
      while (!isEnded) {
        for (const batch of collector.take(false)) yield text.placed(batch);
        await advance(work.signal);
      }
      for (const batch of collector.take(true)) yield text.placed(batch);
      if (failure !== null) throw failure.error;
    } finally {
      await chunks.close();
    }
  }

  return {
    columns: settled.columns,
    headerLine: null,
    decisions: [text.decision, ...parts.decisions, ...settled.decisions],
    settings: { ...settled.settings, ...parts.settings, encoding: text.encoding },
    batches,
  };
}
