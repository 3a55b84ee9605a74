import type { ConformanceCase } from '@titans/core/conformance';
import { openSource } from '../extract/byte-input.js';
import { type ByteSource, bytesSource } from '../extract/byte-source.js';
import type { Extractor, RecordStream } from '../extract/extractor.js';
import { batchTexts, type RawBatch } from '../records/raw-batch.js';
import { requireEqual, requireRejection, requireThat } from './require-that.js';

/** A source of the format under test, with what it holds. */
export interface ExtractorSample {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly columns: readonly string[];
  /** Every record that is well-formed, as its texts. At least three. */
  readonly records: readonly (readonly string[])[];
  /** Number of records that are not. */
  readonly rejected: number;
}

/**
 * Checks that every extractor must pass: the records come out whole, in order and with their places, however the
 * bytes arrive; foreign bytes are not claimed; reading can be cancelled.
 *
 * @param extractor The extractor under test.
 * @param samples Sources of its format.
 */
export function extractorConformance(
  extractor: Extractor,
  samples: readonly ExtractorSample[],
): readonly ConformanceCase[] {
  return [
    {
      name: 'has a name for its format',
      run: async () =>
        requireThat(/^[a-z][a-z0-9.-]*$/.test(extractor.format), `Bad format "${extractor.format}".`),
    },
    {
      name: 'does not claim bytes that are no text',
      run: async () => {
        const bytes = Uint8Array.from({ length: 4096 }, (_, index) => (index * 197 + 89) % 256);
        const confidence = extractor.recognise({ name: 'noise.bin', bytes, isWhole: true });
        requireThat(confidence < 0.3, `Noise was recognised with confidence ${confidence}.`);
      },
    },
    ...samples.flatMap((sample) => casesOf(extractor, sample)),
  ];
}

function casesOf(extractor: Extractor, sample: ExtractorSample): readonly ConformanceCase[] {
  const named = (name: string, run: () => Promise<void>): ConformanceCase => ({
    name: `${sample.name}: ${name}`,
    run,
  });
  return [
    named('is recognised', async () => {
      const bytes = sample.bytes.subarray(0, 65_536);
      const confidence = extractor.recognise({
        name: sample.name,
        bytes,
        isWhole: bytes.length === sample.bytes.length,
      });
      requireThat(confidence >= 0.3 && confidence <= 1, `Recognised with confidence ${confidence}.`);
    }),
    named('gives every record whole and in order', async () => {
      const { stream, batches } = await readAll(extractor, bytesSource(sample.name, sample.bytes));
      requireEqual(stream.columns, sample.columns, 'columns');
      requireThat(
        stream.headerLine === null || (Number.isInteger(stream.headerLine) && stream.headerLine >= 1),
        `The line of the header is ${stream.headerLine}.`,
      );
      requireEqual(batches.flatMap(batchTexts), sample.records, 'records');
      requireEqual(batches.flatMap((batch) => batch.rejections).length, sample.rejected, 'rejections');
    }),
    named('gives the same whatever the pieces in which the bytes arrive', async () => {
      const whole = await readAll(extractor, bytesSource(sample.name, sample.bytes));
      for (const size of [1, 7, 1024]) {
        const pieces = await readAll(extractor, inPieces(sample, size));
        requireEqual(outcome(pieces.batches), outcome(whole.batches), `in pieces of ${size} bytes`);
      }
    }),
    named('numbers every record once, in order, with rising byte offsets', async () => {
      const { batches } = await readAll(extractor, bytesSource(sample.name, sample.bytes));
      const rows = batches.flatMap((batch) => [
        ...batch.provenance.row,
        ...batch.rejections.map((rejection) => rejection.row),
      ]);
      const expected = Array.from(rows, (_, index) => index + 1);
      requireEqual(
        [...rows].sort((a, b) => a - b),
        expected,
        'row numbers',
      );
      const offsets = batches.flatMap((batch) => [...batch.provenance.byteOffset]);
      requireThat(
        offsets.every(
          (offset, index) => Number.isNaN(offset) || index === 0 || offset > (offsets[index - 1] as number),
        ),
        'Byte offsets do not rise.',
      );
      for (const batch of batches) {
        requireEqual(batch.provenance.row.length, batch.length, 'places of a batch');
        requireThat(
          batch.width === sample.columns.length &&
            batch.starts.length === batch.length * batch.width &&
            batch.ends.length === batch.starts.length,
          'A record has another number of texts than there are columns.',
        );
      }
    }),
    named('stops when it is cancelled', async () => {
      const aborted = AbortSignal.abort();
      await requireRejection(
        () => readAll(extractor, bytesSource(sample.name, sample.bytes), aborted),
        ['ABORTED'],
        'reading with a raised signal',
      );
    }),
  ];
}

async function readAll(
  extractor: Extractor,
  source: ByteSource,
  signal?: AbortSignal,
): Promise<{ stream: RecordStream; batches: readonly RawBatch[] }> {
  const input = await openSource(source);
  try {
    const options = signal === undefined ? {} : { signal };
    const stream = await extractor.open(input, options);
    const batches: RawBatch[] = [];
    for await (const batch of stream.batches(options)) batches.push(batch);
    return { stream, batches };
  } finally {
    await input.close();
  }
}

function inPieces({ name, bytes }: ExtractorSample, size: number): ByteSource {
  return {
    ...bytesSource(name, bytes),
    async *open() {
      for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
    },
  };
}

function outcome(batches: readonly RawBatch[]): unknown {
  return {
    records: batches.flatMap(batchTexts),
    rows: batches.flatMap((batch) => [...batch.provenance.row]),
    lines: batches.flatMap((batch) => [...batch.provenance.line]),
    offsets: batches.flatMap((batch) => [...batch.provenance.byteOffset].map(String)),
    rejections: batches.flatMap((batch) => batch.rejections),
  };
}
