import type { SourceSample } from './byte-input.js';

/** Formats that begin with bytes of their own, in hexadecimal. */
const binarySignatures: readonly (readonly [format: string, prefix: string])[] = [
  ['gzip', '1f8b'],
  ['ZIP or XLSX', '504b0304'],
  ['XLS', 'd0cf11e0'],
  ['PDF', '255044462d'],
  ['Parquet', '50415231'],
];

/** Formats of text that begin in a way of their own. */
const textSignatures: readonly (readonly [format: string, pattern: RegExp])[] = [
  ['OFX', /^\s*(?:OFXHEADER:|<\?OFX|<OFX>)/i],
  ['XML', /^\s*<(?:\?xml|!DOCTYPE|[A-Za-z]+[\s>])/],
  ['JSON', /^\s*[[{]/],
  ['QIF', /^\s*!(?:Type|Account|Option):/i],
  ['MT940', /^\s*(?:\{1:|:20:)/],
];

/** The name of a format other than CSV that the source begins like, or `null`. */
export function resemblesOtherFormat(sample: SourceSample): string | null {
  const beginning = Buffer.from(sample.bytes.subarray(0, 512));
  const hex = beginning.toString('hex');
  const text = beginning.toString('utf8').replace(/^\ufeff/, '');
  const binary = binarySignatures.find(([, prefix]) => hex.startsWith(prefix));
  const textual = textSignatures.find(([, pattern]) => pattern.test(text));
  return (binary ?? textual)?.[0] ?? null;
}
