import fc from 'fast-check';
import { expect, test } from 'vitest';
import { batchTexts } from '../../records/raw-batch.js';
import { openSource } from '../byte-input.js';
import { bytesSource } from '../byte-source.js';
import type { Extractor, RecordStream } from '../extractor.js';
import { jsonExtractor } from './json-extractor.js';
import { ndjsonExtractor } from './ndjson-extractor.js';

async function read(
  extractor: Extractor,
  text: string,
): Promise<{ stream: RecordStream; records: readonly (readonly string[])[]; rejections: readonly string[] }> {
  const input = await openSource(bytesSource('a.json', new TextEncoder().encode(text)));
  const stream = await extractor.open(input);
  const records: (readonly string[])[] = [];
  const rejections: string[] = [];
  for await (const batch of stream.batches()) {
    records.push(...batchTexts(batch));
    rejections.push(
      ...batch.rejections.map(({ code, row, line, byteOffset }) => `${code} ${row} ${line} ${byteOffset}`),
    );
  }
  return { stream, records, rejections };
}

const scalar = fc.oneof(
  fc.string(),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);
/** Not named like what is written in another way: moments and minor units. */
const key = fc
  .string({ minLength: 1, maxLength: 5 })
  .filter((name) => !/\.|(?:at|on|ts|date|time|cents?|pence|minor)$/i.test(name));

test('any JSON comes out with its values, as a document and as lines', async () => {
  const rows = fc.array(fc.dictionary(key, fc.oneof(scalar, fc.dictionary(key, scalar))), {
    minLength: 1,
    maxLength: 8,
  });
  await fc.assert(
    fc.asyncProperty(rows, fc.constantFrom(0, 2), async (objects, indent) => {
      const document = await read(jsonExtractor(), JSON.stringify(objects, null, indent));
      const lines = await read(ndjsonExtractor(), objects.map((each) => JSON.stringify(each)).join('\n'));
      expect(document.rejections).toEqual([]);
      expect(lines.records).toEqual(document.records);
      const { columns } = document.stream;
      const values = document.records.map((record) =>
        Object.fromEntries(
          record.map((text, index) => [columns[index], text]).filter(([, text]) => text !== ''),
        ),
      );
      expect(values).toEqual(objects.map(flat));
    }),
    { numRuns: 200 },
  );
});

/** The same by JSON.parse and recursion, which this extractor does not use. */
function flat(value: object): Record<string, string> {
  const entries: [string, string][] = [];
  for (const [name, inner] of Object.entries(value) as [string, unknown][]) {
    if (typeof inner === 'object' && inner !== null) {
      for (const [rest, text] of Object.entries(flat(inner))) entries.push([`${name}.${rest}`, text]);
    } else if (inner !== null && inner !== '') {
      entries.push([name, typeof inner === 'number' ? plain(inner) : Buffer.from(String(inner)).toString()]);
    }
  }
  return Object.fromEntries(entries);
}

/** BigInt arithmetic on the digits that JavaScript writes. */
function plain(value: number): string {
  const text = JSON.stringify(value);
  const [mantissa = '', exponent] = text.split('e');
  if (exponent === undefined) return text;
  const power = Number(exponent);
  const decimals = (mantissa.split('.')[1] ?? '').length;
  const digits = mantissa.replace(/[-.]/g, '');
  if (Math.max(digits.length, Math.abs(power) + 20) > 60)
    return expectedBeyond(text, digits, decimals, power);
  return written(digits, decimals - power, mantissa.startsWith('-'));
}

function expectedBeyond(text: string, digits: string, decimals: number, power: number): string {
  const point = digits.length - decimals + power;
  if (Math.max(point, digits.length, digits.length - point) > 64) return text;
  return written(digits, decimals - power, text.startsWith('-'));
}

function written(digits: string, decimals: number, isNegative: boolean): string {
  const sign = isNegative ? '-' : '';
  if (decimals <= 0) return `${sign}${BigInt(digits) * 10n ** BigInt(-decimals)}`;
  const padded = digits.padStart(decimals + 1, '0');
  return `${sign}${BigInt(padded.slice(0, -decimals))}.${padded.slice(-decimals)}`;
}
