import fc from 'fast-check';
import { expect, test } from 'vitest';
import { batchTexts, rawBatchOfTexts } from './raw-batch.js';

function provenance(length: number): Parameters<typeof rawBatchOfTexts>[0]['provenance'] {
  return {
    row: Int32Array.from({ length }, (_, index) => index + 1),
    line: new Int32Array(length),
    byteOffset: new Float64Array(length),
  };
}

/** By the decoder and the encoder of the platform, which agree on U+FFFD. */
const wellFormed = (text: string): string =>
  new TextDecoder('utf-8', { ignoreBOM: true }).decode(new TextEncoder().encode(text));

test('any texts come out as they went in, unpaired surrogates as U+FFFD', () => {
  const text = fc.string({
    unit: fc.oneof(fc.constantFrom('a', 'é', '💶', '\ud83d', '\udcb6', '"', '\0'), fc.string()),
  });
  const records = fc
    .integer({ min: 1, max: 4 })
    .chain((width) =>
      fc.array(fc.array(text, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 5 }),
    );
  fc.assert(
    fc.property(records, (texts) => {
      const width = texts[0]?.length ?? 0;
      const batch = rawBatchOfTexts({ width, records: texts, provenance: provenance(texts.length) });
      expect(batchTexts(batch)).toEqual(texts.map((record) => record.map((each) => wellFormed(each))));
      expect(Buffer.from(batch.bytes).toString('utf8')).toBe(
        texts
          .flat()
          .map((each) => wellFormed(each))
          .join(''),
      );
    }),
    { numRuns: 500 },
  );
});

test('a batch without records has no bytes', () => {
  const batch = rawBatchOfTexts({ width: 3, records: [], provenance: provenance(0) });
  expect([batch.length, batch.bytes.length, batch.starts.length]).toEqual([0, 0, 0]);
});
