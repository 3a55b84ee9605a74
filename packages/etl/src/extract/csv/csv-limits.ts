/** Sizes beyond which a CSV record is refused, so that a hostile file costs bounded memory. */
export interface CsvLimits {
  /** 64 KiB. */
  readonly fieldBytes: number;
  /** 1 MiB. */
  readonly rowBytes: number;
  /** 512. */
  readonly columns: number;
}

export const defaultCsvLimits: CsvLimits = Object.freeze({
  fieldBytes: 64 * 1024,
  rowBytes: 1024 * 1024,
  columns: 512,
});
