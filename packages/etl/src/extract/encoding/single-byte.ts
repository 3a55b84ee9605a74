/**
 * Characters of windows-1252 for the bytes 0x80 to 0x9F, after https://encoding.spec.whatwg.org/index-windows-1252.txt.
 * They are written out because `TextDecoder` of some releases of Node decodes them as ISO-8859-1.
 */
const windows1252Upper =
  '\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f' +
  '\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178';

/** Encodings of one byte for each character that the WHATWG knows, all of which hold ASCII. */
const singleByteEncodings: ReadonlySet<string> = new Set([
  ...['windows-1250', 'windows-1251', 'windows-1252', 'windows-1253', 'windows-1254', 'windows-1255'],
  ...[
    'windows-1256',
    'windows-1257',
    'windows-1258',
    'windows-874',
    'ibm866',
    'koi8-r',
    'koi8-u',
    'macintosh',
  ],
  ...['x-mac-cyrillic', 'iso-8859-2', 'iso-8859-3', 'iso-8859-4', 'iso-8859-5', 'iso-8859-6', 'iso-8859-7'],
  ...[
    'iso-8859-8',
    'iso-8859-8-i',
    'iso-8859-10',
    'iso-8859-13',
    'iso-8859-14',
    'iso-8859-15',
    'iso-8859-16',
  ],
]);

/** Whether an encoding, named as `TextDecoder` does, has one byte for each character. */
export function isSingleByte(encoding: string): boolean {
  return singleByteEncodings.has(encoding);
}

const tables = new Map<string, string>();

/** The 128 characters for the bytes from 0x80 on; U+FFFD for bytes that have none. */
export function upperCharacters(encoding: string): string {
  const known = tables.get(encoding);
  if (known !== undefined) return known;
  const bytes = Uint8Array.from({ length: 128 }, (_, index) => 128 + index);
  const decoded = new TextDecoder(encoding).decode(bytes);
  const table = encoding === 'windows-1252' ? windows1252Upper + decoded.slice(32) : decoded;
  tables.set(encoding, table);
  return table;
}
