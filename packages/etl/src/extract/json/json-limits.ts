/** Sizes beyond which JSON is refused, so that a hostile source costs bounded memory. */
export interface JsonLimits {
  /** Bytes of one record, 1 MiB. */
  readonly recordBytes: number;
  /** Objects and arrays inside one another within a record, 32. */
  readonly depth: number;
  /** Columns of a source, 512. Keys beyond them are left out, as columns without a meaning are. */
  readonly columns: number;
  /** Records at the beginning of a source whose keys become its columns, 10,000. */
  readonly lookRecords: number;
  /** Bytes at the beginning of a source that are held to find out its columns, 8 MiB. */
  readonly lookBytes: number;
}

export const defaultJsonLimits: JsonLimits = Object.freeze({
  recordBytes: 1024 * 1024,
  depth: 32,
  columns: 512,
  lookRecords: 10_000,
  lookBytes: 8 * 1024 * 1024,
});
