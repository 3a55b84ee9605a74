import { expect, test } from 'vitest';
import { openSource } from '../byte-input.js';
import { bytesSource, streamSource } from '../byte-source.js';
import { qifExtractor } from '../qif/qif-extractor.js';

const row = 'D01/02/2024\nT-1.00\nPsomething\n^\n';

test('batches are bounded where a source arrives at once', async () => {
  const source = `!Type:Bank\n${row.repeat(100_000)}`;
  const stream = await qifExtractor().open(await openSource(bytesSource('a.qif', Buffer.from(source))));
  const sizes: number[] = [];
  for await (const batch of stream.batches()) sizes.push(batch.length);
  expect(sizes.reduce((sum, size) => sum + size)).toBe(100_000);
  // 4,096 and what one more piece of 64 KiB holds.
  expect(Math.max(...sizes)).toBeLessThanOrEqual(4_096 + Math.ceil(65_536 / row.length));
});

test('a source is read no faster than its batches are taken', async () => {
  let given = 0;
  async function* bytes(): AsyncGenerator<Uint8Array> {
    yield Buffer.from('!Type:Bank\n');
    for (; given < 10_000; given++) yield Buffer.from(row.repeat(100));
  }
  const input = await openSource(streamSource('a.qif', bytes()));
  const batches = (await qifExtractor().open(input)).batches()[Symbol.asyncIterator]();
  await batches.next();
  // The sample of 64 KiB and the first batch of 4,096 rows.
  expect(given).toBeLessThan(100);
  await batches.return?.();
  await input.close();
});

test('reading ends when the signal is raised in between', async () => {
  const abort = new AbortController();
  const input = await openSource(bytesSource('a.qif', Buffer.from(`!Type:Bank\n${row.repeat(50_000)}`)));
  const stream = await qifExtractor().open(input);
  let batches = 0;
  const reading = async (): Promise<void> => {
    for await (const _ of stream.batches({ signal: abort.signal })) {
      batches++;
      abort.abort();
    }
  };
  await expect(reading()).rejects.toMatchObject({ code: 'ABORTED', details: { stage: 'extract' } });
  expect(batches).toBe(1);
});
