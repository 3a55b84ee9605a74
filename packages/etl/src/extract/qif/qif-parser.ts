import { type ByteLine, byteLineReader } from '../statement/byte-lines.js';
import { fieldDecoder } from '../statement/field-decoder.js';
import type { RecordCollector, RecordStart } from '../statement/record-collector.js';
import { sourceInvalid } from '../statement/source-error.js';
import type { PieceParser } from '../statement/statement-batches.js';
import { isOpeningBalance, type QifField, textsOfQifRecord } from './qif-record.js';

const mostLineBytes = 16 * 1024;
const mostFields = 4_096;
const mostRecordBytes = 256 * 1024;

/** What the lines that follow hold. */
type Section = 'register' | 'investments' | 'account' | 'list' | 'unknown';

/** Lists of Quicken, which hold no transactions. */
const lists =
  /^(?:Cat|Class|Tag|Memorized|Security|Prices|Budget|Bills|Template|ITEM|Ship|Pmt|Vend|Cust)\w*$/i;

interface OpenRecord extends RecordStart {
  readonly fields: QifField[];
  bytes: number;
  isTooLarge: boolean;
}

/** Takes a QIF source apart and adds the transactions of its registers to the records. */
export function qifParser(source: string, records: RecordCollector): PieceParser {
  const decode = fieldDecoder();
  let section: Section = 'register';
  let accountId = '';
  let type = 'Bank';
  let record: OpenRecord | null = null;
  let sectionName = '';
  let registers = 0;
  /** Whether accounts that come are a list of all of them, rather than that of the next register. */
  let isListing = false;
  /** The accounts that were named last. */
  let accounts: string[] = [];
  let areListed = false;
  const reader = byteLineReader(mostLineBytes, takeLine);

  return {
    push: reader.push,
    end() {
      reader.end();
      endOfSource();
      if (registers > 0) return;
      throw sourceInvalid(source, 'it holds no register of an account, such as !Type:Bank', null);
    },
  };

  function takeLine(line: ByteLine): void {
    const { text } = line;
    if (text.trim() === '') return;
    if (text.startsWith('!')) takeHeader(text.trim());
    else if (text.startsWith('^')) closeRecord();
    else addField(line);
  }

  function takeHeader(header: string): void {
    closeRecord();
    const option = /^!(Option|Clear):\s*AutoSwitch/i.exec(header);
    if (option !== null) isListing = option[1]?.toLowerCase() === 'option';
    else if (/^!Account/i.test(header)) {
      section = 'account';
      accounts = [];
      areListed = isListing;
    } else takeType(/^!Type:?\s*(.*)$/i.exec(header)?.[1]?.trim() ?? '');
  }

  function takeType(name: string): void {
    sectionName = name;
    // Of a list, the next register belongs to none, unless it has but one.
    if (accounts.length === 1 || !areListed) accountId = accounts.at(-1) ?? accountId;
    if (/^(?:Bank|CCard|Cash|Oth\s?[AL])$/i.test(name)) {
      section = 'register';
      type = name;
      registers++;
    } else if (/^(?:Invst|Port)/i.test(name)) {
      section = 'investments';
      registers++;
    } else section = lists.test(name) ? 'list' : 'unknown';
  }

  function addField(line: ByteLine): void {
    record ??= { line: line.number, byteOffset: line.byteOffset, fields: [], bytes: 0, isTooLarge: false };
    record.bytes += line.text.length;
    if (line.isTooLong || record.fields.length >= mostFields || record.bytes > mostRecordBytes) {
      record.isTooLarge = true;
      return;
    }
    record.fields.push([line.text.charAt(0).toUpperCase(), decode(line.text.slice(1))]);
  }

  function closeRecord(): void {
    if (record === null) return;
    const { fields, line, byteOffset, isTooLarge } = record;
    record = null;
    const start = { line, byteOffset };
    if (section === 'list') return;
    if (section === 'account') {
      accounts.push(fields.find(([letter]) => letter === 'N')?.[1].trim() ?? '');
      return;
    }
    if (registers === 0) registers = 1;
    const twice = ['D', 'T'].find((letter) => fields.filter(([each]) => each === letter).length > 1);
    if (isTooLarge) {
      const message = `The record has more than ${mostFields} lines or ${mostRecordBytes} bytes, or ${mostLineBytes} in one.`;
      records.reject({ code: 'LIMIT_EXCEEDED', message }, start);
    } else if (section === 'investments') {
      const message = 'The record is of a register of investments, not of payments. It is left out.';
      records.reject({ code: 'ROW_NOT_TRANSACTION', message, column: '!Type:Invst' }, start);
    } else if (section === 'unknown') {
      const message = 'The record is of a kind that is not read. It is left out.';
      records.reject(
        { code: 'ROW_NOT_TRANSACTION', message, column: `!Type:${sectionName}`.slice(0, 64) },
        start,
      );
    } else if (twice !== undefined) {
      const message = `The record has the line "${twice}" twice. Is a "^" missing between two records?`;
      records.reject(
        { code: 'FIELD_INVALID', message, field: twice === 'D' ? 'date' : 'amount', column: twice },
        start,
      );
    } else if (isOpeningBalance(fields)) {
      const amount = fields.find(([letter]) => letter === 'T' || letter === 'U');
      const message =
        'The record states the opening balance of the account: what was there before the first transaction, and neither spent nor earned. It is no transaction, and left out.';
      const refusal = { code: 'ROW_NOT_TRANSACTION', message, field: 'amount' } as const;
      records.reject(
        amount === undefined ? refusal : { ...refusal, column: amount[0], value: amount[1] },
        start,
      );
    } else {
      records.add(textsOfQifRecord(fields, { accountId, type }), start);
    }
  }

  /** A last record without its `^` may lack lines, and may be the last of those that the source had. */
  function endOfSource(): void {
    if (record === null) return;
    const { line, byteOffset } = record;
    record = null;
    if (section === 'list' || section === 'account') return;
    const message = 'The source ends within the record, which has no "^" behind it. Was it cut off?';
    records.reject({ code: 'SOURCE_INVALID', message }, { line, byteOffset });
    registers ||= 1;
  }
}
