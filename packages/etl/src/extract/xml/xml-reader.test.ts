import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { xmlReader } from './xml-reader.js';

/** Names with their byte offsets, and the text. */
function read(
  source: string | Uint8Array,
  pieceBytes: number = 1_000_000,
): { readonly places: readonly (readonly [string, number, number])[]; readonly text: string } {
  const places: [string, number, number][] = [];
  let text = '';
  const reader = xmlReader('test', {
    isPlaced: () => true,
    open(name, _attributes, start) {
      places.push([name, start.line, start.byteOffset]);
    },
    text: (piece) => {
      text += piece;
    },
    close: () => {},
  });
  const bytes = Buffer.from(source);
  for (let from = 0; from < bytes.length; from += pieceBytes)
    reader.push(bytes.subarray(from, from + pieceBytes));
  reader.end();
  return { places, text };
}

test('places are lines and bytes of the tags, and prefixes are taken off, in pieces of any size', () => {
  const source =
    '\ufeff<?xml version="1.0"?>\r\n<n:Doc\r\n xmlns:n="urn:x">é💶&amp;\n<A x="é"><b/></A><![CDATA[<c>]]><C\r\n></C></n:Doc>\n';
  const bytes = Buffer.from(source);
  for (const size of [1, 2, 3, 7, 1_000]) {
    const { places, text } = read(source, size);
    expect(places.map(([name, line]) => [name, line])).toEqual([
      ['Doc', 2],
      ['A', 4],
      ['b', 4],
      ['C', 4],
    ]);
    expect(places.map(([, , offset]) => bytes.toString('latin1', offset, offset + 2))).toEqual([
      '<n',
      '<A',
      '<b',
      '<C',
    ]);
    expect(text).toContain('é💶&\n');
    expect(text).toContain('<c>');
  }
});

test('texts come through whatever they hold', () => {
  const escaped = (plain: string): string => plain.replace(/[&<>"']/g, (each) => `&#${each.charCodeAt(0)};`);
  fc.assert(
    fc.property(
      fc.array(fc.stringMatching(/^[ -~é💶ÿĀ]{1,20}$/u)),
      fc.integer({ min: 1, max: 9 }),
      (texts, size) => {
        const source = `<a>${texts.map((text) => `<b>${escaped(text)}</b>`).join('')}</a>`;
        expect(read(source, size).text).toBe(texts.join(''));
      },
    ),
  );
});

describe('refused with the place', () => {
  const entities = Array.from(
    { length: 9 },
    (_, index) => `<!ENTITY l${index + 1} "${`&l${index};`.repeat(10)}">`,
  );
  test.each([
    [
      'a billion laughs',
      `<!DOCTYPE a [<!ENTITY l0 "lol">${entities.join('')}]><a>&l9;</a>`,
      'SOURCE_INVALID',
    ],
    [
      'an external entity',
      '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
      'SOURCE_INVALID',
    ],
    ['an external document type', '<!DOCTYPE a SYSTEM "http://example.com/a.dtd"><a/>', 'SOURCE_INVALID'],
    ['an unknown entity', '<a>&nbsp;</a>', 'SOURCE_INVALID'],
    ['tags that do not match', '<a><b></a></b>', 'SOURCE_INVALID'],
    ['an end within', '<a><b>', 'SOURCE_INVALID'],
    ['two roots', '<a/><b/>', 'SOURCE_INVALID'],
    ['no text', Uint8Array.of(0x3c, 0x61, 0x3e, 0xff, 0x3c, 0x2f, 0x61, 0x3e), 'ENCODING_INVALID'],
    [
      'half a character at the end',
      Buffer.concat([Buffer.from('<a/>'), Uint8Array.of(0xc3)]),
      'ENCODING_INVALID',
    ],
    ['a null character', '<a>\0</a>', 'SOURCE_INVALID'],
    ['a million nested elements', '<a>'.repeat(1_000_000), 'LIMIT_EXCEEDED'],
    ['a giant text', `<a>${'x'.repeat(3_000_000)}</a>`, 'LIMIT_EXCEEDED'],
    ['a giant attribute', `<a b="${'x'.repeat(3_000_000)}"/>`, 'LIMIT_EXCEEDED'],
    ['a giant name', `<${'x'.repeat(3_000_000)}/>`, 'LIMIT_EXCEEDED'],
    ['a giant comment', `<a><!--${'x'.repeat(3_000_000)}--></a>`, 'LIMIT_EXCEEDED'],
    ['a giant document type', `<!DOCTYPE a [${'<!ENTITY a "b">'.repeat(300_000)}`, 'LIMIT_EXCEEDED'],
    [
      'a million attributes',
      `<a ${Array.from({ length: 100_000 }, (_, index) => `a${index}="x"`).join(' ')}/>`,
      'LIMIT_EXCEEDED',
    ],
  ])('%s', (_, source, code) => {
    expect(() => read(source, 65_536)).toThrow(
      expect.objectContaining({ code, details: expect.objectContaining({ source: 'test', line: 1 }) }),
    );
  });
});
