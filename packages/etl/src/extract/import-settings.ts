import { type AmountFormat, type CurrencyCode, isCurrency, limits } from '@titans/core';
import * as z from 'zod/mini';
import { type DateFormat, dateFormats } from '../normalise/dates.js';
import { type ColumnMap, importFields } from '../normalise/import-field.js';
import { validated } from '../validation/validated.js';

/** How the CSV dialect of a source is written. */
export interface CsvSettings {
  /** One ASCII character; inferred among `,` `;` tab and `|` unless told. */
  readonly delimiter?: string;
}

/** How a source is read, where it is not to be found out. Plain JSON, so that it can be kept and edited. */
export interface ImportSettings {
  readonly csv?: CsvSettings;
  /** Columns of the source that stand for fields, where their names do not say so. */
  readonly columns?: ColumnMap;
  /** How dates are written, `"iso"` unless told. */
  readonly dateFormat?: DateFormat;
  /** How amounts are written, like `-1234.56` unless told. */
  readonly amountFormat?: AmountFormat;
  /** Currency of rows that name none, `"USD"` unless told. */
  readonly currency?: CurrencyCode;
  /** Account of rows that name none, `"default"` unless told. */
  readonly accountId?: string;
}

const settingsSchema = z.strictObject({
  csv: z.optional(z.strictObject({ delimiter: z.optional(z.string().check(z.length(1))) })),
  columns: z.optional(z.partialRecord(z.enum(importFields), z.string())),
  dateFormat: z.optional(z.enum(dateFormats)),
  amountFormat: z.optional(
    z
      .strictObject({
        decimalMark: z.optional(z.enum(['.', ','])),
        groupMark: z.optional(z.enum(['', ',', '.', ' ', "'"])),
        negative: z.optional(z.enum(['leading-minus', 'trailing-minus', 'parentheses'])),
      })
      .check(
        z.refine(
          ({ decimalMark = '.', groupMark = '' }) => decimalMark !== groupMark,
          'decimalMark, which is "." unless told, and groupMark cannot be the same',
        ),
      ),
  ),
  currency: z.optional(z.string().check(z.refine(isCurrency, 'not an ISO 4217 currency'))),
  accountId: z.optional(z.string().check(z.minLength(1), z.maxLength(limits.identifierLength))),
});

/**
 * Checks settings, for example those of a saved profile.
 *
 * @throws TitansError `INVALID_ARGUMENT` that names the first wrong one.
 */
export function parseImportSettings(settings: unknown): ImportSettings {
  const checked = validated(settingsSchema, settings, 'INVALID_ARGUMENT', 'options');
  return Object.freeze(checked as ImportSettings);
}
