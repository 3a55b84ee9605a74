import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rounded } from './json-writer.js';
import { inEnvelope } from './written-answer.js';

test('an answer is closed with what belongs to its request, in microseconds', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 30, noNaN: true }),
      fc.string({ unit: 'grapheme' }),
      (seconds, version) => {
        const envelope = {
          prediction_id: 'request-1.a_b',
          processing_time: seconds,
          model_version: version,
          model_sha256: 'abc',
        };
        const { text, byteLength } = inEnvelope({ text: '{"é":1', byteLength: 7 }, envelope);
        expect(JSON.parse(text)).toEqual({ é: 1, ...envelope, processing_time: rounded(seconds) });
        expect(byteLength).toBe(new TextEncoder().encode(text).length);
      },
    ),
  );
});

test('times below and above a millisecond are written alike', () => {
  const times = [0.000_000_4, 0.000_001, 0.000_999, 0.000_999_6, 0.001_5, 12].map((processing_time) => {
    const envelope = { prediction_id: 'a', processing_time, model_version: 'v', model_sha256: 's' };
    return /"processing_time":([^,]+)/.exec(
      inEnvelope({ text: '{"a":1', byteLength: 6 }, envelope).text,
    )?.[1];
  });
  expect(times).toEqual(['0.000000', '0.000001', '0.000999', '0.001', '0.0015', '12']);
});
