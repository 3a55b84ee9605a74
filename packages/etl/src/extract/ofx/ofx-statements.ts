import type { TitansError } from '@titans/core';
import { canonicalAmount } from '../statement/canonical-amount.js';
import { fieldDecoder } from '../statement/field-decoder.js';
import type { RecordCollector, RecordStart } from '../statement/record-collector.js';
import { sourceInvalid } from '../statement/source-error.js';
import type { PieceParser } from '../statement/statement-batches.js';
import { withoutEntities } from './ofx-entities.js';
import { parseOfxMoment } from './ofx-moment.js';
import { ofxTokenizer } from './ofx-tokens.js';
import { rowOfTransaction } from './ofx-transaction.js';
import { type StatementRows, statementRows } from './statement-rows.js';

const statementTags = ['STMTRS', 'CCSTMTRS', 'INVSTMTRS'] as const;
const transactionTags = ['STMTTRN', 'STMTTRNP'] as const;

/** Transactions of securities, which are no payments (section 13.9.2.4 of the specification). */
const investmentTags: ReadonlySet<string> = new Set([
  ...['BUYDEBT', 'BUYMF', 'BUYOPT', 'BUYOTHER', 'BUYSTOCK', 'CLOSUREOPT', 'INCOME', 'INVEXPENSE', 'JRNLFUND'],
  ...['JRNLSEC', 'MARGININTEREST', 'REINVEST', 'RETOFCAP', 'SELLDEBT', 'SELLMF', 'SELLOPT', 'SELLOTHER'],
  ...['SELLSTOCK', 'SPLIT', 'TRANSFER'],
]);

/** Answers to orders of transfers and payments. */
const orderTags: ReadonlySet<string> = new Set(['INTRATRNRS', 'INTERTRNRS', 'WIRETRNRS', 'PMTTRNRS']);

/** Aggregates whose content matters; others are passed through. */
const knownAggregates: ReadonlySet<string> = new Set([
  'OFX',
  ...statementTags,
  ...transactionTags,
  ...['BANKTRANLIST', 'BANKTRANLISTP', 'INVTRANLIST', 'LEDGERBAL', 'STATUS'],
  ...['BANKACCTFROM', 'CCACCTFROM', 'INVACCTFROM', 'BANKACCTTO', 'CCACCTTO'],
  ...['PAYEE', 'CURRENCY', 'ORIGCURRENCY'],
]);

/** What tells one transaction from another. */
const onlyOnce: ReadonlySet<string> = new Set(['DTPOSTED', 'TRNAMT', 'FITID']);

/** Known aggregates are not nested deeper in well-formed sources. */
const mostDepth = 64;
const mostElements = 200;
const mostFieldBytes = 16 * 1024;

interface Aggregate extends RecordStart {
  readonly name: string;
  /** Texts of its elements; those of aggregates within a transaction are added to it with their path. */
  readonly elements: Map<string, string>;
}

/** Takes an OFX source apart and adds the transactions of its statements to the records. */
export function ofxParser(source: string, records: RecordCollector, mostHeld: number): PieceParser {
  const decode = fieldDecoder();
  const rows: StatementRows = statementRows(records, mostHeld);
  const aggregates: Aggregate[] = [];
  /** A tag behind which nothing stands yet. */
  let lastTag: (RecordStart & { readonly name: string }) | null = null;
  /** Takes texts of the element that is open. */
  let openElement: ((latin1: string, isCharacterData: boolean) => void) | null = null;
  let statement: Aggregate | null = null;
  let statements = 0;
  let isClosed = false;
  let refusal = '';
  let orders = '';
  let tooMuch: string | null = null;
  /** An element that stands twice in a transaction, which is then two of which one never ended. */
  let repeated: string | null = null;
  const tokenizer = ofxTokenizer(source, {
    open(name, isEmpty, start) {
      openPending();
      openElement = null;
      lastTag = isEmpty ? null : { name, ...start };
    },
    text(text, isCharacterData) {
      if (lastTag !== null) openElement = beginElement(lastTag.name);
      lastTag = null;
      openElement?.(text, isCharacterData);
    },
    close(name) {
      // An element that closes without a text is empty.
      if (lastTag?.name !== name) openPending();
      lastTag = null;
      openElement = null;
      if (aggregates.some((aggregate) => aggregate.name === name)) closeUpTo(name);
    },
  });

  return {
    push: tokenizer.push,
    end() {
      tokenizer.end();
      openPending();
      const open = aggregates[0];
      if (open !== undefined) throw invalid(`<${open.name}> is never closed, so it was cut off`, open);
      if (!isClosed) throw invalid('it has no <OFX>', null);
      if (statements > 0) return;
      const instead =
        orders === '' ? '' : ` but orders (${orders}), which are not transactions of an account`;
      const reason = refusal === '' ? '' : `. The bank says: ${refusal}`;
      throw invalid(
        `it holds no statement of a bank account, card or investment account${instead}${reason}`,
        null,
      );
    },
  };

  /** A tag that no text followed is an aggregate. */
  function openPending(): void {
    const tag = lastTag;
    lastTag = null;
    if (tag === null) return;
    const isInvestment = investmentTags.has(tag.name) && aggregates.at(-1)?.name === 'INVTRANLIST';
    if (orderTags.has(tag.name)) orders ||= tag.name;
    if (!isInvestment && !knownAggregates.has(tag.name)) return;
    // A transaction that is never closed ends where the next begins, a list where it ends.
    const within = aggregates.findIndex(({ name }) => name === tag.name);
    if (within !== -1 && isTransaction(tag.name)) closeUpTo(tag.name);
    if (isTransaction(tag.name)) {
      tooMuch = null;
      repeated = null;
    }
    if (aggregates.length >= mostDepth)
      throw invalid(`aggregates are nested more than ${mostDepth} deep`, tag);
    const opened: Aggregate = { ...tag, elements: new Map() };
    aggregates.push(opened);
    if (isStatement(tag.name)) {
      if (statement !== null) throw invalid(`<${tag.name}> stands within another statement`, tag);
      statement = opened;
      statements++;
    }
  }

  /** The first of several elements of one name counts. Its text can come in pieces, around a comment or CDATA. */
  function beginElement(name: string): typeof openElement {
    const aggregate = aggregates.at(-1);
    if (aggregate === undefined) return null;
    if (aggregate.elements.has(name)) {
      if (isTransaction(aggregate.name) && onlyOnce.has(name)) repeated ??= name;
      return null;
    }
    let bytes = 0;
    return (latin1, isCharacterData) => {
      bytes += latin1.length;
      if (bytes > mostFieldBytes || aggregate.elements.size >= mostElements) {
        if (aggregates.some((open) => isTransaction(open.name))) tooMuch ??= name;
        return;
      }
      const decoded = decode(latin1);
      const text = isCharacterData ? decoded : withoutEntities(decoded).trim();
      aggregate.elements.set(name, `${aggregate.elements.get(name) ?? ''}${text}`);
    };
  }

  function closeUpTo(name: string): void {
    for (let closed = aggregates.pop(); closed !== undefined; closed = aggregates.pop()) {
      closeAggregate(closed);
      if (closed.name === name) return;
    }
  }

  function closeAggregate(closed: Aggregate): void {
    const { name, elements } = closed;
    if (name === 'OFX') isClosed = true;
    else if (name === 'STATUS') noteStatus(elements);
    else if (isStatement(name)) closeStatement(closed);
    else if (isTransaction(name)) closeTransaction(closed);
    else if (investmentTags.has(name)) refuseInvestment(closed);
    else if (isPartOfTransaction(name))
      addTo(
        aggregates.findLast((open) => isTransaction(open.name)),
        name,
        elements,
      );
    if (statement !== null && name !== statement.name)
      addTo(isPartOfStatement(name) ? statement : undefined, name, elements);
  }

  function noteStatus(elements: ReadonlyMap<string, string>): void {
    if (elements.get('SEVERITY') !== 'ERROR') return;
    refusal ||= [elements.get('CODE'), elements.get('MESSAGE')].filter(Boolean).join(' ').slice(0, 200);
  }

  function closeTransaction(closed: Aggregate): void {
    const start = { line: closed.line, byteOffset: closed.byteOffset };
    if (tooMuch !== null) {
      const message = `The transaction has more than ${mostElements} elements, or ${mostFieldBytes} bytes in one.`;
      rows.reject({ code: 'LIMIT_EXCEEDED', message, column: tooMuch }, start);
      tooMuch = null;
      return;
    }
    if (repeated !== null) {
      const message = `The transaction has <${repeated}> twice. Is the end of one missing, and the beginning of the next?`;
      rows.reject({ code: 'FIELD_INVALID', message, column: repeated }, start);
      return;
    }
    if (statement === null) {
      throw invalid(`<${closed.name}> stands outside of a statement`, closed);
    }
    const account = (element: string): string =>
      ['BANKACCTFROM', 'CCACCTFROM', 'INVACCTFROM']
        .map((from) => statement?.elements.get(`${from}/${element}`))
        .find(Boolean) ?? '';
    const header = {
      accountId: account('ACCTID'),
      accountType: account('ACCTTYPE'),
      currency: statement.elements.get('CURDEF') ?? '',
      isCard: statement.name === 'CCSTMTRS',
    };
    rows.add(rowOfTransaction(closed.elements, header, closed.name === 'STMTTRNP'), start);
  }

  function refuseInvestment({ name, line, byteOffset }: Aggregate): void {
    const message = `${name} is a transaction of securities, not a payment. It is left out.`;
    rows.reject({ code: 'ROW_NOT_TRANSACTION', message, column: name }, { line, byteOffset });
  }

  function closeStatement(closed: Aggregate): void {
    const amount = closed.elements.get('LEDGERBAL/BALAMT');
    const date = closed.elements.get('LEDGERBAL/DTASOF') ?? '';
    const lastDay = closed.elements.get('BANKTRANLIST/DTEND') ?? '';
    rows.close(
      amount === undefined
        ? null
        : {
            amount: canonicalAmount(amount),
            currency: closed.elements.get('CURDEF') ?? '',
            date: parseOfxMoment(date).date,
            lastDay: parseOfxMoment(lastDay).date,
          },
    );
    statement = null;
  }

  function invalid(problem: string, place: RecordStart | null): TitansError {
    return sourceInvalid(source, problem, place);
  }
}

function isStatement(name: string): boolean {
  return statementTags.some((tag) => tag === name);
}

function isTransaction(name: string): boolean {
  return transactionTags.some((tag) => tag === name);
}

function isPartOfTransaction(name: string): boolean {
  return ['PAYEE', 'CURRENCY', 'ORIGCURRENCY', 'BANKACCTTO', 'CCACCTTO'].includes(name);
}

function isPartOfStatement(name: string): boolean {
  return ['BANKACCTFROM', 'CCACCTFROM', 'INVACCTFROM', 'BANKTRANLIST', 'LEDGERBAL'].includes(name);
}

function addTo(aggregate: Aggregate | undefined, path: string, elements: ReadonlyMap<string, string>): void {
  for (const [name, text] of elements) aggregate?.elements.set(`${path}/${name}`, text);
}
