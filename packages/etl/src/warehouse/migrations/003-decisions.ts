import { type Kysely, type Migration, sql } from 'kysely';
import { naturalKeyExpression, rowHashExpression } from '../key-expressions.js';

/**
 * What transformers decided, how far each source has been loaded, whether a file was loaded as a whole, and keys
 * that give the day first and count equal transactions.
 */
export const decisionsMigration: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    await database.schema
      .alterTable('source_files')
      .addColumn('is_partial', 'boolean', (column) => column.notNull().defaultTo(false))
      .execute();

    await replaceKeys(
      database,
      ['natural_key', 'occurrence'],
      sql`update raw_transactions raw
        set natural_key = keyed.natural_key, row_hash = keyed.row_hash, occurrence = keyed.occurrence
        from (
          select id, natural_key, row_hash, row_number() over (partition by natural_key order by id) as occurrence
          from (
            select id, ${sql.raw(naturalKeyExpression)} as natural_key, ${sql.raw(rowHashExpression)} as row_hash
            from raw_transactions
          ) hashed
        ) keyed where keyed.id = raw.id`,
      sql`case when occurrence = 1 then encode(substring(natural_key from 5 for 16), 'hex')::uuid
        else encode(substring(sha256(natural_key || int4send(occurrence)) for 16), 'hex')::uuid end`,
    );

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
    await sql`create index row_decisions_restored on row_decisions (restored_id)
      where restored_id is not null`.execute(database);

    await sql`alter table pipeline_runs add column id bigint generated always as identity unique`.execute(
      database,
    );
  },

  async down(database: Kysely<unknown>): Promise<void> {
    await database.schema.alterTable('pipeline_runs').dropColumn('id').execute();
    for (const table of ['row_decisions', 'source_watermarks'])
      await database.schema.dropTable(table).execute();
    await replaceKeys(
      database,
      ['natural_key'],
      sql`update raw_transactions raw
        set natural_key = case when external_id is null or occurrence > 1
          then sha256(base_key || int8send(occurrence)) else base_key end, row_hash = content
        from (
          select id as keyed_id,
            sha256(convert_to(case when external_id is null
              then row('text', account_id, date - date '1970-01-01', amount, currency, description)::text
              else row('id', account_id, date - date '1970-01-01', amount, currency, external_id)::text
            end, 'UTF8')) as base_key,
            sha256(convert_to(row(description, second_of_day, type, original_description, balance, category,
              payment_method, status, reference, receipt_url, merchant_name, merchant_category_code, location,
              recurring, tags)::text, 'UTF8')) as content
          from raw_transactions
        ) keyed where keyed_id = raw.id`,
      sql`encode(substring(natural_key from 1 for 16), 'hex')::uuid`,
    );
    await database.schema.alterTable('source_files').dropColumn('is_partial').execute();
  },
};

/** Computes keys anew, with what is derived from them: the unique constraint and the identifier for other systems. */
async function replaceKeys(
  database: Kysely<unknown>,
  keyColumns: readonly ['natural_key', 'occurrence'] | readonly ['natural_key'],
  update: ReturnType<typeof sql>,
  uuid: ReturnType<typeof sql>,
): Promise<void> {
  const table = 'alter table raw_transactions';
  const countsOccurrences = keyColumns.length === 2;
  await sql`${sql.raw(table)} drop column transaction_uuid`.execute(database);
  await sql`${sql.raw(table)} drop constraint raw_transactions_natural_key_key`.execute(database);
  if (countsOccurrences) {
    await sql`${sql.raw(table)} add column occurrence integer not null default 1`.execute(database);
  }
  await update.execute(database);
  if (!countsOccurrences) await sql`${sql.raw(table)} drop column occurrence`.execute(database);
  await sql`${sql.raw(table)} add constraint raw_transactions_natural_key_key unique (${sql.raw(keyColumns.join(', '))})`.execute(
    database,
  );
  await sql`${sql.raw(table)} add column transaction_uuid uuid generated always as (${uuid}) stored`.execute(
    database,
  );
}
