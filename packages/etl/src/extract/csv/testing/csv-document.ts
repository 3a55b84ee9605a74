import type { Random } from '@titans/core';

/** A random document after RFC 4180 and its relatives, with what reading it must give. */
export interface CsvDocument {
  readonly bytes: Buffer;
  readonly delimiter: string;
  readonly quote: '"' | "'";
  readonly header: readonly string[];
  readonly records: readonly ExpectedRecord[];
}

/** A record with the place at which it was written. */
export interface ExpectedRecord {
  readonly cells: readonly string[];
  readonly line: number;
  readonly byteOffset: number;
}

/** What cells are made of: everything that has a meaning in some dialect, and characters of every length in UTF-8. */
const pieces = [
  ...[
    'a',
    'B',
    'zz',
    '7',
    ' ',
    '  ',
    '.',
    ',',
    ';',
    '\t',
    '|',
    '"',
    '""',
    "'",
    "''",
    '\n',
    '\r\n',
    '\r',
    '\n\r',
  ],
  ...['é', '€', '💶', '\u00a0', '\u2028', '\ufeff', '__proto__', '=1+1', '\\', '#'],
] as const;
const delimiters = [',', ';', '\t', '|', ':', '^', '~', ' '] as const;
const lineEnds = ['\n', '\r\n', '\r'] as const;

/** Writes a random document. */
export function csvDocument(random: Random): CsvDocument {
  const pick = <T>(from: readonly T[]): T => from[random.integer(from.length)] as T;
  const chance = (of: number): boolean => random.integer(of) === 0;
  const delimiter = pick(delimiters);
  const quote = chance(4) ? "'" : '"';
  const lineEnd = pick(lineEnds);
  const quotesAll = chance(4);
  const width = 1 + random.integer(6);
  const hasMark = chance(8);
  const endsOpen = chance(2);
  const cell = (): string => Array.from({ length: random.integer(5) }, () => pick(pieces)).join('');
  const header = Array.from({ length: width }, (_, column) => `h${column}${cell()}`);
  const rows = Array.from({ length: random.integer(9) }, () => Array.from({ length: width }, cell));

  const records: ExpectedRecord[] = [];
  let text = hasMark ? '\ufeff' : '';
  let line = 1;
  let byteOffset = hasMark ? 3 : 0;
  for (const [index, cells] of [header, ...rows].entries()) {
    const isLast = index === rows.length;
    const written = cells
      .map((content) => writeCell(content, quotesAll || chance(6) || (isLast && width === 1)))
      .join(delimiter);
    if (index > 0) records.push({ cells, line, byteOffset });
    const record = isLast && endsOpen ? written : written + lineEnd;
    text += record;
    line += cells.reduce((sum, content) => sum + lineBreaks(content), 1);
    byteOffset += Buffer.byteLength(record);
  }
  return { bytes: Buffer.from(text), delimiter, quote, header, records };

  function writeCell(content: string, isQuoted: boolean): string {
    const isSpecial = [delimiter, quote, '\n', '\r'].some((special) => content.includes(special));
    // A mark at the very beginning would be taken for that of the document.
    return isQuoted || isSpecial || content.startsWith('\ufeff')
      ? quote + content.replaceAll(quote, quote + quote) + quote
      : content;
  }
}

function lineBreaks(text: string): number {
  return text.match(/\r\n|\r|\n/g)?.length ?? 0;
}

/** Changes some bytes of a document: inserts, removes and overwrites, with a liking for bytes that have a meaning. */
export function mutated(bytes: Uint8Array, random: Random): Buffer {
  const special = [0x22, 0x27, 0x2c, 0x3b, 0x0a, 0x0d, 0x00, 0xff, 0xc3, 0x80, 0xe2, 0x20];
  let result = Buffer.from(bytes);
  for (let change = 1 + random.integer(4); change > 0; change--) {
    const at = random.integer(result.length + 1);
    const byte =
      random.integer(3) === 0 ? random.integer(256) : (special[random.integer(special.length)] as number);
    const kind = random.integer(3);
    const inserted = kind === 2 ? Buffer.alloc(0) : Buffer.of(byte);
    result = Buffer.concat([result.subarray(0, at), inserted, result.subarray(kind === 0 ? at : at + 1)]);
  }
  return result;
}
