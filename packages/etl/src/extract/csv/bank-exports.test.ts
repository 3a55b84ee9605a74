import { isAscii } from 'node:buffer';
import { createRandom } from '@titans/core';
import { expect, test } from 'vitest';
import { batchTexts } from '../../records/raw-batch.js';
import { openSource } from '../byte-input.js';
import { bytesSource } from '../byte-source.js';
import { csvExtractor } from './csv-extractor.js';
import { bankExport } from './testing/bank-export.js';

test('the layout of five hundred random exports is found without being told anything', {
  timeout: 60_000,
}, async () => {
  const random = createRandom(1);
  for (let number = 0; number < 500; number++) {
    const made = bankExport(random);
    const stream = await csvExtractor().open(await openSource(bytesSource('download', made.bytes)));
    const records: (readonly string[])[] = [];
    const codes: string[] = [];
    for await (const batch of stream.batches()) {
      records.push(...batchTexts(batch));
      codes.push(...batch.rejections.map(({ code }) => code));
    }
    const { encoding, csv } = stream.settings;
    const found = {
      encoding,
      delimiter: csv?.delimiter,
      headerLine: stream.headerLine,
      columns: stream.columns,
      records,
    };
    const { bytes, footerLines, ...expected } = made;
    // Of ASCII, nobody can tell.
    if (isAscii(bytes) && encoding === 'utf-8') Object.assign(expected, { encoding });
    const text = bytes.toString('latin1').slice(0, 600);
    expect({ number, text, ...found }).toEqual({ number, text, ...expected });
    expect(codes).toEqual(Array(footerLines).fill('ROW_NOT_TRANSACTION'));
    expect(csvExtractor().recognise({ name: 'download', bytes, isWhole: true })).toBeGreaterThan(0.3);
  }
});
