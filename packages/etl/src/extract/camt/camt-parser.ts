import { limits, type TitansError } from '@titans/core';
import { bookedRows } from '../statement/booked-rows.js';
import type { RecordCollector, RecordStart } from '../statement/record-collector.js';
import { sourceInvalid } from '../statement/source-error.js';
import type { PieceParser } from '../statement/statement-batches.js';
import { xmlReader } from '../xml/xml-reader.js';
import { balanceColumn } from './camt-columns.js';
import { rowsOfEntry } from './entry-rows.js';
import { type PaymentDetail, paymentDetail } from './payment-detail.js';
import { type CamtBalance, statementBalances } from './statement-balances.js';
import { textAt, type XmlNode } from './xml-node.js';

/** The elements that hold the entries of camt.053, camt.052 and camt.054, by the messages that hold these. */
const statementOf: Readonly<Record<string, string>> = {
  BkToCstmrStmt: 'Stmt',
  BkToCstmrAcctRpt: 'Rpt',
  BkToCstmrDbtCdtNtfctn: 'Ntfctn',
};

const placedElements: ReadonlySet<string> = new Set([
  'Stmt',
  'Rpt',
  'Ntfctn',
  'Acct',
  'Bal',
  'Ntry',
  'TxDtls',
]);

/** Where the messages of different versions have the number of the account. */
const accountPaths = ['Id/IBAN', 'Id/Othr/Id', 'Id/BBAN', 'Id/PrtryAcct/Id', 'Id/UPIC'];

/** Most elements of an entry apart from its payments, and of one payment. */
const mostNodes = 4_096;
const mostDetails = 100_000;
const mostTextCharacters = 16 * 1024;
const mostBalances = 1_000;

interface Statement extends RecordStart {
  id: string;
  accountId: string;
  /** That of the account, else of its balances. */
  currency: string;
  readonly balances: XmlNode[];
  closing: CamtBalance | null;
  openingCurrency: string;
  /** Currency of the last booked row. */
  lastCurrency: string;
  hasEntries: boolean;
}

/** A part of a statement that is being read: an account, a balance or an entry. */
interface Part extends RecordStart {
  /** From the part itself to the element that is open. */
  readonly path: XmlNode[];
  readonly details: PaymentDetail[];
  detailStart: RecordStart;
  nodes: number;
  nodesBeforeDetail: number;
  isTooLarge: boolean;
}

/** Takes a CAMT message apart and adds the entries of its statements to the records. */
export function camtParser(source: string, records: RecordCollector): PieceParser {
  const rows = bookedRows(records, balanceColumn);
  const open: string[] = [];
  let message: string | null = null;
  let statement: Statement | null = null;
  let statements = 0;
  let part: Part | null = null;
  const reader = xmlReader(source, {
    isPlaced: (name) => placedElements.has(name),
    open(name, attributes, start) {
      const parent = open.at(-1) ?? '';
      open.push(name);
      if (part !== null) openNode(part, name, attributes, start);
      else if (statement !== null) openPart(statement, parent, name, attributes, start);
      else if (message !== null && statementOf[message] === name && parent === message) openStatement(start);
      else if (Object.hasOwn(statementOf, name)) message = name;
    },
    text(text) {
      const node = part?.path.at(-1);
      if (part === null || node === undefined) {
        if (statement !== null && open.at(-1) === 'Id' && isStatement(open.at(-2))) {
          statement.id = (statement.id + text).slice(0, limits.identifierLength);
        }
      } else if (node.text.length + text.length > mostTextCharacters) part.isTooLarge = true;
      else node.text += text;
    },
    close(name) {
      open.pop();
      if (part !== null) closeNode(part, name);
      else if (statement !== null && isStatement(name)) closeStatement(statement);
      else if (name === message) message = null;
    },
  });

  return {
    push: reader.push,
    end() {
      reader.end();
      if (statements > 0) return;
      throw invalid('it holds no account statement, report or notification (Stmt, Rpt, Ntfctn)', null);
    },
  };

  function openStatement(start: RecordStart): void {
    statements++;
    const nothing = {
      id: '',
      accountId: '',
      currency: '',
      closing: null,
      openingCurrency: '',
      lastCurrency: '',
    };
    statement = { ...start, ...nothing, balances: [], hasEntries: false };
  }

  function openPart(
    { balances }: Statement,
    parent: string,
    name: string,
    attributes: Readonly<Record<string, string>>,
    start: RecordStart,
  ): void {
    if (!isStatement(parent) || (name !== 'Acct' && name !== 'Bal' && name !== 'Ntry')) return;
    if (balances.length > mostBalances)
      throw invalid(`a statement has more than ${mostBalances} balances`, start);
    const root = nodeOf(name, attributes);
    part = {
      ...start,
      path: [root],
      details: [],
      detailStart: start,
      nodes: 1,
      nodesBeforeDetail: 0,
      isTooLarge: false,
    };
  }

  function closeStatement(closed: Statement): void {
    if (!closed.hasEntries) beginRows(closed);
    const { closing, lastCurrency } = closed;
    rows.close(closing !== null && closing.currency === lastCurrency ? closing.amount : null);
    statement = null;
  }

  function closeNode(within: Part, name: string): void {
    const node = within.path.pop();
    const parent = within.path.at(-1);
    if (node === undefined || statement === null) return;
    if (parent === undefined) {
      part = null;
      closePart(within, node, statement);
    } else if (name === 'TxDtls' && parent.name === 'NtryDtls') {
      // Payments are reduced one by one, since a batch can have very many.
      parent.children.pop();
      within.nodes = within.nodesBeforeDetail;
      if (within.details.length >= mostDetails) within.isTooLarge = true;
      else within.details.push(paymentDetail(node, within.detailStart));
    }
  }

  function closePart(closed: Part, node: XmlNode, into: Statement): void {
    const start = { line: closed.line, byteOffset: closed.byteOffset };
    if (node.name !== 'Ntry' && closed.isTooLarge) {
      throw sourceInvalid(
        source,
        `<${node.name}> has too many elements or too long a text`,
        start,
        'LIMIT_EXCEEDED',
      );
    }
    if (node.name === 'Bal') into.balances.push(node);
    else if (node.name === 'Acct') {
      into.accountId = textAt(node, ...accountPaths).replace(/\s/g, '') || textAt(node, 'Nm');
      into.currency = textAt(node, 'Ccy');
    } else takeEntry(closed, node, start, into);
  }

  function takeEntry(closed: Part, node: XmlNode, start: RecordStart, into: Statement): void {
    if (!into.hasEntries) beginRows(into);
    if (closed.isTooLarge) {
      const limit = `more than ${mostNodes} elements, ${mostDetails} payments, or ${mostTextCharacters} characters in one element`;
      rows.reject({ code: 'LIMIT_EXCEEDED', message: `The entry has ${limit}.`, column: 'Ntry' }, start);
      return;
    }
    const made = rowsOfEntry(node, closed.details, start, into);
    if ('code' in made) {
      if (made.code === 'ROW_NOT_TRANSACTION') rows.refuse(made, start);
      else rows.reject(made, start);
      return;
    }
    for (const row of made) {
      const at = { line: row.line, byteOffset: row.byteOffset };
      if (!row.isBooked) rows.pass(row.texts, at);
      else {
        into.lastCurrency = row.currency;
        // What an amount in another currency does to the balance is not known.
        rows.book(row.texts, row.currency === into.openingCurrency ? row.amount : '', at);
      }
    }
  }

  /** Balances stand before the entries. */
  function beginRows(into: Statement): void {
    into.hasEntries = true;
    const { opening, closing } = statementBalances(into.balances);
    into.closing = closing;
    into.openingCurrency = opening?.currency ?? '';
    into.currency ||= opening?.currency ?? closing?.currency ?? '';
    rows.open(opening?.amount ?? null, into.openingCurrency);
  }

  function invalid(problem: string, place: RecordStart | null): TitansError {
    return sourceInvalid(source, problem, place);
  }
}

function openNode(
  part: Part,
  name: string,
  attributes: Readonly<Record<string, string>>,
  start: RecordStart,
): void {
  const node = nodeOf(name, attributes);
  if (name === 'TxDtls') {
    part.detailStart = start;
    part.nodesBeforeDetail = part.nodes;
  }
  if (++part.nodes > mostNodes) part.isTooLarge = true;
  else part.path.at(-1)?.children.push(node);
  part.path.push(node);
}

function nodeOf(name: string, attributes: Readonly<Record<string, string>>): XmlNode {
  const currency = Object.hasOwn(attributes, 'Ccy') ? (attributes.Ccy ?? '') : '';
  return { name, currency: currency.trim(), text: '', children: [] };
}

function isStatement(name: string | undefined): boolean {
  return name === 'Stmt' || name === 'Rpt' || name === 'Ntfctn';
}
