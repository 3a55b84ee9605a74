/**
 * A value that can be a parameter or come back in a row.
 *
 * | PostgreSQL type | comes back as |
 * |---|---|
 * | `boolean` | boolean |
 * | `smallint`, `integer`, `oid`, `real`, `double precision` | number |
 * | `timestamptz` | Date, cut to milliseconds; text for infinity and outside the years 1 to 9999 |
 * | `bytea` | Uint8Array |
 * | everything else (`bigint`, `numeric`, `date`, `time`, `timestamp`, `json`, `uuid`, arrays, …) | its text |
 *
 * A date is `YYYY-MM-DD`. A parameter of any kind may be given as text.
 */
export type SqlValue = string | number | bigint | boolean | null | Date | Uint8Array;

/** What a statement gave. */
export interface QueryResult<Row = Record<string, SqlValue>> {
  readonly rows: readonly Row[];
  /** Rows inserted, updated or deleted; 0 for a query. */
  readonly affected: number;
}

/** Rows that are written in the text format of COPY already (PostgreSQL manual, COPY, "Text Format"). */
export interface CopyLines {
  /** Whole rows, each with its newline. */
  readonly text: string;
  readonly rows: number;
}

/** A row for `copyInto`, or many of them in one piece. */
export type CopyInput = readonly (SqlValue | undefined)[] | CopyLines;

/** Runs statements, each with `$1`, `$2`, … for its parameters. */
export interface QueryRunner {
  /**
   * Runs one statement; several in one text are refused.
   *
   * @throws TitansError `DATABASE_QUERY` if the database refuses it (`details.sqlState` says why),
   * `DATABASE_UNAVAILABLE` if it cannot be reached or is closed.
   */
  query<Row = Record<string, SqlValue>>(
    sql: string,
    parameters?: readonly SqlValue[],
  ): Promise<QueryResult<Row>>;
  /**
   * Loads rows by COPY, all of them or none. Table and column names are quoted, so they are case-sensitive; a dot
   * separates schema and table. `null` and `undefined` are NULL. Rows may come as values, or many at once as the text
   * that COPY reads. The rows must not be read from the same database
   * while they are loaded.
   *
   * @returns The number of rows loaded.
   * @throws TitansError `DATABASE_QUERY` with `details.row` and `details.column` of the first row that is refused. What
   * the iterator itself throws is passed on.
   */
  copyInto(
    table: string,
    columns: readonly string[],
    rows: Iterable<CopyInput> | AsyncIterable<CopyInput>,
  ): Promise<number>;
}

/** A PostgreSQL database, embedded or on a server: the same SQL runs on both. */
export interface Database extends QueryRunner {
  /**
   * Runs the work in one transaction: committed when it resolves, rolled back when it rejects. Inside the work only
   * the given runner may be used, and not after it.
   *
   * @throws TitansError `INVALID_ARGUMENT` where the database itself is used inside the work, `DATABASE_QUERY` if a
   * statement failed and the work resolved nevertheless. What the work throws is passed on.
   */
  transaction<T>(work: (runner: QueryRunner) => Promise<T>): Promise<T>;
  /**
   * Holds a named lock of the database while the work runs; others, also in other processes, wait for it.
   *
   * @throws TitansError `INVALID_ARGUMENT` where the work asks for the lock that it holds, or inside a transaction.
   */
  exclusive<T>(lockName: string, work: () => Promise<T>): Promise<T>;
  /** Waits for running statements and closes every connection. Closing twice does nothing. */
  close(): Promise<void>;
}
