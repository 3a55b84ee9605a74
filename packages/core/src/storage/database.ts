/** A value that can be a parameter or come back in a row. Exact decimals and 64-bit integers are text. */
export type SqlValue = string | number | bigint | boolean | null | Date | Uint8Array;

/** What a statement gave. */
export interface QueryResult<Row = Record<string, SqlValue>> {
  readonly rows: readonly Row[];
  /** Rows inserted, updated or deleted; 0 for a query. */
  readonly affected: number;
}

/** Runs statements, each with `$1`, `$2`, … for its parameters. */
export interface QueryRunner {
  /** @throws TitansError `DATABASE_QUERY` if the database refuses it, `DATABASE_UNAVAILABLE` if it cannot be reached. */
  query<Row = Record<string, SqlValue>>(
    sql: string,
    parameters?: readonly SqlValue[],
  ): Promise<QueryResult<Row>>;
  /**
   * Loads rows by COPY. Table and column names are quoted; `null` is NULL.
   *
   * @returns The number of rows loaded.
   */
  copyInto(
    table: string,
    columns: readonly string[],
    rows: Iterable<readonly (SqlValue | undefined)[]> | AsyncIterable<readonly (SqlValue | undefined)[]>,
  ): Promise<number>;
}

/** A PostgreSQL database, embedded or on a server: the same SQL runs on both. */
export interface Database extends QueryRunner {
  /** Runs the work in one transaction: committed when it resolves, rolled back when it rejects. */
  transaction<T>(work: (runner: QueryRunner) => Promise<T>): Promise<T>;
  /** Holds a named lock of the database while the work runs; other processes wait for it. */
  exclusive<T>(lockName: string, work: () => Promise<T>): Promise<T>;
  /** Closes every connection. Closing twice does nothing. */
  close(): Promise<void>;
}
