import { concatTables, currencyDecimals, type TransactionTable, valueAt } from '@titans/core';
import type { ColumnSource, ParquetWriter, SchemaElement, Writer } from 'hyparquet-writer';
import { requireKnownOptions } from '../../validation/arguments.js';
import type { Loader } from '../loader.js';
import { type FileColumn, fileColumns } from './file-columns.js';
import { fileLoader } from './file-loader.js';

/** How a Parquet file is written. */
export interface ParquetFileOptions {
  /** Rows of a row group, which are held in memory; 65,536 unless told. */
  readonly rowGroupRows?: number;
}

/** No currency has more decimals (ISO 4217), and 15 digits before them fit. */
const decimalScale = 4;
const decimalPrecision = 20;
/** Bytes that 20 digits take. */
const decimalBytes = 9;

/**
 * Loads into a Parquet file with all fields of a transaction as columns, under the same names as in `csvFile`: `date`
 * is a DATE, `time` a TIME in milliseconds, `amount` and `balance` are DECIMAL(20, 4) in the currency of their row,
 * exact like everything else; `tags` is a list. Compressed by Snappy; texts are encoded by a dictionary where they
 * repeat.
 *
 * Each load makes the file anew, as by `csvFile`.
 *
 * @returns A loader whose loads reject with `STORE_UNAVAILABLE` if the file system refuses.
 * @example
 * ```ts
 * import { extract, parquetFile, pipeline } from '@titans/etl';
 *
 * await pipeline({ extract: extract('exports/*.csv'), load: parquetFile('clean.parquet') }).run();
 * ```
 */
export function parquetFile(path: string, options: ParquetFileOptions = {}): Loader {
  requireKnownOptions(options, ['rowGroupRows'], 'parquetFile');
  const { rowGroupRows = 65_536 } = options;
  return fileLoader({
    name: 'parquet-file',
    path,
    writer(write) {
      let opened: Promise<OpenedFile> | undefined;
      const open = (): Promise<OpenedFile> => {
        opened ??= openFile(write);
        return opened;
      };
      let held: TransactionTable[] = [];
      let rows = 0;

      async function writeGroup(): Promise<void> {
        if (rows === 0) return;
        const columnData = columnsOf(concatTables(held));
        held = [];
        rows = 0;
        const { parquet } = await open();
        await parquet.write({ columnData, rowGroupSize: rowGroupRows });
      }

      return {
        async write(table) {
          held.push(table);
          rows += table.length;
          if (rows >= rowGroupRows) await writeGroup();
        },
        async end() {
          await writeGroup();
          const { parquet, bytes } = await open();
          await parquet.finish();
          await bytes.flush?.();
        },
      };
    },
  });
}

interface OpenedFile {
  readonly bytes: Writer;
  readonly parquet: ParquetWriter;
}

/** Loads what writes the format with the first file: whoever writes none does not wait for it. */
async function openFile(write: (bytes: Uint8Array) => Promise<void>): Promise<OpenedFile> {
  const { ByteWriter, ParquetWriter } = await import('hyparquet-writer');
  const bytes: Writer = new ByteWriter();
  bytes.flush = async () => {
    await write(new Uint8Array(bytes.getBytes()));
    // The writer counts the bytes of the file in `offset`, and those in its buffer in `index`.
    Object.assign(bytes, { index: 0 });
  };
  return {
    bytes,
    parquet: new ParquetWriter({ writer: bytes, schema: parquetSchema(), createdBy: 'titans' }),
  };
}

function parquetSchema(): SchemaElement[] {
  return [
    { name: 'transactions', num_children: fileColumns.length },
    ...fileColumns.flatMap((column) => elementsOf(column)),
  ];
}

function elementsOf({ name, kind, isRequired }: FileColumn): readonly SchemaElement[] {
  const own = { name, repetition_type: isRequired ? 'REQUIRED' : 'OPTIONAL' } as const;
  switch (kind) {
    case 'date':
      return [{ ...own, type: 'INT32', converted_type: 'DATE' }];
    case 'time':
      return [{ ...own, type: 'INT32', converted_type: 'TIME_MILLIS' }];
    case 'boolean':
      return [{ ...own, type: 'BOOLEAN' }];
    case 'decimal':
      return [
        {
          ...own,
          type: 'FIXED_LEN_BYTE_ARRAY',
          type_length: decimalBytes,
          converted_type: 'DECIMAL',
          scale: decimalScale,
          precision: decimalPrecision,
        },
      ];
    case 'texts':
      return [
        { ...own, converted_type: 'LIST', num_children: 1 },
        { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
        { name: 'element', repetition_type: 'REQUIRED', type: 'BYTE_ARRAY', converted_type: 'UTF8' },
      ];
    case 'text':
      return [{ ...own, type: 'BYTE_ARRAY', converted_type: 'UTF8' }];
  }
}

function columnsOf(table: TransactionTable): ColumnSource[] {
  const { columns, length } = table;
  const rows = Array.from({ length }, (_, row) => row);
  const decimals = rows.map((row) => currencyDecimals(valueAt(columns.currency, row) as string));
  const scaled = (minor: Float64Array): (bigint | null)[] =>
    rows.map((row) => {
      const value = minor[row] as number;
      return Number.isNaN(value)
        ? null
        : BigInt(value) * 10n ** BigInt(decimalScale - (decimals[row] as number));
    });
  return fileColumns.map(({ name, read }) => {
    if (name === 'date') return { name, data: columns.date };
    if (name === 'amount') return { name, data: scaled(columns.amountMinor) };
    if (name === 'balance') return { name, data: scaled(columns.balanceMinor) };
    if (name === 'time') {
      return { name, data: rows.map((row) => milliseconds(columns.secondOfDay[row] as number)) };
    }
    const valueOfRow = read(table);
    return { name, data: rows.map(valueOfRow) };
  });
}

function milliseconds(secondOfDay: number): number | null {
  return secondOfDay < 0 ? null : secondOfDay * 1_000;
}
