import { parseCodewordInformation } from './codeword-information.js';
import { parseNumberedInformation } from './numbered-information.js';
import { noInformation, type TransactionInformation } from './transaction-information.js';

/** Lines of this length are broken where they end, so that a word may go on in the next. */
const fullLine = 65;

/**
 * Reads field 86 in the three ways in which banks write it: with numbered subfields (`?20`, German and Austrian
 * banks), with code words between slashes (`/REMI/`, Dutch banks and SWIFT), or as plain text.
 *
 * @param lines Its lines, without the tag.
 */
export function parseInformation(lines: readonly string[]): TransactionInformation {
  const joined = lines.join('');
  const structured = parseNumberedInformation(joined) ?? parseCodewordInformation(joined);
  if (structured !== null) return structured;
  const text = plainText(lines);
  return { ...noInformation, remittance: text, text };
}

function plainText(lines: readonly string[]): string {
  const parts = lines.map((line) => (line.length >= fullLine ? line : `${line} `));
  return parts.join('').replace(/\s+/g, ' ').trim();
}
