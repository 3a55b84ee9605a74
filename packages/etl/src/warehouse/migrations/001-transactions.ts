import { type Kysely, type Migration, sql } from 'kysely';

/** The tables of the specification: raw and processed transactions and the feature store. */
export const transactionsMigration: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    await database.schema
      .createTable('source_files')
      .addColumn('id', 'bigint', (column) => column.primaryKey().generatedAlwaysAsIdentity())
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('sha256', 'text', (column) => column.notNull().unique().check(sql`length(sha256) = 64`))
      .addColumn('size_bytes', 'bigint', (column) => column.notNull())
      .addColumn('format', 'text', (column) => column.notNull())
      .addColumn('rows_in', 'bigint', (column) => column.notNull())
      .addColumn('rows_rejected', 'bigint', (column) => column.notNull())
      .addColumn('load_count', 'integer', (column) => column.notNull().defaultTo(1))
      .addColumn('first_loaded_at', 'timestamptz', (column) => column.notNull().defaultTo(sql`now()`))
      .addColumn('last_loaded_at', 'timestamptz', (column) => column.notNull().defaultTo(sql`now()`))
      .execute();

    await database.schema
      .createTable('raw_transactions')
      .addColumn('id', 'bigint', (column) => column.primaryKey().generatedAlwaysAsIdentity())
      .addColumn('natural_key', 'bytea', (column) => column.notNull().unique())
      .addColumn('row_hash', 'bytea', (column) => column.notNull())
      .addColumn('transaction_uuid', 'uuid', (column) =>
        column.generatedAlwaysAs(sql`encode(substring(natural_key from 1 for 16), 'hex')::uuid`).stored(),
      )
      .addColumn('external_id', 'text')
      .addColumn('account_id', 'text', (column) => column.notNull())
      .addColumn('date', 'date', (column) => column.notNull())
      .addColumn('second_of_day', 'integer', (column) => column.check(sql`second_of_day between 0 and 86399`))
      .addColumn('type', 'text', (column) => column.notNull().check(sql`type in ('Income', 'Expense')`))
      .addColumn('description', 'text', (column) => column.notNull())
      .addColumn('original_description', 'text')
      .addColumn('amount', 'numeric(19, 4)', (column) => column.notNull())
      .addColumn('currency', 'text', (column) => column.notNull().check(sql`currency ~ '^[A-Z]{3}$'`))
      .addColumn('balance', 'numeric(19, 4)')
      .addColumn('category', 'text')
      .addColumn('payment_method', 'text', (column) => column.notNull())
      .addColumn('status', 'text')
      .addColumn('reference', 'text')
      .addColumn('receipt_url', 'text')
      .addColumn('merchant_name', 'text')
      .addColumn('merchant_category_code', 'text')
      .addColumn('location', 'text')
      .addColumn('recurring', 'boolean')
      .addColumn('tags', 'jsonb')
      .addColumn('source_file_id', 'bigint', (column) => column.notNull().references('source_files.id'))
      .addColumn('source_row', 'integer', (column) => column.notNull())
      .addColumn('source_line', 'integer')
      .addColumn('byte_offset', 'bigint')
      .addColumn('created_at', 'timestamptz', (column) => column.notNull().defaultTo(sql`now()`))
      .addColumn('updated_at', 'timestamptz', (column) => column.notNull().defaultTo(sql`now()`))
      .addCheckConstraint('raw_transactions_sign', sql`amount = 0 or (amount > 0) = (type = 'Income')`)
      .execute();
    await sql`create index raw_transactions_time_order
      on raw_transactions (date, coalesce(second_of_day, -1), id)`.execute(database);
    await sql`create index raw_transactions_account_time_order
      on raw_transactions (account_id, date, coalesce(second_of_day, -1), id)`.execute(database);

    await database.schema
      .createTable('processed_transactions')
      .addColumn('id', 'bigint', (column) => column.primaryKey().generatedAlwaysAsIdentity())
      .addColumn('raw_transaction_id', 'bigint', (column) =>
        column.notNull().unique().references('raw_transactions.id').onDelete('cascade'),
      )
      .addColumn('account_id', 'text', (column) => column.notNull())
      .addColumn('date', 'date', (column) => column.notNull())
      .addColumn('type', 'text', (column) => column.notNull())
      .addColumn('description', 'text', (column) => column.notNull())
      .addColumn('amount', 'numeric(19, 4)', (column) => column.notNull())
      .addColumn('currency', 'text', (column) => column.notNull())
      .addColumn('category', 'text')
      .addColumn('payment_method', 'text', (column) => column.notNull())
      .addColumn('status', 'text')
      .addColumn('day_of_week', 'smallint', (column) =>
        column.generatedAlwaysAs(sql`(extract(isodow from date) - 1)::smallint`).stored(),
      )
      .addColumn('month', 'smallint', (column) =>
        column.generatedAlwaysAs(sql`extract(month from date)::smallint`).stored(),
      )
      .addColumn('quarter', 'smallint', (column) =>
        column.generatedAlwaysAs(sql`extract(quarter from date)::smallint`).stored(),
      )
      .addColumn('year', 'smallint', (column) =>
        column.generatedAlwaysAs(sql`extract(year from date)::smallint`).stored(),
      )
      .addColumn('is_weekend', 'boolean', (column) =>
        column.generatedAlwaysAs(sql`extract(isodow from date) >= 6`).stored(),
      )
      .addColumn('amount_abs', 'numeric(19, 4)', (column) =>
        column.generatedAlwaysAs(sql`abs(amount)`).stored(),
      )
      .addColumn('rolling_7d_avg', 'numeric(19, 4)')
      .addColumn('rolling_30d_avg', 'numeric(19, 4)')
      .addColumn('category_frequency', 'integer')
      .addColumn('created_at', 'timestamptz', (column) => column.notNull().defaultTo(sql`now()`))
      .addColumn('updated_at', 'timestamptz', (column) => column.notNull().defaultTo(sql`now()`))
      .execute();
    for (const column of ['date', 'category', 'amount'] as const) {
      await database.schema
        .createIndex(`processed_transactions_${column}`)
        .on('processed_transactions')
        .column(column)
        .execute();
    }

    await database.schema
      .createTable('feature_store')
      .addColumn('id', 'bigint', (column) => column.primaryKey().generatedAlwaysAsIdentity())
      .addColumn('transaction_id', 'bigint', (column) =>
        column.references('processed_transactions.id').onDelete('cascade'),
      )
      .addColumn('entity', 'text', (column) => column.notNull())
      .addColumn('feature_name', 'text', (column) => column.notNull())
      .addColumn('feature_type', 'text', (column) => column.notNull())
      .addColumn('feature_value', 'double precision')
      .addColumn('feature_text', 'text')
      .addColumn('event_time', 'timestamptz', (column) => column.notNull())
      .addColumn('created_at', 'timestamptz', (column) => column.notNull().defaultTo(sql`now()`))
      .addCheckConstraint('feature_store_one_value', sql`num_nonnulls(feature_value, feature_text) <= 1`)
      .execute();
    await sql`create index feature_store_point_in_time
      on feature_store (entity, feature_name, event_time desc, created_at desc)`.execute(database);
    await sql`create index feature_store_transaction on feature_store (transaction_id)`.execute(database);
  },

  async down(database: Kysely<unknown>): Promise<void> {
    for (const table of ['feature_store', 'processed_transactions', 'raw_transactions', 'source_files']) {
      await database.schema.dropTable(table).execute();
    }
  },
};
