import {
  agreeOnSign,
  type CurrencyCode,
  currencyDecimals,
  type DictionaryColumn,
  defaultAccountId,
  defaultCurrency,
  isTitansError,
  limits,
  type PaymentMethod,
  type TransactionTable,
  type TransactionType,
  tableFromColumns,
  toSecondOfDay,
} from '@titans/core';
import type { ImportSettings } from '../extract/import-settings.js';
import { type Provenance, selectProvenance } from '../records/provenance.js';
import { type RawBatch, recordTexts } from '../records/raw-batch.js';
import { maskColumn, maskedValue, type Rejection, rejectionOf } from '../records/rejection.js';
import { amountReader } from './amounts.js';
import { type DateAndTime, parseDate } from './dates.js';
import type { ImportField } from './import-field.js';
import { type InternedColumn, internedColumn } from './interned-column.js';
import {
  missingValue,
  normalised,
  readBoolean,
  readDescription,
  readMerchantCategoryCode,
  readTags,
  textReader,
  wordReader,
} from './text-readers.js';
import { readPaymentMethod, readType, type VocabularyUse } from './vocabulary.js';

/** The transactions of a batch of raw records, and the records that are none. */
export interface NormalisedBatch {
  readonly table: TransactionTable;
  readonly provenance: Provenance;
  readonly rejections: readonly Rejection[];
  readonly vocabulary: readonly VocabularyUse[];
}

/** Where the fields of a record are, and how they are written. */
export interface NormaliserOptions extends Omit<ImportSettings, 'columns' | 'csv'> {
  readonly source: string;
  /** Columns of each field, from 0. */
  readonly indexOf: ReadonlyMap<ImportField, readonly number[]>;
  readonly header: readonly string[];
}

/**
 * Makes a function that turns raw records into a columnar table. A record with a value that cannot be taken becomes
 * a rejection that names its first wrong field; no record is lost: `table.length + rejections.length` is the
 * number of records and rejections that came in.
 *
 * @returns Never throws for the content of a record.
 */
export function normaliser(options: NormaliserOptions): (raw: RawBatch) => NormalisedBatch {
  const dateFormat = options.dateFormat ?? 'iso';
  const amountFormat = options.amountFormat ?? {};
  const accountId = options.accountId ?? defaultAccountId;
  const currency = options.currency ?? defaultCurrency;
  const readers = new Map<CurrencyCode, (text: string) => number>();
  const indexOf = (field: ImportField): number => options.indexOf.get(field)?.[0] ?? -1;
  const at = Object.fromEntries(
    (['date', 'time', 'type', 'description', 'amount', 'currency', 'balance', 'paymentMethod'] as const).map(
      (field) => [field, indexOf(field)],
    ),
  ) as Record<
    'date' | 'time' | 'type' | 'description' | 'amount' | 'currency' | 'balance' | 'paymentMethod',
    number
  >;

  return (raw) => {
    const capacity = raw.length;
    const date = new Int32Array(capacity);
    const secondOfDay = new Int32Array(capacity);
    const amountMinor = new Float64Array(capacity);
    const balanceMinor = new Float64Array(capacity).fill(Number.NaN);
    const descriptions = codes(capacity, internedColumn(readDescription));
    const originals = codes(
      capacity,
      internedColumn((text) => text),
    );
    const types = codes<TransactionType>(capacity, internedColumn<TransactionType>(readType));
    const payments = codes<PaymentMethod>(
      capacity,
      internedColumn((text) => readPaymentMethod(text) ?? 'unknown'),
    );
    const currencies = codes(capacity, internedColumn(readCurrency));
    const optional = optionalColumns(capacity, indexOf);
    const moments = new Map<string, DateAndTime>();
    const paymentSpellings = new Map<string, number>();
    const typeSpellings = new Map<string, number>();
    const kept: number[] = [];
    const rejections: Rejection[] = [...raw.rejections];
    let field: ImportField = 'date';

    for (let record = 0; record < capacity; record++) {
      const cells = recordTexts(raw, record);
      const row = kept.length;
      try {
        field = 'date';
        const moment = momentOf(cell(cells, at.date), moments);
        date[row] = moment.day;
        field = 'time';
        const time = cell(cells, at.time);
        secondOfDay[row] = isBlank(time) ? moment.secondOfDay : toSecondOfDay(time.trim());
        field = 'description';
        const description = cell(cells, at.description);
        if (description === '') throw missingValue('description');
        descriptions.codes[row] = descriptions.column.code(description);
        originals.codes[row] = originals.column.code(description);
        field = 'currency';
        const code = cell(cells, at.currency);
        currencies.codes[row] = currencies.column.code(isBlank(code) ? currency : code);
        const read = readerOf(isBlank(code) ? currency : readCurrency(code));
        field = 'type';
        const type = cell(cells, at.type);
        const told = isBlank(type) ? undefined : readType(type);
        field = 'amount';
        const amount = cell(cells, at.amount);
        if (isBlank(amount)) throw missingValue('amount');
        const signed = agreeOnSign(read(amount), told);
        amountMinor[row] = signed.amountMinor;
        types.codes[row] = types.column.code(signed.type);
        field = 'balance';
        const balance = cell(cells, at.balance);
        balanceMinor[row] = isBlank(balance) ? Number.NaN : read(balance);
        for (const one of optional) {
          field = one.field;
          one.codes[row] = one.column.code(cell(cells, one.index));
        }
        field = 'paymentMethod';
        const payment = cell(cells, at.paymentMethod);
        payments.codes[row] = payments.column.code(isBlank(payment) ? 'unknown' : payment);
        if (!isBlank(payment)) countOne(paymentSpellings, payment);
        if (told !== undefined && type !== told) countOne(typeSpellings, type);
        kept.push(record);
      } catch (error) {
        rejections.push(reject(error, raw.provenance, record, cells, field));
      }
    }

    const length = kept.length;
    const isComplete = length === capacity;
    const dictionary = <T>(source: { codes: Int32Array; column: InternedColumn<T> }): DictionaryColumn<T> =>
      source.column.column(isComplete ? source.codes : source.codes.slice(0, length));
    const named = new Map<ImportField, DictionaryColumn<unknown>>(
      optional.map((one) => [one.field, dictionary<unknown>(one)]),
    );
    const optionalText = (name: ImportField): DictionaryColumn =>
      (named.get(name) as DictionaryColumn | undefined) ?? emptyColumn(length);
    const table = tableFromColumns({
      id: optionalText('id'),
      accountId: withDefault(optionalText('accountId'), accountId),
      date: date.slice(0, length),
      secondOfDay: secondOfDay.slice(0, length),
      type: dictionary(types),
      description: dictionary(descriptions),
      originalDescription: dictionary(originals),
      amountMinor: amountMinor.slice(0, length),
      currency: dictionary(currencies),
      balanceMinor: balanceMinor.slice(0, length),
      category: optionalText('category'),
      paymentMethod: dictionary(payments),
      status: optionalText('status'),
      reference: optionalText('reference'),
      receiptUrl: optionalText('receiptUrl'),
      merchantName: optionalText('merchantName'),
      merchantCategoryCode: optionalText('merchantCategoryCode'),
      location: optionalText('location'),
      recurring: (named.get('recurring') as DictionaryColumn<boolean> | undefined) ?? emptyColumn(length),
      tags: (named.get('tags') as DictionaryColumn<readonly string[]> | undefined) ?? emptyColumn(length),
    });
    const provenance = isComplete ? raw.provenance : selectProvenance(raw.provenance, kept);
    const vocabulary = [...typeUses(typeSpellings), ...paymentUses(paymentSpellings)];
    return { table, provenance, rejections, vocabulary };
  };

  function momentOf(text: string, known: Map<string, DateAndTime>): DateAndTime {
    const found = known.get(text);
    if (found !== undefined) return found;
    if (isBlank(text)) throw missingValue('date');
    const moment = parseDate(text, dateFormat);
    known.set(text, moment);
    return moment;
  }

  function readerOf(code: CurrencyCode): (text: string) => number {
    const known = readers.get(code);
    if (known !== undefined) return known;
    const reader = amountReader(code, amountFormat);
    readers.set(code, reader);
    return reader;
  }

  function reject(
    error: unknown,
    provenance: Provenance,
    record: number,
    cells: readonly string[],
    field: ImportField,
  ): Rejection {
    const index = indexOf(field);
    const value = cells[index];
    const line = provenance.line[record] as number;
    const byteOffset = provenance.byteOffset[record] as number;
    const place = {
      source: options.source,
      row: provenance.row[record] as number,
      line: line === 0 ? null : line,
      byteOffset: Number.isNaN(byteOffset) ? null : byteOffset,
    };
    const details = value === undefined ? { field } : { field, value: maskedValue(value) };
    const column = options.header[index];
    return rejectionOf(
      isTitansError(error) ? error.at(details) : error,
      place,
      column === undefined ? null : maskColumn(column),
    );
  }
}

interface OptionalColumn {
  readonly field: ImportField;
  readonly index: number;
  readonly codes: Int32Array;
  readonly column: InternedColumn<unknown>;
}

function optionalColumns(
  capacity: number,
  indexOf: (field: ImportField) => number,
): readonly OptionalColumn[] {
  const columnOf: readonly (readonly [ImportField, () => InternedColumn<unknown>])[] = [
    ['id', () => internedColumn<unknown>(textReader('id', limits.identifierLength))],
    ['accountId', () => internedColumn<unknown>(textReader('accountId', limits.identifierLength))],
    ['category', () => internedColumn<unknown>(wordReader('category', limits.categoryLength))],
    ['status', () => internedColumn<unknown>(wordReader('status', limits.statusLength))],
    ['reference', () => internedColumn<unknown>(textReader('reference', limits.nameLength))],
    ['receiptUrl', () => internedColumn<unknown>(textReader('receiptUrl', limits.urlLength))],
    ['merchantName', () => internedColumn<unknown>(textReader('merchantName', limits.nameLength))],
    ['merchantCategoryCode', () => internedColumn<unknown>(readMerchantCategoryCode)],
    ['location', () => internedColumn<unknown>(textReader('location', limits.nameLength))],
    ['recurring', () => internedColumn<unknown>(readBoolean)],
    ['tags', () => internedColumn<unknown>(readTags, (tags) => JSON.stringify(tags))],
  ];
  return columnOf
    .filter(([field]) => indexOf(field) >= 0)
    .map(([field, column]) => ({
      field,
      index: indexOf(field),
      codes: new Int32Array(capacity),
      column: column(),
    }));
}

function codes<T>(
  capacity: number,
  column: InternedColumn<T>,
): { readonly codes: Int32Array; readonly column: InternedColumn<T> } {
  return { codes: new Int32Array(capacity), column };
}

function readCurrency(text: string): CurrencyCode {
  const code = normalised(text).toUpperCase();
  currencyDecimals(code);
  return code;
}

function countOne(counts: Map<string, number>, text: string): void {
  counts.set(text, (counts.get(text) ?? 0) + 1);
}

/** Only types that are known come this far: others are rejected. */
function typeUses(spellings: ReadonlyMap<string, number>): readonly VocabularyUse[] {
  return [...spellings].map(([text, count]) => ({
    field: 'type',
    from: text.trim(),
    to: readType(text),
    recognised: true,
    count,
  }));
}

function paymentUses(spellings: ReadonlyMap<string, number>): readonly VocabularyUse[] {
  return [...spellings].flatMap(([text, count]) => {
    const method = readPaymentMethod(text);
    const use: VocabularyUse = {
      field: 'paymentMethod',
      from: method === null ? maskedValue(text) : text.trim(),
      to: method ?? 'unknown',
      recognised: method !== null,
      count,
    };
    return text === use.to ? [] : [use];
  });
}

function emptyColumn<T>(length: number): DictionaryColumn<T> {
  return { codes: new Int32Array(length).fill(-1), values: [] };
}

function withDefault(column: DictionaryColumn, value: string): DictionaryColumn {
  if (!column.codes.includes(-1)) return column;
  const known = column.values.indexOf(value);
  const code = known === -1 ? column.values.length : known;
  return {
    codes: column.codes.map((each) => (each === -1 ? code : each)),
    values: known === -1 ? [...column.values, value] : column.values,
  };
}

function cell(cells: readonly string[], index: number): string {
  return index < 0 ? '' : (cells[index] as string);
}

function isBlank(text: string): boolean {
  return text === '' || text.trim() === '';
}
