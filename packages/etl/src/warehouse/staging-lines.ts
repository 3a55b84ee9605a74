import {
  type CopyLines,
  copyText,
  currencyDecimals,
  type DictionaryColumn,
  fromEpochDay,
} from '@titans/core';
import type { TransactionBatch } from '../records/transaction-batch.js';

/** NULL, as COPY reads it. */
const missing = '\\N';
const linesRows = 1_000;

/**
 * The rows of a batch in the text format of COPY, with the columns of the staging table: source, place, transaction.
 * Values that many rows share are written once.
 */
export function* stagingLines({ table, provenance, sourceIndex }: TransactionBatch): Generator<CopyLines> {
  const { columns, length } = table;
  const { date, secondOfDay, amountMinor, balanceMinor } = columns;
  const { row: rowNumber, line, byteOffset } = provenance;
  const id = texts(columns.id);
  const account = texts(columns.accountId);
  const type = texts(columns.type);
  const description = texts(columns.description);
  const original = texts(columns.originalDescription);
  const currency = texts(columns.currency);
  const exponent = dictionaryTexts(columns.currency, (code) => `E-${currencyDecimals(code)}`);
  const category = texts(columns.category);
  const payment = texts(columns.paymentMethod);
  const status = texts(columns.status);
  const reference = texts(columns.reference);
  const receipt = texts(columns.receiptUrl);
  const merchant = texts(columns.merchantName);
  const merchantCode = texts(columns.merchantCategoryCode);
  const location = texts(columns.location);
  const recurring = dictionaryTexts(columns.recurring, String);
  const tags = dictionaryTexts(columns.tags, (list) =>
    list.length === 0 ? missing : copyText(JSON.stringify(list)),
  );
  const dayTexts = new Map<number, string>();
  let text = '';
  let rows = 0;
  for (let row = 0; row < length; row++) {
    const second = secondOfDay[row] as number;
    const balance = balanceMinor[row] as number;
    const byte = byteOffset[row] as number;
    const described = description(row);
    const originally = original(row);
    const scale = exponent(row);
    const paid = payment(row);
    text +=
      `${sourceIndex}\t${rowNumber[row]}\t${line[row] === 0 ? missing : line[row]}\t` +
      `${Number.isNaN(byte) ? missing : byte}\t${id(row)}\t${account(row)}\t${dayText(date[row] as number)}\t` +
      `${second < 0 ? missing : second}\t${type(row)}\t${described}\t` +
      `${originally === described ? missing : originally}\t${amountMinor[row]}${scale}\t${currency(row)}\t` +
      `${Number.isNaN(balance) ? missing : `${balance}${scale}`}\t${category(row)}\t` +
      `${paid === missing ? 'unknown' : paid}\t${status(row)}\t${reference(row)}\t${receipt(row)}\t` +
      `${merchant(row)}\t${merchantCode(row)}\t${location(row)}\t${recurring(row)}\t${tags(row)}\n`;
    rows++;
    if (rows < linesRows) continue;
    yield { text, rows };
    text = '';
    rows = 0;
  }
  if (rows > 0) yield { text, rows };

  function dayText(day: number): string {
    let found = dayTexts.get(day);
    if (found === undefined) {
      found = fromEpochDay(day);
      dayTexts.set(day, found);
    }
    return found;
  }
}

/** The texts of a column by row, each written the first time that a row has it. */
function dictionaryTexts<T>(
  column: DictionaryColumn<T>,
  write: (value: T) => string,
): (row: number) => string {
  const written: (string | undefined)[] = new Array(column.values.length);
  const { codes, values } = column;
  return (row) => {
    const code = codes[row] as number;
    if (code < 0) return missing;
    const known = written[code];
    if (known !== undefined) return known;
    const text = write(values[code] as T);
    written[code] = text;
    return text;
  };
}

function texts(column: DictionaryColumn): (row: number) => string {
  return dictionaryTexts(column, copyText);
}
