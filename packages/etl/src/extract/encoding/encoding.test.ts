import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { batchTexts } from '../../records/raw-batch.js';
import { openSource } from '../byte-input.js';
import { type ByteSource, bytesSource, streamSource } from '../byte-source.js';
import { csvExtractor } from '../csv/csv-extractor.js';
import { extract } from '../extract.js';
import type { RecordStream } from '../extractor.js';
import type { ImportSettings } from '../import-settings.js';
import { upperCharacters } from './single-byte.js';
import { type Utf8Input, utf8Input } from './utf8-input.js';

async function opened(source: ByteSource, settings: ImportSettings = {}): Promise<Utf8Input> {
  return utf8Input(await openSource(source), { settings });
}

async function decoded(bytes: Uint8Array, settings: ImportSettings = {}): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of (await opened(bytesSource('a.csv', bytes), settings)).chunks())
    chunks.push(chunk);
  return Buffer.concat(chunks)
    .toString('utf8')
    .replace(/^\ufeff/, '');
}

async function encodingOf(bytes: Uint8Array): Promise<string> {
  return (await opened(bytesSource('a.csv', bytes))).encoding;
}

/** Text in an encoding of one byte for each character. */
function encoded(text: string, encoding: string): Buffer {
  const upper = upperCharacters(encoding);
  return Buffer.from(
    Array.from(text, (character) => {
      const code = character.charCodeAt(0);
      const index = upper.indexOf(character);
      if (code >= 0x80 && index === -1) throw new Error(`${encoding} has no ${character}`);
      return code < 0x80 ? code : index + 0x80;
    }),
  );
}

const variants = '../shared/data/formats-a/encoding-variants';

describe.skipIf(!existsSync(variants))('encoding-variants', () => {
  const manifest = existsSync(variants) ? readFileSync(`${variants}/manifest.csv`, 'utf8') : '';
  const files = manifest
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => {
      const [file = '', base = '', encoding = '', bom = ''] = line.split(',');
      return { file, base, encoding, bom };
    });

  test('there are 27 of them', () => {
    expect(files).toHaveLength(27);
  });

  test.each(files)('$file has the text of $base', async ({ file, base, encoding }) => {
    const path = `${variants}/${file}`;
    const stream = await csvExtractor().open(await openSource(bytesSource(file, readFileSync(path))));
    const reference = readFileSync(`${variants}/${base}__utf-8_LF.csv`, 'utf8').trim().split('\n');
    // Neither of the two has a quoted delimiter or line break, as Python's csv module finds too.
    const rows = reference.map((line) => line.split(';').map((cell) => cell.replace(/^"(.*)"$/, '$1')));
    expect(stream.columns).toEqual(rows[0]);
    const records: (readonly string[])[] = [];
    for await (const batch of stream.batches()) records.push(...batchTexts(batch));
    expect(records).toEqual(rows.slice(1));
    const names: Readonly<Record<string, string>> = {
      'utf-16-le': 'utf-16le',
      'utf-16-be': 'utf-16be',
      cp1250: 'windows-1250',
      cp1252: 'windows-1252',
      // Of the characters that tell these from windows-1252, the file has none.
      'iso-8859-1': 'windows-1252',
      'iso-8859-15': 'windows-1252',
    };
    expect(stream.settings.encoding).toBe(names[encoding] ?? encoding);
  });
});

describe('encodings of one byte for each character', () => {
  test.each([
    ['windows-1252', 'Überweisung für Müller, Größe; L’été à Nîmes – 5 €\n'],
    ['windows-1252', 'Año 2024; Señor Peñalver; ¿Qué? £12.50\n'],
    ['windows-1250', 'Číslo účtu;Datum zaúčtování;Převod žádost šťastný\n'],
    ['windows-1250', 'Zażółć gęślą jaźń; Łódź; świętokrzyskie\n'],
    ['iso-8859-2', 'Číslo účtu;Datum zaúčtování;Převod žádost šťastný příští těžiště\n'],
    ['iso-8859-15', 'Überweisung 5 € für Müller; Frais 12 € payés; 3 €\n'],
    ['windows-1251', 'Дата;Описание;Сумма\nОплата товаров и услуг, Москва\n'],
    ['koi8-r', 'Дата;Описание;Сумма\nОплата товаров и услуг, Москва\n'],
    ['ibm866', 'Дата;Описание;Сумма\nОплата товаров и услуг, Москва\n'],
    ['windows-1253', 'Ημερομηνία;Περιγραφή;Ποσό\nΑγορά σε κατάστημα, Αθήνα\n'],
    ['windows-1254', 'İşlem tarihi;Açıklama;Tutar\nAlışveriş, Kadıköy şubesi, ödeme yapıldı\n'],
    ['windows-1257', 'Mokėjimo paskirtis;Suma\nPirkinių krepšelis, Šiauliai, ačiū už pirkinį\n'],
    ['macintosh', 'Empfänger;Betrag\nGrößte Überweisung für Müller, Köln\n'],
  ])('%s: %j', async (encoding, text) => {
    const bytes = encoded(text, encoding);
    expect(await encodingOf(bytes)).toBe(encoding);
    expect(await decoded(bytes)).toBe(text);
  });

  test('bytes 0x80 to 0x9F are those of windows-1252, which TextDecoder of some releases of Node gets wrong', async () => {
    // The table of https://encoding.spec.whatwg.org/index-windows-1252.txt.
    const bytes = Uint8Array.of(0x80, 0x85, 0x91, 0x92, 0x96, 0x99, 0x9c, 0x9f);
    expect(await decoded(bytes, { encoding: 'windows-1252' })).toBe('€…‘’–™œŸ');
    expect(await decoded(bytes, { encoding: 'latin1' })).toBe('€…‘’–™œŸ');
  });

  test('where no encoding makes words of the bytes, windows-1252 is taken without much confidence', async () => {
    const { encoding, decision } = await opened(
      bytesSource('a', Buffer.from('J?\xa4gersteig ??\xb8 ?\xa5', 'latin1')),
    );
    expect(encoding).toBe('windows-1252');
    expect(decision.confidence).toBeLessThan(0.3);
    expect(decision.alternatives?.length).toBeGreaterThan(0);
  });
});

describe('statements in the languages of Europe', () => {
  test.each([
    [
      'windows-1250',
      'Tranzakció dátuma;Közlemény;Összeg\n2024.01.02;Előjegyzett fizetés, gyűjtő számla;-350',
    ],
    ['windows-1250', 'Dátum;Popis;Suma\n1;Platba kartou, Košice, Ľubotice, Žilina, kúpeľ;1'],
    ['windows-1250', 'Datum;Opis;Iznos\n1;Plaćanje karticom, Šibenik, Čakovec, Đakovo, Žepče;1'],
    ['windows-1250', 'Datum;Namen;Znesek\n1;Plačilo s kartico, Škofja Loka, Žalec;1'],
    ['iso-8859-2', 'Data;Opis;Kwota\n1;Płatność kartą, Łódź, Żabka, Kraków, święta;1'],
    ['windows-1252', 'Dato;Tekst;Beløb\n1;Køb på nettet, Ærø, Århus;1'],
    ['windows-1252', 'Datum;Text;Belopp\n1;Köp på nätet, Åkersberga;1'],
    ['windows-1252', 'Data;Descrição;Montante\n1;Transferência, São João, pão, açúcar;1'],
    ['windows-1252', 'Data;Causale;Importo\n1;Pagamento presso Caffè, città, perché, già;1'],
    ['windows-1252', 'Päivä;Selite;Määrä\n1;Kortti­osto, Hämeenlinna;1'],
    ['windows-1252', 'Date;Text;Amount\n1;Shop £12.50;1\n2;Café;2'],
    ['windows-1252', 'Date;Text;Amount\n1;Joe’s “Bar” – 5 €;1'],
    ['windows-1252', 'Dagsetning;Texti;Upphæð\n1;Greiðsla, Þórshöfn, Ísafjörður;1'],
    ['windows-1257', 'Kuupäev;Selgitus;Summa\n1;Makse, Jõhvi, Võru, šokolaad;1'],
    ['windows-1257', 'Datums;Apraksts;Summa\n1;Maksājums ar karti, Rīga, Jūrmala, ķīmija, šņores;1'],
    ['windows-1254', 'Tarih;Açıklama;Tutar\n1;Ödeme, İstanbul, Şişli, ağustos;1'],
    ['windows-1251', 'Дата;Основание;Сума\n1;Плащане с карта, София;1'],
    ['windows-1251', 'Дата;Опис;Сума\n1;Оплата карткою, Київ, їжа;1'],
    ['iso-8859-7', 'Ημερομηνία;Αιτιολογία;Ποσό\n1;Πληρωμή με κάρτα;1'],
    ['windows-1252', 'Date;Libellé;Montant\n1;CB Épicerie, Besançon, Nîmes, œuvre, ½ kg n° 5;1'],
  ])('%s: %j', async (encoding, text) => {
    expect(await decoded(encoded(text, encoding))).toBe(text);
  });
});

describe('the whole source counts', () => {
  const ascii = Buffer.from(`Date;Text;Amount\n${'2024-01-01;plain text;1\n'.repeat(220_000)}`);
  const bytes = Buffer.concat([ascii, Buffer.from('2024-01-02;caf\xe9;2\n', 'latin1')]);

  test('one byte after five million of ASCII', async () => {
    expect(ascii.length).toBeGreaterThan(5_000_000);
    const stream = await csvExtractor().open(await openSource(bytesSource('a.csv', bytes)));
    expect(stream.settings.encoding).toBe('windows-1252');
    let last: readonly string[] = [];
    let rejected = 0;
    let offset = 0;
    for await (const batch of stream.batches()) {
      last = batchTexts(batch).at(-1) ?? last;
      offset = batch.provenance.byteOffset.at(-1) ?? offset;
      rejected += batch.rejections.length;
    }
    expect(last).toEqual(['2024-01-02', 'café', '2']);
    expect(offset).toBe(ascii.length);
    expect(rejected).toBe(0);
  });

  test('of a stream, only the beginning can be looked at, which the decision says', async () => {
    async function* chunks(): AsyncGenerator<Uint8Array> {
      yield bytes;
    }
    const stream = await csvExtractor().open(await openSource(streamSource('a.csv', chunks())));
    expect(stream.decisions[0]).toMatchObject({ setting: 'encoding', value: 'utf-8', confidence: 0.9 });
    expect(stream.decisions[0]?.reason).toContain('Only the first 65536 bytes of the stream');
    const rejections = [];
    for await (const batch of stream.batches()) rejections.push(...batch.rejections);
    expect(rejections).toMatchObject([{ code: 'ENCODING_INVALID', line: 220_002 }]);
  });

  test('a few bytes that are not UTF-8 among many that are cost their records, not the encoding', async () => {
    const mostly = Buffer.concat([
      Buffer.from(`Date,Description,Amount\n${'2024-01-01,Größe,1.00\n'.repeat(50)}`),
      Buffer.from('2024-01-02,Gr\xf6\xdfe,1.00\n', 'latin1'),
    ]);
    const { rows, rejections, profile } = await extract({ name: 'a.csv', bytes: mostly }).table();
    expect(rows).toEqual({ in: 51, accepted: 50, rejected: 1 });
    expect(rejections).toMatchObject([{ code: 'ENCODING_INVALID', line: 52 }]);
    expect(profile.sources[0]?.settings.encoding).toBe('utf-8');
  });
});

describe('UTF-16', () => {
  test('is decoded with and without a mark, however the bytes are cut', async () => {
    const text = 'Date;Text;Amount\n2024-01-01;žluťoučký 💶 кириллица;1\n2024-01-02;x;2\n';
    const little = Buffer.from(text, 'utf16le');
    const big = Buffer.from(little).swap16();
    for (const bytes of [
      little,
      big,
      Buffer.concat([Buffer.from('fffe', 'hex'), little]),
      Buffer.concat([Buffer.from('feff', 'hex'), big]),
    ]) {
      expect(await decoded(bytes)).toBe(text);
      const pieces: ByteSource = {
        ...bytesSource('a.csv', bytes),
        async *open() {
          for (const byte of bytes) yield Uint8Array.of(byte);
        },
      };
      const chunks: Uint8Array[] = [];
      for await (const chunk of (await opened(pieces)).chunks()) chunks.push(chunk);
      expect(Buffer.concat(chunks).toString('utf8')).toBe(text);
    }
  });

  test('half a character costs its record', async () => {
    const text = 'Date,Description,Amount\n2024-01-01,a\ud800b,1.00\n2024-01-02,fine,2.00\n';
    const { rows, rejections } = await extract({
      name: 'a.csv',
      bytes: Buffer.from(text, 'utf16le'),
    }).table();
    expect(rows).toEqual({ in: 2, accepted: 1, rejected: 1 });
    expect(rejections).toMatchObject([{ code: 'ENCODING_INVALID', line: 2, byteOffset: 48 }]);
  });
});

describe('a told encoding', () => {
  test('is taken without looking, and is not overruled', async () => {
    const bytes = encoded('Číslo;Text\n1;účet\n', 'windows-1250');
    expect(await decoded(bytes, { encoding: 'cp1250' })).toBe('Číslo;Text\n1;účet\n');
    const { decision } = await opened(bytesSource('a', bytes), { encoding: 'cp1250' });
    expect(decision).toEqual({ setting: 'encoding', value: 'windows-1250', confidence: 1, basis: 'given' });
  });

  test('of several bytes for some characters is decoded, without byte offsets', async () => {
    // "日付,金額" in Shift_JIS, by Python: '日付,金額'.encode('shift_jis').hex()
    const bytes = Buffer.concat([Buffer.from('93fa95742c8be08a7a', 'hex'), Buffer.from('\n1,2\n3,4\n')]);
    const input = await openSource(bytesSource('a.csv', bytes));
    const stream: RecordStream = await csvExtractor().open(input, { settings: { encoding: 'shift_jis' } });
    expect(stream.columns).toEqual(['日付', '金額']);
    for await (const batch of stream.batches()) {
      expect(batchTexts(batch)).toEqual([
        ['1', '2'],
        ['3', '4'],
      ]);
      expect([...batch.provenance.byteOffset]).toEqual([Number.NaN, Number.NaN]);
    }
  });
});

describe('properties', () => {
  test('UTF-8 is never taken for another encoding', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200 }), async (text) => {
        // The zero byte is no text: "a\0" and "\0a" are the same bytes as UTF-16.
        const content = `Date;Text\n${text.replaceAll('\0', '')}`;
        expect(await encodingOf(Buffer.from(content))).toBe('utf-8');
        expect(await decoded(Buffer.from(content))).toBe(content.replace(/^\ufeff/, ''));
      }),
      { numRuns: 500 },
    );
  });

  test.each(['windows-1252', 'iso-8859-2', 'utf-16le', 'utf-16be'])(
    'every record of %s stands at its byte',
    async (encoding) => {
      const letters = encoding === 'iso-8859-2' ? 'čř' : 'éü€';
      const wide = encoding.startsWith('utf-16') ? '💶名' : '';
      const cell = fc.string({ unit: fc.constantFrom(...`abc 1${letters}${wide}`), maxLength: 8 });
      await fc.assert(
        fc.asyncProperty(
          fc.array(cell, { minLength: 3, maxLength: 40 }),
          fc.integer({ min: 1, max: 9 }),
          async (cells, size) => {
            const lines = ['Date;Text\n', ...cells.map((text, row) => `${row + 1};${text}x\n`)];
            const bytesOf = (text: string): Buffer =>
              encoding === 'utf-16le'
                ? Buffer.from(text, 'utf16le')
                : encoding === 'utf-16be'
                  ? Buffer.from(text, 'utf16le').swap16()
                  : encoded(text, encoding);
            const bytes = Buffer.concat(lines.map(bytesOf));
            const source: ByteSource = {
              ...bytesSource('a.csv', bytes),
              async *open() {
                for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
              },
            };
            const stream = await csvExtractor({ batchRows: 3 }).open(await openSource(source), {
              settings: { encoding, csv: { delimiter: ';', headerLine: 1 } },
            });
            const offsets: number[] = [];
            for await (const batch of stream.batches()) offsets.push(...batch.provenance.byteOffset);
            let at = 0;
            const expected = lines.map((line) => {
              at += bytesOf(line).length;
              return at;
            });
            expect(offsets).toEqual(expected.slice(0, -1));
          },
        ),
        { numRuns: 100 },
      );
    },
  );
});
