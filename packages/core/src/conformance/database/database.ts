import type { Database } from '../../storage/database.js';
import type { ConformanceCase, Create } from '../conformance.js';
import { copyCases } from './copy-cases.js';
import { lockCases } from './lock-cases.js';
import { statementCases } from './statement-cases.js';
import { transactionCases } from './transaction-cases.js';
import { valueCases } from './value-cases.js';

/**
 * What every {@link Database} must do.
 *
 * @param create Opens the database; it may be the same one each time, since every case makes and drops a table of
 * its own.
 * @example
 * ```ts
 * import { databaseConformance } from '@titans/core/conformance';
 * import { openPGlite } from '@titans/core/pglite';
 *
 * for (const check of databaseConformance(() => openPGlite({ memory: true }))) await check.run();
 * ```
 */
export function databaseConformance(create: Create<Database>): readonly ConformanceCase[] {
  return [
    ...valueCases(create),
    ...statementCases(create),
    ...transactionCases(create),
    ...copyCases(create),
    ...lockCases(create),
  ];
}
