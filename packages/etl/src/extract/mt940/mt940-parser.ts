import type { TitansError } from '@titans/core';
import { bookedRows } from '../statement/booked-rows.js';
import { type ByteLine, byteLineReader } from '../statement/byte-lines.js';
import { fieldDecoder } from '../statement/field-decoder.js';
import type { RecordCollector, RecordStart } from '../statement/record-collector.js';
import { sourceInvalid } from '../statement/source-error.js';
import type { PieceParser } from '../statement/statement-batches.js';
import { parseAccountField } from './account-field.js';
import { type BalanceField, parseBalanceField } from './balance-field.js';
import { parseInformation } from './information.js';
import { balanceColumn } from './mt940-columns.js';
import { parseStatementLine } from './statement-line.js';
import { noInformation } from './transaction-information.js';
import { textsOfTransaction } from './transaction-texts.js';

const mostLineBytes = 8 * 1024;
/** Field 86 has at most 6 lines of 65 characters by the standard; banks write more. */
const mostFieldLines = 200;

/** A field: its tag, such as `61`, and its lines. */
interface Field extends RecordStart {
  readonly tag: string;
  readonly lines: string[];
}

/** A statement or page that has begun. */
interface Statement extends RecordStart {
  readonly reference: string;
  accountId: string;
  currency: string;
  number: string;
  hasOpening: boolean;
  hasClosing: boolean;
  /** MT942 states no balances but a floor limit or sums. */
  isInterim: boolean;
}

/** A transaction, whose information is still to come. */
interface OpenTransaction extends RecordStart {
  readonly lines: readonly string[];
  readonly information: string[];
}

/** Takes a source apart into lines, fields and statements, and adds their transactions to the records. */
export function mt940Parser(source: string, records: RecordCollector): PieceParser {
  const decode = fieldDecoder();
  const rows = bookedRows(records, balanceColumn);
  let statement: Statement | null = null;
  let statements = 0;
  let field: Field | null = null;
  let transaction: OpenTransaction | null = null;
  let lastLineIsEnded = true;
  const reader = byteLineReader(mostLineBytes, takeLine);

  return {
    push: reader.push,
    end() {
      reader.end();
      closeField();
      closeStatement();
      if (statements === 0) {
        throw sourceInvalid(source, 'it holds no statement: there is no field :20:', null);
      }
    },
  };

  function takeLine(line: ByteLine): void {
    if (line.isTooLong) {
      throw invalid(
        `A line has more than ${mostLineBytes} bytes`,
        { line: line.number, byteOffset: line.byteOffset },
        'LIMIT_EXCEEDED',
      );
    }
    // The first field of a SWIFT message can stand behind its headers: {1:…}{2:…}{4::20:…
    const text = line.text.replace(/^\{.*\{4:/, '');
    const start = { line: line.number, byteOffset: line.byteOffset };
    lastLineIsEnded = true;
    const tagged = /^:(\d{2,3}[A-Z]?|NS):/.exec(text);
    if (tagged !== null) {
      closeField();
      field = { tag: tagged[1] as string, lines: [decode(text.slice(tagged[0].length))], ...start };
    } else if (/^-(?:\}.*|XXX)?\s*$/.test(text)) {
      closeField();
      closeStatement();
    } else if (field !== null && text.trim() !== '') {
      if (field.lines.length >= mostFieldLines) {
        throw invalid(`Field :${field.tag}: has more than ${mostFieldLines} lines`, field, 'LIMIT_EXCEEDED');
      }
      field.lines.push(decode(text));
    }
    lastLineIsEnded = line.isEnded;
  }

  function closeField(): void {
    if (field === null) return;
    const closed = field;
    field = null;
    if (closed.tag === '20') {
      closeStatement();
      openStatement(closed);
    } else if (/^(?:25P?|28C?|60[FM]|61|86|62[FM])$/.test(closed.tag)) {
      if (statement === null)
        throw invalid(`Field :${closed.tag}: stands before the field :20: of a statement`, closed);
      takeField(closed, statement);
    } else if (statement !== null && /^(?:34F|13D?|90[CD])$/.test(closed.tag)) {
      statement.isInterim = true;
      // The floor limit stands before the transactions and names the currency, which nothing else may do.
      if (closed.tag === '34F') statement.currency ||= /^[A-Z]{3}/.exec(closed.lines[0] ?? '')?.[0] ?? '';
    }
  }

  function openStatement({ lines, line, byteOffset }: Field): void {
    statements++;
    statement = {
      line,
      byteOffset,
      reference: (lines[0] ?? '').trim(),
      accountId: '',
      currency: '',
      number: '',
      hasOpening: false,
      hasClosing: false,
      isInterim: false,
    };
  }

  function takeField(given: Field, into: Statement): void {
    const text = given.lines[0] ?? '';
    if (given.tag === '86') {
      // Behind the closing balance it is about the statement, not about a transaction.
      transaction?.information.push(...given.lines);
      return;
    }
    closeTransaction();
    if (given.tag.startsWith('25')) takeAccount(given, into);
    else if (given.tag.startsWith('28')) into.number = text.trim();
    else if (given.tag.startsWith('60')) takeOpening(balanceOf(given), into);
    else if (given.tag.startsWith('62')) takeClosing(given, into);
    else takeStatementLine(given, into);
  }

  function takeAccount(given: Field, into: Statement): void {
    if (into.accountId !== '') throw invalid('Field :25: stands twice in one statement', given);
    const { accountId, currency } = parseAccountField(given.lines[0] ?? '');
    if (accountId === '') throw invalid('Field :25: names no account', given);
    into.accountId = accountId;
    into.currency = currency;
  }

  function takeOpening(balance: BalanceField, into: Statement): void {
    into.hasOpening = true;
    into.currency = balance.currency;
    rows.open(balance.amount, balance.currency);
  }

  function takeClosing(given: Field, into: Statement): void {
    const { amount, currency } = balanceOf(given);
    // Without a line break behind it, its last digits may be missing.
    if (!lastLineIsEnded && !rows.addUpTo(amount))
      throw invalid('The closing balance may have been cut off', given);
    into.hasClosing = true;
    rows.close(currency === into.currency ? amount : null);
  }

  function balanceOf(given: Field): BalanceField {
    const balance = parseBalanceField(given.lines[0] ?? '');
    if (balance === null) throw invalid(`The balance of field :${given.tag}: cannot be read`, given);
    return balance;
  }

  function takeStatementLine(given: Field, into: Statement): void {
    if (into.accountId === '') throw invalid('Field :61: stands before the field :25: of its account', given);
    transaction = { lines: given.lines, information: [], line: given.line, byteOffset: given.byteOffset };
  }

  function closeTransaction(): void {
    if (transaction === null || statement === null) return;
    const { lines, information, line, byteOffset } = transaction;
    transaction = null;
    const parsed = parseStatementLine(lines);
    if (parsed === null) {
      const message =
        'Field :61: is not written as value date, mark, amount with a comma, type and reference.';
      rows.reject(
        { code: 'FIELD_INVALID', message, column: ':61:', value: lines[0] ?? '' },
        { line, byteOffset },
      );
      return;
    }
    const about = information.length === 0 ? noInformation : parseInformation(information);
    const texts = textsOfTransaction(statement, parsed, about);
    if (parsed.isExpected) rows.pass(texts, { line, byteOffset });
    else rows.book(texts, parsed.amount, { line, byteOffset });
  }

  function closeStatement(): void {
    closeTransaction();
    if (statement === null) return;
    const closed = statement;
    statement = null;
    rows.close(null);
    if (closed.accountId === '') throw invalid('The statement has no field :25: with its account', closed);
    if (closed.hasClosing || (closed.isInterim && !closed.hasOpening)) return;
    throw invalid(
      'The statement has no closing balance in a field :62F: or :62M:, so it was cut off',
      closed,
    );
  }

  function invalid(
    problem: string,
    place: RecordStart,
    code: 'SOURCE_INVALID' | 'LIMIT_EXCEEDED' = 'SOURCE_INVALID',
  ): TitansError {
    return sourceInvalid(source, problem, place, code);
  }
}
