import { createHash } from 'node:crypto';
import type { TransactionTable } from '@titans/core';

/** SHA-256 in hexadecimal of every field of every transaction, in the table's order. */
export function dataFingerprint(table: TransactionTable): string {
  const hash = createHash('sha256');
  for (const row of table.rows()) hash.update(JSON.stringify(row)).update('\n');
  return hash.digest('hex');
}
