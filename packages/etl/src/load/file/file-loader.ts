import { type TransactionTable, throwIfAborted } from '@titans/core';
import type { TransactionBatch } from '../../records/transaction-batch.js';
import { requireBatches, requirePlain, requireText } from '../../validation/arguments.js';
import type { LoadCounts, Loader, LoadOptions } from '../loader.js';
import { type ReplacingFile, removeFile, replacingFile } from './replacing-file.js';

/** Writes tables in one format. */
export interface TableWriter {
  write(table: TransactionTable): Promise<void>;
  /** Writes what is still held, and what ends the file. */
  end(): Promise<void>;
}

/** A format, and where it is written. */
export interface FileLoaderParts {
  readonly name: string;
  readonly path: string;
  /** @param write Takes bytes in order, when the ones before have been taken. */
  readonly writer: (write: (bytes: Uint8Array | string) => Promise<void>) => TableWriter;
}

/**
 * Writes every load to one file, which takes the place of the one before, or leaves it as it was. Rejections are kept
 * in `<path>.rejections.ndjson`, one per line, where there are any: the rows of both files are all that were handed
 * over.
 *
 * A process that is killed leaves hidden files `.<name>.<id>.tmp` behind, which nothing reads. Of two loads at once the
 * one that ends last stays.
 */
export function fileLoader({ name, path, writer }: FileLoaderParts): Loader {
  requireText(path, 'path', 'The file to write must be a path');
  const rejectionsPath = `${path}.rejections.ndjson`;

  async function load(
    batches: AsyncIterable<TransactionBatch>,
    options: LoadOptions = {},
  ): Promise<LoadCounts> {
    requireBatches(batches);
    requirePlain(options, 'options', 'The options of a load must be an object');
    const files: ReplacingFile[] = [];
    const opened = async (place: string): Promise<ReplacingFile> => {
      const file = await replacingFile(place);
      files.push(file);
      return file;
    };
    try {
      throwIfAborted(options.signal, 'load');
      const data = await opened(path);
      const rejections = await opened(rejectionsPath);
      const counts = await writeAll(batches, writer(data.write), rejections, options);
      for (const file of files) await file.finish();
      options.onCounted?.(counts);
      throwIfAborted(options.signal, 'load');
      if (options.dryRun === true) return counts;
      if (counts.quarantined > 0) await rejections.replace();
      else await removeFile(rejectionsPath);
      // Last, since with it the load is done.
      await data.replace();
      return counts;
    } finally {
      for (const file of files) await file.discard();
    }
  }

  return Object.freeze({
    name,
    // A file says nothing of the sources that it was made of: each load makes it anew.
    hasLoaded: async () => false,
    load,
  });
}

async function writeAll(
  batches: AsyncIterable<TransactionBatch>,
  tables: TableWriter,
  rejections: ReplacingFile,
  options: LoadOptions,
): Promise<LoadCounts> {
  let loaded = 0;
  let quarantined = 0;
  for await (const batch of batches) {
    throwIfAborted(options.signal, 'load');
    await tables.write(batch.table);
    if (batch.rejections.length > 0) {
      await rejections.write(
        `${batch.rejections.map((rejection) => JSON.stringify(rejection)).join('\n')}\n`,
      );
    }
    loaded += batch.table.length;
    quarantined += batch.rejections.length;
    options.onProgress?.({ stage: 'load', done: loaded, unit: 'rows' });
  }
  await tables.end();
  return { loaded, updated: 0, unchanged: 0, quarantined };
}
