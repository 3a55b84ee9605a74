import { type Kysely, type Migration, sql } from 'kysely';

/** What transformers decided, how far each source has been loaded, and whether a file was loaded as a whole. */
export const decisionsMigration: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    await database.schema
      .alterTable('source_files')
      .addColumn('is_partial', 'boolean', (column) => column.notNull().defaultTo(false))
      .execute();

    await database.schema
      .createTable('source_watermarks')
      .addColumn('source_name', 'text', (column) => column.primaryKey())
      .addColumn('newest_date', 'date', (column) => column.notNull())
      .addColumn('updated_at', 'timestamptz', (column) => column.notNull().defaultTo(sql`now()`))
      .execute();
    await sql`insert into source_watermarks (source_name, newest_date)
      select name, max(date) from source_files join raw_transactions on source_file_id = source_files.id
      group by name`.execute(database);

    await database.schema
      .createTable('row_decisions')
      .addColumn('id', 'bigint', (column) => column.primaryKey().generatedAlwaysAsIdentity())
      .addColumn('source_file_id', 'bigint', (column) =>
        column.notNull().references('source_files.id').onDelete('cascade'),
      )
      .addColumn('source_row', 'integer', (column) => column.notNull())
      .addColumn('transformer', 'text', (column) => column.notNull())
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('other_source', 'text')
      .addColumn('other_row', 'integer')
      .addColumn('confidence', 'double precision', (column) =>
        column.notNull().check(sql`confidence between 0 and 1`),
      )
      .addColumn('evidence', 'jsonb', (column) => column.notNull())
      .addColumn('removed', 'jsonb')
      .addColumn('natural_key', 'bytea')
      .addColumn('restored_id', 'bigint', (column) =>
        column.references('raw_transactions.id').onDelete('set null'),
      )
      .addColumn('created_at', 'timestamptz', (column) => column.notNull().defaultTo(sql`now()`))
      .addColumn('reverted_at', 'timestamptz')
      .addUniqueConstraint('row_decisions_once', ['source_file_id', 'source_row', 'transformer', 'kind'])
      .execute();
    await database.schema
      .createIndex('row_decisions_kind')
      .on('row_decisions')
      .columns(['kind', 'id'])
      .execute();
    await sql`create index row_decisions_reverted on row_decisions (natural_key)
      where reverted_at is not null`.execute(database);

    await sql`alter table pipeline_runs add column id bigint generated always as identity unique`.execute(
      database,
    );
  },

  async down(database: Kysely<unknown>): Promise<void> {
    await database.schema.alterTable('pipeline_runs').dropColumn('id').execute();
    for (const table of ['row_decisions', 'source_watermarks'])
      await database.schema.dropTable(table).execute();
    await database.schema.alterTable('source_files').dropColumn('is_partial').execute();
  },
};
