import { compareText } from '../../compare-text.js';
import { murmurHash32 } from '../../preprocessing/murmur-hash-32.js';

/**
 * Counts of categories. Up to a bound every category is counted under its name; beyond it categories are counted in
 * buckets of their hash, all of them: a fixed partition of all names that there can be, so that a new category has its
 * bucket too and nothing has to be left out or guessed.
 */
export interface CategoryCounts {
  /** Bits of the hash that name a bucket; `null` where names stand for themselves. */
  readonly hashBits: number | null;
  /** Names or buckets in order of their text. */
  readonly labels: readonly string[];
  readonly counts: Float64Array;
}

/** Buckets start this fine and get coarser until they are few enough. */
const finestBits = 16;
/** A longer name is text, which is not kept. */
const longestLabel = 80;
const encoder = new TextEncoder();

/** Counts by name as they occur in data, in buckets where there are too many. O(categories). */
export function categoryCounts(counted: ReadonlyMap<string, number>, mostCategories: number): CategoryCounts {
  const named = new Map<string, number>();
  for (const [label, count] of counted) if (count > 0) add(named, shortLabel(label), count);
  return collapsed(named, mostCategories, null);
}

/** Counts under hashes from the first, so that no name is kept. */
export function hashedCategoryCounts(
  counted: ReadonlyMap<string, number>,
  mostCategories: number,
): CategoryCounts {
  const hashed = new Map<string, number>();
  for (const [label, count] of counted)
    if (count > 0) add(hashed, bucketOf(shortLabel(label), finestBits), count);
  return collapsed(hashed, mostCategories, finestBits);
}

/** The counts of both together, in any order and grouping the same as if all rows had been counted at once. */
export function mergeCategoryCounts(
  a: CategoryCounts,
  b: CategoryCounts,
  mostCategories: number,
): CategoryCounts {
  const bits = coarsestBits(a.hashBits, b.hashBits);
  const merged = new Map<string, number>();
  for (const counts of [a, b]) {
    const { labels, counts: numbers } = coarserCategories(counts, bits);
    for (const [index, label] of labels.entries()) add(merged, label, numbers[index] as number);
  }
  return collapsed(merged, mostCategories, bits);
}

/** The same counts in buckets of so many bits. */
export function coarserCategories(counts: CategoryCounts, hashBits: number | null): CategoryCounts {
  if (hashBits === counts.hashBits || hashBits === null) return counts;
  const coarser = new Map<string, number>();
  for (const [index, label] of counts.labels.entries()) {
    add(coarser, bucketOf(label, hashBits), counts.counts[index] as number);
  }
  return collapsed(coarser, coarser.size, hashBits);
}

/** Whether the labels are different ones that could have been given. */
export function areCategories({ hashBits, labels }: CategoryCounts): boolean {
  return labels.every((label, index) => {
    const isOrdered = index === 0 || compareText(labels[index - 1] as string, label) < 0;
    return isOrdered && (hashBits === null ? isName(label) : isBucket(label, hashBits));
  });
}

function isName(label: string): boolean {
  return label.length <= longestLabel && (!label.startsWith('#') || label.startsWith('##'));
}

function isBucket(label: string, bits: number): boolean {
  return label === bucketOf(label, bits) && Number.parseInt(label.split('/')[1] as string, 16) < 2 ** bits;
}

/** Counts in the finest buckets of which there are few enough: which these are depends on the names alone. */
function collapsed(
  counted: ReadonlyMap<string, number>,
  mostCategories: number,
  hashBits: number | null,
): CategoryCounts {
  let bits = hashBits;
  let found = counted;
  while (found.size > mostCategories) {
    bits = bits === null ? finestBits : bits - 1;
    const coarser = new Map<string, number>();
    for (const [label, count] of found) add(coarser, bucketOf(label, bits), count);
    found = coarser;
  }
  const labels = [...found.keys()].sort(compareText);
  return { hashBits: bits, labels, counts: Float64Array.from(labels, (label) => found.get(label) as number) };
}

function coarsestBits(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return Math.min(a, b);
}

/** `#` and the leading bits of the hash, in hexadecimal; a bucket is part of one with fewer bits. */
function bucketOf(label: string, bits: number): string {
  const known = /^#(\d+)\/([0-9a-f]+)$/.exec(label);
  const [from, bucket] = known
    ? [Number(known[1]), Number.parseInt(known[2] as string, 16)]
    : [32, murmurHash32(encoder.encode(label), 0) >>> 0];
  return `#${bits}/${Math.floor(bucket / 2 ** (from - bits)).toString(16)}`;
}

function shortLabel(label: string): string {
  // A name that looks like a bucket would be taken for one.
  if (label.length <= longestLabel && !label.startsWith('#')) return label;
  return `##${(murmurHash32(encoder.encode(label), 1) >>> 0).toString(16)}`;
}

function add(counts: Map<string, number>, label: string, count: number): void {
  counts.set(label, (counts.get(label) ?? 0) + count);
}
