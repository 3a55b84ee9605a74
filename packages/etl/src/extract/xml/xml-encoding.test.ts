import { describe, expect, test } from 'vitest';
import { xmlEncoding } from './xml-encoding.js';

const encodingOf = (bytes: Uint8Array): string => xmlEncoding({ name: 'a.xml', bytes, isWhole: true });

// XML 1.0 (fifth edition), appendix F.
describe('the encoding of a document', () => {
  test.each([
    ['<a/>', 'utf-8'],
    ['<?xml version="1.0"?><a/>', 'utf-8'],
    ["<?xml version='1.0' encoding='UTF-8'?><a/>", 'utf-8'],
    ['<?xml version="1.0" encoding="ISO-8859-1" standalone="yes"?><a/>', 'windows-1252'],
    ['<?xml version="1.0" encoding = "iso-8859-15"?><a/>', 'iso-8859-15'],
    ['<?xml version="1.0" encoding="UTF-16"?><a/>', 'utf-8'],
    ['\ufeff<?xml version="1.0" encoding="ISO-8859-1"?><a/>', 'utf-8'],
    ['<a encoding="ISO-8859-1"/>', 'utf-8'],
  ])('%j: %s', (text, encoding) => {
    expect(encodingOf(Buffer.from(text))).toBe(encoding);
  });

  test.each(['\ufeff', ''])('in UTF-16 behind %j', (mark) => {
    const text = `${mark}<?xml version="1.0" encoding="UTF-16"?><Document><a>some text</a></Document>`;
    expect(encodingOf(Buffer.from(text, 'utf16le'))).toBe('utf-16le');
    expect(encodingOf(Buffer.from(text, 'utf16le').swap16())).toBe('utf-16be');
  });

  test.each([
    Buffer.from('<?xml version="1.0" encoding="UTF-7"?><a/>'),
    Buffer.from('<?xml version="1.0" encoding="x-nothing"?><a/>'),
    Uint8Array.of(0xff, 0xfe, 0, 0, 0x3c, 0, 0, 0),
  ])('that cannot be decoded is refused', (bytes) => {
    expect(() => encodingOf(bytes)).toThrow(expect.objectContaining({ code: 'ENCODING_INVALID' }));
  });
});
