import type { Random } from '@titans/core';
import { upperCharacters } from '../../encoding/single-byte.js';
import { columnNumbers } from '../column-names.js';

/** A random export as banks make them, with how it was made. */
export interface BankExport {
  readonly bytes: Buffer;
  readonly encoding: string;
  readonly delimiter: string;
  readonly headerLine: number | null;
  readonly columns: readonly string[];
  readonly records: readonly (readonly string[])[];
  /** Lines after the last record. */
  readonly footerLines: number;
}

const headers = [
  ['Date', 'Description', 'Amount', 'Balance'],
  ['Buchungstag', 'Verwendungszweck', 'Betrag', 'Saldo', 'Währung'],
  ['Date opération', 'Libellé', 'Montant', 'Solde', 'Référence', 'Catégorie'],
  ['Fecha', 'Concepto', 'Importe', 'Saldo'],
  ['Data', 'Descrizione', 'Importo', 'Valuta', 'Causale'],
  ['Datum', 'Omschrijving', 'Bedrag', 'Tegenrekening', 'Code'],
  ['Bokföringsdag', 'Text', 'Belopp', 'Saldo'],
  ['Transaction date', 'Details', 'Paid out', 'Paid in', 'Balance', 'Reference'],
] as const;
const payees = [
  'Café Müller',
  'REWE SAGT DANKE',
  'Shell, Autohof',
  'Boulangerie "Chez Zoé"',
  "L'Épicerie",
  'Peña & Söhne',
];
const preambles = [
  'Bank für Gemeinwirtschaft',
  'Kontonummer:~123456789',
  'Zeitraum~01.01.2024~31.01.2024',
  'Kontostand~1.234,56',
  '',
];
const footers = ['Summe~~1.234,56', 'Alle Angaben ohne Gewähr', 'Total', 'End of statement~~'];

/** Makes a random export. */
export function bankExport(random: Random): BankExport {
  const pick = <T>(from: readonly T[]): T => from[random.integer(from.length)] as T;
  const chance = (of: number): boolean => random.integer(of) === 0;
  const delimiter = pick([',', ';', '\t', '|']);
  const lineEnd = pick(['\n', '\r\n']);
  const encoding = pick(['utf-8', 'utf-8', 'windows-1252', 'utf-16le', 'utf-16be']);
  const names: readonly string[] = pick(headers);
  const hasHeader = !chance(4);
  const quotesAll = chance(3);
  const hasComma = chance(2);
  const date = pick([
    (day: string) => `2024-01-${day}`,
    (day: string) => `${day}.01.2024`,
    (day: string) => `${day}/01/24`,
    (day: string) => `${day} Jan 2024`,
  ]);
  const amount = (): string => {
    const text = `${chance(2) ? '-' : ''}${1 + random.integer(9_999)}.${10 + random.integer(90)}`;
    return hasComma ? text.replace('.', ',') : text;
  };
  const twoDigits = (number: number): string => String(number).padStart(2, '0');
  const records = Array.from({ length: 1 + random.integer(30) }, (_, row) =>
    names.map((_, column) => {
      if (column === 0) return date(twoDigits(1 + (row % 28)));
      if (column === 1) return pick(payees);
      return column === 2 || column === 3 ? amount() : chance(3) ? '' : 'EUR';
    }),
  );
  const preamble = hasHeader ? Array.from({ length: random.integer(6) }, () => pick(preambles)) : [];
  const footer = Array.from({ length: random.integer(3) }, () => pick(footers));
  const isPadded = chance(3);
  const endsWithDelimiter = chance(5);
  const parted = (line: string): string => {
    const cells = line.split('~');
    const missing = isPadded && line !== '' ? names.length - cells.length : 0;
    return [...cells, ...Array(Math.max(0, missing)).fill('')].map(cell).join(delimiter);
  };
  const recordOf = (cells: readonly string[]): string =>
    cells.map(cell).join(delimiter) + (endsWithDelimiter ? delimiter : '');
  const lines = [
    ...preamble.map(parted),
    ...(hasHeader ? [recordOf(names)] : []),
    ...records.map(recordOf),
    ...footer.map(parted),
  ];
  const text = lines.map((line) => line + lineEnd).join('');
  return {
    bytes: encoded(text, encoding),
    encoding,
    delimiter,
    headerLine: hasHeader ? preamble.length + 1 : null,
    columns: hasHeader
      ? [...names, ...(endsWithDelimiter ? [`column ${names.length + 1}`] : [])]
      : columnNumbers(names.length + Number(endsWithDelimiter)),
    records: endsWithDelimiter ? records.map((record) => [...record, '']) : records,
    footerLines: footer.length,
  };

  function cell(content: string): string {
    const isSpecial = content.includes(delimiter) || content.includes('"');
    return isSpecial || (quotesAll && content !== '') ? `"${content.replaceAll('"', '""')}"` : content;
  }
}

function encoded(text: string, encoding: string): Buffer {
  if (encoding === 'utf-8') return Buffer.from(text);
  if (encoding === 'utf-16le') return Buffer.from(text, 'utf16le');
  if (encoding === 'utf-16be') return Buffer.from(text, 'utf16le').swap16();
  const upper = upperCharacters(encoding);
  return Buffer.from(
    Array.from(text, (one) => (one < '\u0080' ? one.charCodeAt(0) : 0x80 + upper.indexOf(one))),
  );
}
