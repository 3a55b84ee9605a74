import { createHash } from 'node:crypto';
import type { Database } from '@titans/core';

const statements = [
  `select encode(natural_key, 'hex') as key, occurrence, encode(row_hash, 'hex') as hash, transaction_uuid,
    external_id, account_id, date, second_of_day, type, description, original_description, amount, currency, balance,
    category, payment_method, status, reference, receipt_url, merchant_name, merchant_category_code, location, recurring,
    tags, sha256, source_row, source_line, byte_offset
  from raw_transactions join source_files on source_files.id = source_file_id order by key, occurrence`,
  `select encode(natural_key, 'hex') as key, occurrence, processed.account_id, processed.date, processed.type,
    processed.description, processed.amount, processed.currency, processed.category, processed.payment_method,
    processed.status, day_of_week, month, quarter, year, is_weekend, amount_abs, rolling_7d_avg, rolling_30d_avg,
    category_frequency
  from processed_transactions processed join raw_transactions raw on raw.id = raw_transaction_id
  order by key, occurrence`,
  `select sha256, source_row, quarantine.source_line, quarantine.byte_offset, code, field, column_name, message, value
  from quarantine join source_files on source_files.id = source_file_id order by sha256, source_row`,
  'select name, sha256, size_bytes, format, rows_in, rows_rejected, is_partial from source_files order by sha256',
  'select source_name, newest_date from source_watermarks order by source_name',
  `select sha256, source_row, transformer, kind, removed from row_decisions
    join source_files on source_files.id = source_file_id order by sha256, source_row, transformer, kind`,
  `select indexdef from pg_indexes where schemaname = 'public' order by indexdef`,
  `select conname, pg_get_constraintdef(oid) as definition from pg_constraint
    where connamespace = 'public'::regnamespace order by conname`,
];

/**
 * A checksum over everything that a warehouse holds, but identifiers that count up, moments, and how often files were
 * loaded: equal exactly where two warehouses hold the same.
 */
export async function warehouseState(database: Database): Promise<string> {
  const hash = createHash('sha256');
  for (const statement of statements) {
    const { rows } = await database.query(statement);
    hash.update(JSON.stringify(rows));
  }
  return hash.digest('hex');
}
