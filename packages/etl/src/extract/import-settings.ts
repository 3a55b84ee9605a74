import { type AmountFormat, type CurrencyCode, isCurrency, limits } from '@titans/core';
import * as z from 'zod/mini';
import { type AmountUnit, amountUnits } from '../normalise/amounts.js';
import { type DateFormat, dateFormats } from '../normalise/dates.js';
import { type ColumnMap, importFields } from '../normalise/import-field.js';
import { validated } from '../validation/validated.js';

/** How the CSV dialect of a source is written. */
export interface CsvSettings {
  /** One ASCII character; inferred among `,` `;` tab and `|` unless told. */
  readonly delimiter?: string;
  /** Inferred unless told. */
  readonly quote?: '"' | "'";
  /** Line of the header, from 1; `null` for none, the columns are then named `"1"`, `"2"` and so on. Inferred unless told. */
  readonly headerLine?: number | null;
}

/** Where the records of a JSON document are. */
export interface JsonSettings {
  /**
   * Path of the array that holds them: the names of the keys with dots between them, for example
   * `"transactions.booked"`, or `"$"` where the document is the array. Found by what the arrays hold unless told.
   */
  readonly records?: string;
}

/**
 * How the sign of an amount is found: `as-written`; `inverted`, where money that went out is positive; `by-type`,
 * where amounts are unsigned and the type column tells; or `credits-marked`, where money that came in alone is marked,
 * by a plus, CR or its type, as on the statements of many cards.
 */
export const signConventions = ['as-written', 'inverted', 'by-type', 'credits-marked'] as const;
export type SignConvention = (typeof signConventions)[number];

/** How a source is read, where it is not to be found out. Plain JSON, so that it can be kept and edited. */
export interface ImportSettings {
  readonly csv?: CsvSettings;
  readonly json?: JsonSettings;
  /** Encoding of the text, as the WHATWG names it, for example `"windows-1252"`; inferred unless told. */
  readonly encoding?: string;
  /** Columns of the source that stand for fields, where they are not to be found out. */
  readonly columns?: ColumnMap;
  /** How dates are written; inferred unless told. */
  readonly dateFormat?: DateFormat;
  /** IANA zone of the account, in which moments with an offset from UTC become days. Unless told, the day is the one written. */
  readonly timeZone?: string;
  /** How amounts are written; inferred unless told. */
  readonly amountFormat?: AmountFormat;
  /**
   * Whether all amounts and balances are whole minor units, so that 1234 are 12.34 euros. Inferred from the names of
   * their columns, such as `amount_cents`, unless told.
   */
  readonly amountUnit?: AmountUnit;
  /** Inferred unless told. */
  readonly sign?: SignConvention;
  /** Currency of rows that name none; inferred from symbols and codes, else `"USD"`, unless told. */
  readonly currency?: CurrencyCode;
  /** Account of rows that name none, `"default"` unless told. */
  readonly accountId?: string;
}

/** One ASCII character other than a letter, a digit, a quote or a line break. */
const possibleDelimiter = /^[^\p{L}\p{N}"\r\n\0\u0080-\uffff]$/u;

const settingsSchema = z.strictObject({
  csv: z.optional(
    z.strictObject({
      delimiter: z.optional(
        z
          .string()
          .check(
            z.refine(isDelimiter, 'one character is needed that is no letter, digit, quote or line break'),
          ),
      ),
      quote: z.optional(z.enum(['"', "'"])),
      headerLine: z.optional(z.nullable(z.int().check(z.gte(1)))),
    }),
  ),
  json: z.optional(z.strictObject({ records: z.optional(z.string().check(z.maxLength(1_000))) })),
  encoding: z.optional(z.string().check(z.refine(isEncoding, 'not an encoding that can be decoded'))),
  columns: z.optional(
    z.strictObject({
      ...Object.fromEntries(importFields.map((field) => [field, z.optional(z.string())])),
      description: z.optional(z.union([z.string(), z.array(z.string()).check(z.minLength(1))])),
    }),
  ),
  dateFormat: z.optional(z.enum(dateFormats)),
  timeZone: z.optional(z.string().check(z.refine(isTimeZone, 'not an IANA time zone'))),
  sign: z.optional(z.enum(signConventions)),
  amountUnit: z.optional(z.enum(amountUnits)),
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

function isDelimiter(text: string): boolean {
  return possibleDelimiter.test(text);
}

function isEncoding(label: string): boolean {
  try {
    return new TextDecoder(label).encoding !== '';
  } catch {
    return false;
  }
}

function isTimeZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
