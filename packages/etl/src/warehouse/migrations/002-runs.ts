import { type Kysely, type Migration, sql } from 'kysely';

/** What runs of the pipeline leave behind: rejected records and reports. */
export const runsMigration: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    await database.schema
      .createTable('quarantine')
      .addColumn('id', 'bigint', (column) => column.primaryKey().generatedAlwaysAsIdentity())
      .addColumn('source_file_id', 'bigint', (column) =>
        column.notNull().references('source_files.id').onDelete('cascade'),
      )
      .addColumn('source_row', 'integer', (column) => column.notNull())
      .addColumn('source_line', 'integer')
      .addColumn('byte_offset', 'bigint')
      .addColumn('code', 'text', (column) => column.notNull())
      .addColumn('field', 'text')
      .addColumn('column_name', 'text')
      .addColumn('message', 'text', (column) => column.notNull())
      .addColumn('value', 'text')
      .addColumn('created_at', 'timestamptz', (column) => column.notNull().defaultTo(sql`now()`))
      .addUniqueConstraint('quarantine_record', ['source_file_id', 'source_row'])
      .execute();
    await database.schema.createIndex('quarantine_code').on('quarantine').column('code').execute();

    await database.schema
      .createTable('pipeline_runs')
      .addColumn('run_id', 'uuid', (column) => column.primaryKey())
      .addColumn('status', 'text', (column) => column.notNull().check(sql`status in ('succeeded', 'failed')`))
      .addColumn('started_at', 'timestamptz', (column) => column.notNull())
      .addColumn('finished_at', 'timestamptz', (column) => column.notNull())
      .addColumn('report', 'jsonb', (column) => column.notNull())
      .execute();
    await database.schema
      .createIndex('pipeline_runs_started_at')
      .on('pipeline_runs')
      .column('started_at')
      .execute();
  },

  async down(database: Kysely<unknown>): Promise<void> {
    await database.schema.dropTable('pipeline_runs').execute();
    await database.schema.dropTable('quarantine').execute();
  },
};
