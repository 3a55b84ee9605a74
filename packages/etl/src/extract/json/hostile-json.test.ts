import { isTitansError } from '@titans/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openSource } from '../byte-input.js';
import { bytesSource } from '../byte-source.js';
import type { Extractor } from '../extractor.js';
import { jsonExtractor } from './json-extractor.js';
import { ndjsonExtractor } from './ndjson-extractor.js';

interface Outcome {
  /** Of records and rejections. */
  readonly rows: readonly number[];
  readonly columns: number;
  readonly rejected: number;
  readonly codes: ReadonlySet<string>;
  /** Code of the error that ended it, if one did. */
  readonly ended: string | null;
}

async function read(extractor: Extractor, bytes: Uint8Array): Promise<Outcome> {
  const rows: number[] = [];
  const codes = new Set<string>();
  let columns = 0;
  let rejected = 0;
  const input = await openSource(bytesSource('a.json', bytes));
  try {
    const stream = await extractor.open(input);
    columns = stream.columns.length;
    for await (const batch of stream.batches()) {
      rows.push(...batch.provenance.row, ...batch.rejections.map(({ row }) => row));
      rejected += batch.rejections.length;
      for (const { code } of batch.rejections) codes.add(code);
    }
  } catch (error) {
    if (!isTitansError(error)) throw error;
    return { rows, columns, rejected, codes, ended: error.code };
  } finally {
    await input.close();
  }
  return { rows: rows.sort((a, b) => a - b), columns, rejected, codes, ended: null };
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

describe('is refused or read in bounded memory', () => {
  const keys = (from: number, count: number): string =>
    `{${Array.from({ length: count }, (_, index) => `"k${from + index}":1`).join(',')}}`;

  test('a record with a hundred thousand keys', async () => {
    const { columns, ended } = await read(
      ndjsonExtractor({ limits: { recordBytes: 4_000_000 } }),
      encode(keys(0, 100_000)),
    );
    expect({ columns, ended }).toEqual({ columns: 512, ended: null });
  });

  test('records that all have other keys', async () => {
    const text = Array.from({ length: 2_000 }, (_, index) => keys(index * 20, 20)).join('\n');
    const { columns, rows, rejected } = await read(ndjsonExtractor(), encode(text));
    expect({ columns, rows: rows.length, rejected }).toEqual({ columns: 512, rows: 2_000, rejected: 0 });
  });

  test.each([
    ['a text', `"${'x'.repeat(3_000_000)}"`],
    ['an array', `[${'1,'.repeat(1_000_000)}1]`],
    ['an object', `{"a":{${'"b":[{}],'.repeat(300_000)}"c":1}}`],
  ])('%s that is too large', async (_, value) => {
    const rejected = { rejected: 1, codes: new Set(['LIMIT_EXCEEDED']), rows: [1, 2, 3], ended: null };
    expect(await read(jsonExtractor(), encode(`[{"a":1},{"a":${value}},{"a":2}]`))).toMatchObject(rejected);
    expect(await read(ndjsonExtractor(), encode(`{"a":1}\n{"a":${value}}\n{"a":2}`))).toMatchObject(rejected);
  });

  test('texts and brackets that never end', async () => {
    const open = ['[{"a":"', '[[', '{"a":{', '{"a":"', '[{"a":"\\'];
    for (const text of open) {
      const { ended } = await read(jsonExtractor(), encode(text + 'x'.repeat(2_000_000)));
      expect(['SOURCE_INVALID', 'LIMIT_EXCEEDED']).toContain(ended);
    }
  });

  test('an object with a million keys around the records', async () => {
    const text = `{${'"k":[1],'.repeat(500_000)}"data":[{"a":1}]}`;
    const { rows, ended } = await read(jsonExtractor(), encode(text));
    expect({ rows, ended }).toEqual({ rows: [1], ended: null });
  });

  test('a hundred thousand arrays that could hold the records', async () => {
    const text = `{${Array.from({ length: 100_000 }, (_, index) => `"k${index}":[{"a":1}]`).join(',')}}`;
    const { rows, ended } = await read(jsonExtractor(), encode(text));
    expect({ rows, ended }).toEqual({ rows: [1], ended: null });
  });
});

test('damaged documents end with an error of ours, or are read with every row numbered', async () => {
  const whole = encode(
    '{"meta":{"n":3},"data":[{"date":"2024-01-01","amount":-1.5,"x":{"y":[1,"é"]}},\n{"date":"b","amount":2},{"a":null,"b":"\\u00e4\\n"}],"next":"x"}',
  );
  const damage = fc.array(
    fc.record({
      at: fc.integer({ min: 0, max: whole.length - 1 }),
      byte: fc.oneof(fc.constantFrom(...Buffer.from('{}[]",:\\0e-\n')), fc.integer({ min: 0, max: 255 })),
      isGone: fc.boolean(),
    }),
    { minLength: 1, maxLength: 4 },
  );
  const codes = new Set<string | null>();
  await fc.assert(
    fc.asyncProperty(damage, async (places) => {
      const bytes = [...whole];
      for (const { at, byte, isGone } of places) bytes.splice(at, 1, ...(isGone ? [] : [byte]));
      for (const extractor of [jsonExtractor(), ndjsonExtractor()]) {
        const { rows, ended } = await read(extractor, Uint8Array.from(bytes));
        codes.add(ended);
        if (ended === null) expect(rows).toEqual(rows.map((_, index) => index + 1));
      }
    }),
    { numRuns: 1_000 },
  );
  expect([...codes].filter((code) => code !== null)).toEqual(['SOURCE_INVALID']);
});

test('what JSON.parse refuses is rejected, what it takes is not', async () => {
  const text = fc.oneof(
    fc.json(),
    fc
      .tuple(fc.json(), fc.nat(), fc.constantFrom('', ',', '"', '}', ']', '0', '\\', '1.', '-', 'e'))
      .map(([json, at, inserted]) => {
        const place = at % (json.length + 1);
        return json.slice(0, place) + inserted + json.slice(place + (at % 2));
      }),
  );
  await fc.assert(
    fc.asyncProperty(text, async (value) => {
      const line = `{"a":${value}}`.replace(/[\r\n]/g, ' ');
      const { rejected } = await read(ndjsonExtractor(), encode(line));
      // Keys that stand twice are JSON, but do not say which value holds.
      if (!hasKeyTwice(line)) expect([line, rejected]).toEqual([line, isJson(line) ? 0 : 1]);
    }),
    { numRuns: 2_000 },
  );
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** JSON.parse keeps one of them, so that less is written than was read. */
function hasKeyTwice(text: string): boolean {
  if (!isJson(text)) return false;
  const colons = (json: string): number => json.replace(/"(?:[^"\\]|\\.)*"/g, '""').split('"":').length;
  return (
    colons(JSON.stringify(JSON.parse(text))) !== colons(text.replace(/\s+(?=(?:[^"]*"[^"]*")*[^"]*$)/g, ''))
  );
}
