import { isUtf8 } from 'node:buffer';
import { gzipSync } from 'node:zlib';
import { errorCodes, isTitansError } from '@titans/core';
import type { ConformanceCase } from '@titans/core/conformance';
import { openSource } from '../extract/byte-input.js';
import { type ByteSource, bytesSource, streamSource } from '../extract/byte-source.js';
import type { Extractor, OpenOptions, RecordStream } from '../extract/extractor.js';
import { parseImportSettings } from '../extract/import-settings.js';
import { batchTexts, type RawBatch } from '../records/raw-batch.js';
import { requireList, requireMembers, requireMethod } from '../validation/arguments.js';
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
 * bytes arrive, from a stream and from gzip, and once more with the settings that were found; foreign bytes are not
 * claimed; reading can be cancelled and left early.
 *
 * @param extractor The extractor under test.
 * @param samples Sources of its format.
 */
export function extractorConformance(
  extractor: Extractor,
  samples: readonly ExtractorSample[],
): readonly ConformanceCase[] {
  requireMethod(extractor, 'recognise', 'extractor', 'The extractor under test must be an extractor');
  requireList(samples, 'samples', 'The samples must be a list');
  for (const sample of samples) {
    const what = 'A sample is { name, bytes, columns, records, rejected }';
    requireMembers(sample, ['name', 'bytes', 'columns', 'records', 'rejected'], 'samples', what);
  }
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
    named('gives cells that lie in their bytes and are UTF-8', async () => {
      const { batches } = await readAll(extractor, bytesSource(sample.name, sample.bytes));
      for (const { bytes, starts, ends } of batches) {
        const areInside = starts.every((start, cell) => {
          const end = ends[cell] as number;
          return start >= 0 && start <= end && end <= bytes.length && isUtf8(bytes.subarray(start, end));
        });
        requireThat(areInside, 'A cell is outside the bytes of its batch, or is not UTF-8.');
      }
    }),
    named('refuses records with a code, a place and a masked value', async () => {
      const { batches } = await readAll(extractor, bytesSource(sample.name, sample.bytes));
      for (const rejection of batches.flatMap((batch) => batch.rejections)) {
        requireThat(rejection.code in errorCodes, `"${rejection.code}" is no code.`);
        requireThat(rejection.message.length > 0, 'A rejection has no message.');
        requireEqual(rejection.source, sample.name, 'source of a rejection');
        requireThat(Number.isInteger(rejection.row) && rejection.row >= 1, `Its row is ${rejection.row}.`);
        requireThat(rejection.line === null || rejection.line >= 1, `Its line is ${rejection.line}.`);
        requireThat(rejection.byteOffset === null || rejection.byteOffset >= 0, 'Its byte is below 0.');
      }
    }),
    named('names each column once, and says how surely it decided', async () => {
      const { stream } = await readAll(extractor, bytesSource(sample.name, sample.bytes));
      requireEqual(new Set(stream.columns).size, stream.columns.length, 'columns of different names');
      requireEqual(
        new Set(stream.decisions.map(({ setting }) => setting)).size,
        stream.decisions.length,
        'settings that are decided',
      );
      for (const { setting, confidence, value } of stream.decisions) {
        requireThat(confidence >= 0 && confidence <= 1, `The confidence in ${setting} is ${confidence}.`);
        requireEqual(JSON.parse(JSON.stringify(value)), value, `${setting} as JSON`);
      }
    }),
    named('gives the same with the settings that it found, saved as JSON', async () => {
      const found = await readAll(extractor, bytesSource(sample.name, sample.bytes));
      const settings = parseImportSettings(JSON.parse(JSON.stringify(found.stream.settings)));
      const again = await readAll(extractor, bytesSource(sample.name, sample.bytes), { settings });
      requireEqual(again.stream.columns, found.stream.columns, 'columns');
      requireEqual(again.stream.settings, found.stream.settings, 'settings');
      requireEqual(outcome(again.batches), outcome(found.batches), 'records');
    }),
    named('gives the same from a stream and from gzip', async () => {
      const whole = await readAll(extractor, bytesSource(sample.name, sample.bytes));
      const stream = await readAll(extractor, streamSource(sample.name, inPieces(sample, 4096).open()));
      requireEqual(outcome(stream.batches), outcome(whole.batches), 'from a stream');
      const gzip = await readAll(extractor, bytesSource(sample.name, gzipSync(sample.bytes)));
      requireEqual(outcome(gzip.batches), outcome(whole.batches), 'from gzip');
    }),
    named('lets go of its source when its reader stops early', async () => {
      let isClosed = false;
      async function* chunks(): AsyncGenerator<Uint8Array> {
        try {
          for (;;) yield* inPieces(sample, 4096).open();
        } finally {
          isClosed = true;
        }
      }
      const input = await openSource(streamSource(sample.name, chunks()));
      try {
        const stream = await extractor.open(input);
        for await (const _ of stream.batches()) break;
      } catch (error) {
        // Several documents one after the other are not a document in every format.
        if (!isTitansError(error)) throw error;
      }
      await input.close();
      requireThat(isClosed, 'The source is still open.');
    }),
    named('stops when it is cancelled', async () => {
      const aborted = AbortSignal.abort();
      await requireRejection(
        () => readAll(extractor, bytesSource(sample.name, sample.bytes), { signal: aborted }),
        ['ABORTED'],
        'reading with a raised signal',
      );
    }),
  ];
}

async function readAll(
  extractor: Extractor,
  source: ByteSource,
  options: OpenOptions = {},
): Promise<{ stream: RecordStream; batches: readonly RawBatch[] }> {
  const input = await openSource(source);
  try {
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
