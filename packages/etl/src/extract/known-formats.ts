import type { SourceSample } from './byte-input.js';
import { sampleText } from './encoding/infer-encoding.js';

/** Formats that begin with bytes of their own, in hexadecimal. */
const binarySignatures: readonly (readonly [format: string, prefix: string])[] = [
  ['UTF-32', 'fffe0000'],
  ['UTF-32', '0000feff'],
  ['gzip', '1f8b'],
  ['ZIP or XLSX', '504b0304'],
  ['ZIP', '504b0506'],
  ['XLS', 'd0cf11e0a1b11ae1'],
  ['PDF', '255044462d'],
  ['Parquet', '50415231'],
  ['Arrow or Feather', '4152524f5731'],
  ['Feather', '46454131'],
  ['ORC', '4f5243'],
  ['Avro', '4f626a01'],
  ['SQLite', '53514c69746520666f726d6174203300'],
  ['bzip2', '425a68'],
  ['xz', 'fd377a585a00'],
  ['Zstandard', '28b52ffd'],
  ['LZ4', '04224d18'],
  ['7z', '377abcaf271c'],
  ['RAR', '526172211a07'],
  ['PNG', '89504e470d0a1a0a'],
  ['JPEG', 'ffd8ff'],
  ['GIF', '47494638'],
  ['TIFF', '49492a00'],
  ['TIFF', '4d4d002a'],
  ['ELF', '7f454c46'],
  ['a Windows program', '4d5a9000'],
  ['WebAssembly', '0061736d'],
];

/** Archives of tar say so at this byte. */
const tarSignature = { format: 'tar', at: 257, prefix: '7573746172' } as const;

/** Formats of text that begin in a way of their own. */
const textSignatures: readonly (readonly [format: string, pattern: RegExp])[] = [
  ['OFX', /^\s*(?:OFXHEADER:|<\?OFX|<OFX>)/i],
  ['HTML', /^\s*(?:<!--[^>]*-->\s*)?<(?:!DOCTYPE html|html|head|body|table)[\s>]/i],
  ['XML', /^\s*<(?:\?xml|!DOCTYPE|!--|[A-Za-z][\w:.-]*[\s/>])/],
  ['RTF', /^\{\\rtf/],
  ['JSON', /^\s*(?:\{\s*(?:"|\}|$)|\[\s*(?:[[{"\d-]|\]|$))/],
  ['QIF', /^\s*!(?:Type|Account|Option):/i],
  ['MT940', /^\s*(?:\{1:|:20:)/],
];

/** The name of a format other than CSV that the source begins like, or `null`. */
export function resemblesOtherFormat(sample: SourceSample): string | null {
  const hex = Buffer.from(sample.bytes.subarray(0, 512)).toString('hex');
  const binary = binarySignatures.find(([, prefix]) => hex.startsWith(prefix));
  if (binary !== undefined) return binary[0];
  if (hex.startsWith(tarSignature.prefix, tarSignature.at * 2)) return tarSignature.format;
  const text = sampleText(sample, 512).replace(/^\ufeff/, '');
  return textSignatures.find(([, pattern]) => pattern.test(text))?.[0] ?? null;
}
