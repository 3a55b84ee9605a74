import { isAscii } from 'node:buffer';
import {
  type CurrencyCode,
  currencyDecimals,
  type DictionaryColumn,
  defaultAccountId,
  defaultCurrency,
  limits,
  type PaymentMethod,
  selectRows,
  TitansError,
  type TransactionTable,
  type TransactionType,
  tableFromColumns,
} from '@titans/core';
import type { ImportSettings } from '../extract/import-settings.js';
import { type Provenance, selectProvenance } from '../records/provenance.js';
import { cellText, type RawBatch } from '../records/raw-batch.js';
import type { Rejection } from '../records/rejection.js';
import { amountColumn } from './amount-column.js';
import { amountParts } from './amount-parts.js';
import { dateColumn } from './date-column.js';
import { descriptionColumn } from './description-column.js';
import type { ImportField } from './import-field.js';
import { type Refusals, refusalsOf } from './refusals.js';
import { type ColumnCells, type TextColumn, type TextColumnBatch, textColumn } from './text-column.js';
import {
  isBlankText,
  normalised,
  readBoolean,
  readMerchantCategoryCode,
  readTags,
  textReader,
  wordReader,
} from './text-readers.js';
import {
  paymentUses,
  readPaymentMethod,
  readType,
  tryType,
  typeUses,
  type VocabularyUse,
} from './vocabulary.js';

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
 * Makes a function that turns raw records into a columnar table, column by column. A record with a value that cannot
 * be taken becomes a rejection that names its first wrong field; no record is lost: `table.length +
 * rejections.length` is the number of records and rejections that came in.
 *
 * @returns Never throws for the content of a record.
 */
export function normaliser(options: NormaliserOptions): (raw: RawBatch) => NormalisedBatch {
  const { source, header, sign } = options;
  const accountId = options.accountId ?? defaultAccountId;
  const currency = options.currency ?? defaultCurrency;
  const indexOf = (field: ImportField): number => {
    const [index] = options.indexOf.get(field) ?? [];
    if (index !== undefined || field !== 'amount') return index ?? -1;
    return options.indexOf.get('debit')?.[0] ?? options.indexOf.get('credit')?.[0] ?? -1;
  };
  const only = (field: ImportField): number => options.indexOf.get(field)?.[0] ?? -1;
  const places = { source, header, indexOf };
  const money = {
    amount: only('amount'),
    debit: only('debit'),
    credit: only('credit'),
    balance: only('balance'),
  };
  // Where the sign of the amount decides, a type that is not known costs nothing.
  const isTypeNeeded =
    money.amount >= 0 && (sign === undefined || sign === 'by-type' || sign === 'credits-marked');

  const readMoments = dateColumn(
    { date: only('date'), time: only('time') },
    options.dateFormat ?? 'iso',
    options.timeZone,
  );
  const readDescriptions = descriptionColumn(
    options.indexOf.get('description') ?? [],
    only('descriptionFallback'),
  );
  const readAmounts = amountColumn(money, options.amountFormat ?? {}, sign, options.amountUnit);
  const types = fieldColumn<TransactionType>(
    'type',
    isTypeNeeded ? (text) => (isBlankText(text) ? null : readType(text)) : tryType,
  );
  const currencies = fieldColumn('currency', readCurrency, currency);
  const accounts = fieldColumn(
    'accountId',
    (text) => textReader('accountId', limits.identifierLength)(text) ?? accountId,
    accountId,
  );
  const payments = fieldColumn<PaymentMethod>(
    'paymentMethod',
    (text) => readPaymentMethod(text) ?? 'unknown',
    'unknown',
  );
  const ids = fieldColumn('id', textReader('id', limits.identifierLength));
  const categories = fieldColumn('category', wordReader('category', limits.categoryLength));
  const statuses = fieldColumn('status', wordReader('status', limits.statusLength));
  const references = fieldColumn('reference', textReader('reference', limits.nameLength));
  const receiptUrls = fieldColumn('receiptUrl', textReader('receiptUrl', limits.urlLength));
  const merchants = fieldColumn('merchantName', textReader('merchantName', limits.nameLength));
  const merchantCodes = fieldColumn('merchantCategoryCode', readMerchantCategoryCode);
  const locations = fieldColumn('location', textReader('location', limits.nameLength));
  const recurrences = fieldColumn<boolean>('recurring', readBoolean);
  const labels = fieldColumn<readonly string[]>('tags', readTags, undefined, (tags) => JSON.stringify(tags));

  return (raw) => {
    const { bytes } = raw;
    const cells: ColumnCells = {
      ...raw,
      bytes: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
      isAscii: isAscii(bytes),
    };
    const absent: Absent = {
      none: new Int32Array(raw.length).fill(-1),
      first: new Int32Array(raw.length),
    };
    const refusals = refusalsOf(raw, places);
    const { date, secondOfDay } = readMoments(cells, refusals);
    if (refusals.count() > 0) refuseRemarks(raw, refusals);
    const { description, originalDescription } = readDescriptions(cells, refusals);
    const currencyColumn = currencies(cells, absent, refusals).column;
    const told = types(cells, absent, refusals);
    const amounts = readAmounts(cells, currencyColumn, told.column, refusals);
    const column = <T>(read: FieldColumn<T>): DictionaryColumn<T> => read(cells, absent, refusals).column;
    const id = column(ids);
    const account = column(accounts);
    const category = column(categories);
    const status = column(statuses);
    const reference = column(references);
    const receiptUrl = column(receiptUrls);
    const merchantName = column(merchants);
    const merchantCategoryCode = column(merchantCodes);
    const location = column(locations);
    const recurring = column(recurrences);
    const tags = column(labels);
    const payment = payments(cells, absent, refusals);
    const table = tableFromColumns({
      id,
      accountId: account,
      date,
      secondOfDay,
      type: amounts.type,
      description,
      originalDescription,
      amountMinor: amounts.amountMinor,
      currency: currencyColumn,
      balanceMinor: amounts.balanceMinor,
      category,
      paymentMethod: payment.column,
      status,
      reference,
      receiptUrl,
      merchantName,
      merchantCategoryCode,
      location,
      recurring,
      tags,
    });
    const vocabulary = [
      ...typeUses(spellingsOf(told, refusals)),
      ...paymentUses(spellingsOf(payment, refusals)),
    ];
    if (refusals.count() === 0) {
      return { table, provenance: raw.provenance, rejections: raw.rejections, vocabulary };
    }
    const kept = Int32Array.from({ length: raw.length }, (_, record) => record).filter(
      (record) => refusals.isRefused[record] === 0,
    );
    return {
      table: selectRows(table, kept),
      provenance: selectProvenance(raw.provenance, kept),
      rejections: [...raw.rejections, ...refusals.rejections()],
      vocabulary,
    };
  };

  /** Lines with neither a date nor an amount are none of the transactions, rather than broken ones. */
  function refuseRemarks(raw: RawBatch, refusals: Refusals): void {
    const columns = [money.amount, money.debit, money.credit].filter((column) => column >= 0);
    const hasAmount = (record: number): boolean =>
      columns.some((column) => /\d/.test(amountParts(cellText(raw, record, column))?.digits ?? ''));
    for (let record = 0; record < raw.length; record++) {
      if (refusals.isRefused[record] === 0 || hasAmount(record)) continue;
      const message = 'The line has neither a date nor an amount that can be read: it is no transaction.';
      refusals.refuse(record, null, new TitansError('ROW_NOT_TRANSACTION', message));
    }
  }

  type FieldColumn<T> = (cells: ColumnCells, absent: Absent, refusals: Refusals) => TextColumnBatch<T>;

  /** A column of the source, or one that is the same in every row where the source has none. */
  function fieldColumn<T>(
    field: ImportField,
    read: (text: string) => T | null,
    otherwise?: T,
    keyOf?: (value: T) => unknown,
  ): FieldColumn<T> {
    const index = only(field);
    if (index >= 0) {
      const column: TextColumn<T> = textColumn(
        field,
        otherwise === undefined ? read : (text) => (isBlankText(text) ? otherwise : read(text)),
        keyOf,
      );
      return (cells, _, refusals) => column.read(cells, index, refusals);
    }
    const values: readonly T[] = Object.freeze(otherwise === undefined ? [] : [otherwise]);
    return (_, { none, first }) => {
      const column = Object.freeze({ codes: otherwise === undefined ? none : first, values });
      return { column, texts: () => ({ codes: none, values: [] }) };
    };
  }
}

/** Codes for columns that the source does not have. */
interface Absent {
  readonly none: Int32Array;
  readonly first: Int32Array;
}

function readCurrency(text: string): CurrencyCode {
  const code = normalised(text).toUpperCase();
  currencyDecimals(code);
  return code;
}

/** How often each text that is not its own value was taken. */
function spellingsOf<T>(
  { column, texts }: TextColumnBatch<T>,
  { isRefused }: Refusals,
): ReadonlyMap<string, number> {
  const written = texts() as DictionaryColumn;
  const counts = new Float64Array(written.values.length);
  for (let record = 0; record < isRefused.length; record++) {
    const code = written.codes[record] as number;
    if (code < 0 || isRefused[record] === 1 || (column.codes[record] as number) < 0) continue;
    counts[code] = (counts[code] as number) + 1;
  }
  return new Map(
    written.values.flatMap((text, code) =>
      counts[code] === 0 || text.trim() === '' ? [] : [[text, counts[code] as number]],
    ),
  );
}
