import { hashOfText, secondSight } from '@titans/core';
import { payeeOf } from '../../features/payee.js';
import { ngramReader } from '../text/ngrams.js';
import { requireText } from '../text/require-text.js';
import { sortShort } from './sort-short.js';

/** What is remembered of a payee's name instead of the name. */
export interface PayeeSignature {
  /** 53 bits of a hash of the normalised name: equal names have equal keys. */
  readonly key: number;
  /** Hashed n-grams of the normalised name, distinct, ascending. Read when asked for: a name that is known needs none. */
  columns(): Int32Array;
}

const fnvPrime = 0x01000193;
const hashBits = 28;
/** Texts whose signature is kept, so that payees that come again are not read again. */
const mostKept = 4_096;
const longestKept = 256;

const readNgrams = ngramReader({
  wordNgrams: { min: 1, max: 1 },
  characterNgrams: { min: 3, max: 4 },
  hashBits,
});
/** Payees that came again. */
const known = new Map<string, PayeeSignature>();
const isAgain: (hash: number) => boolean = secondSight();
/** Several models ask about one payee, one after the other. */
let last: { readonly text: string; readonly signature: PayeeSignature } | null = null;

/**
 * Reads the payee of a description: in lower case, with digits and punctuation as spaces (as the features of payees do),
 * hashed whole, and as words and runs of three and four characters.
 */
export function readPayee(text: string): PayeeSignature {
  requireText('text', text);
  if (text === last?.text) return last.signature;
  const kept = known.get(text);
  if (kept !== undefined) return kept;
  const signature = signatureOf(text);
  if (text.length > longestKept) return signature;
  last = { text, signature };
  if (isAgain(hashOfText(text))) {
    if (known.size >= mostKept) known.clear();
    known.set(text, signature);
  }
  return signature;
}

function signatureOf(text: string): PayeeSignature {
  const name = (payeeOf({ description: text, merchantName: null }) ?? '').replace(/\s+/gu, ' ').trim();
  return { key: keyOf(name), columns: () => columnsOf(name) };
}

function columnsOf(name: string): Int32Array {
  const { column, count } = readNgrams(name);
  // In place: the next text overwrites it anyway.
  sortShort(column, count);
  let distinct = 0;
  for (let i = 0; i < count; i++) {
    if (distinct === 0 || column[i] !== column[distinct - 1]) column[distinct++] = column[i] as number;
  }
  return column.slice(0, distinct);
}

/** Two hashes of 32 bits, of which 53 bits fit a number exactly. */
function keyOf(name: string): number {
  let low = 0x811c9dc5;
  let high = 0x050c5d1f;
  for (let at = 0; at < name.length; at++) {
    const unit = name.charCodeAt(at);
    low = Math.imul(low ^ unit, fnvPrime);
    high = Math.imul(high ^ unit, 0x5bd1e995);
    high ^= high >>> 13;
  }
  return (finalise(high) >>> 11) * 2 ** 32 + (finalise(low) >>> 0);
}

/** The MurmurHash3 finaliser. */
function finalise(value: number): number {
  let hash = value;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
