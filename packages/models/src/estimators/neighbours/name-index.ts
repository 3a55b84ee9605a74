import { intBlocks } from './int-blocks.js';
import { ngramNumbers } from './ngram-numbers.js';
import { sortShort } from './sort-short.js';

/** A name in the index. */
export interface IndexedName {
  readonly key: number;
  /** Hashed n-grams, distinct, ascending. */
  readonly columns: Int32Array;
}

/** A name that has n-grams in common with the one looked for. */
export interface SimilarName {
  /** What `add` gave. */
  readonly slot: number;
  /** Cosine of the weighted n-grams, above 0 to 1. */
  readonly similarity: number;
}

/** Names by their n-grams. */
export interface NameIndex {
  /** @returns The slot of the name, until it is removed. */
  add(name: IndexedName): number;
  remove(slot: number): void;
  /** The columns of a name. */
  columnsOf(slot: number): Int32Array;
  /**
   * The names with the most n-grams in common, each weighted by how rare it is (ln((1 + names) ÷ (1 + names with
   * it)) + 1), most similar first.
   *
   * @param most At most so many.
   * @param least Not below this similarity.
   */
  similar(columns: Int32Array, most: number, least: number): readonly SimilarName[];
}

/** Names are looked for along so many entries of the index, those of the rarest n-grams first. */
const mostVisited = 700;
/** More n-grams than a name can have, so that a number holds how rare one is and which. */
const mostColumns = 2 ** 30;
/** So many more names than asked for, of those with the most in common, are compared in full. */
const spare = 4;

const logs: Float64Array = Float64Array.from({ length: 4096 }, (_, value) => Math.log(1 + value));

/** What is kept of an n-gram: how many names have it, where their list begins, its room, and the column. */
const perNgram = 4;
/** What is kept of a name: where its n-grams begin, and how many there are. */
const perName = 2;
/** N-grams of a name take a multiple of so much room, so that room that was given back fits others. */
const roomStep = 8;

/**
 * An inverted index: which names have an n-gram. A search looks along it from the rarest n-gram of its name on, within
 * a budget, so that it takes microseconds whatever the number of names; what it misses has only common n-grams in
 * common. Everything a search touches lies in few flat arrays, for what it takes is the time to reach memory.
 */
export function nameIndex(): NameIndex {
  const numbers = ngramNumbers();
  const lists = intBlocks();
  let ngrams = new Int32Array(perNgram * 1024);
  /** A bit per n-gram, set while its name is looked for. */
  let isAsked = new Uint32Array(32);

  const freeNames: number[] = [];
  let used = 0;
  let names = new Int32Array(perName * 256);
  /**
   * Per name what it has in common with the one looked for, 0 between searches, beside 1 ÷ √n-grams: one cache line
   * for both, and half as many in single precision, which is enough to choose what is compared in full.
   */
  let overlaps = new Float32Array(512);
  /** Of the names: apart from them, for equals are told apart by it, of which a search meets many. */
  let keys = new Float64Array(256);
  /** The squared length of each name, beside the version of the index for which it was added up. */
  let lengths = new Float64Array(512);
  let version = 1;

  /** Scratch: the names that have something in common with it. */
  const touched = new Int32Array(mostVisited);
  /** Scratch: the nearest of them, and by how much. */
  let best = new Int32Array(32);
  let bestRanks = new Float64Array(32);
  /** Scratch: the n-grams of the name looked for, and their order. */
  let asked = new Int32Array(256);
  let order = new Float64Array(256);
  let count = 0;
  /** 1 + ln(1 + count), as of the last search. */
  let logOfCount = 1;

  const keyAt = (slot: number): number => keys[slot] as number;

  const squareWeight = (frequency: number): number => {
    const weight =
      logOfCount - (frequency < logs.length ? (logs[frequency] as number) : Math.log(1 + frequency));
    return weight * weight;
  };

  function addTo(ngram: number, slot: number): void {
    const at = perNgram * ngram;
    const frequency = ngrams[at] as number;
    const room = ngrams[at + 2] as number;
    if (frequency === room) {
      const larger = Math.max(1, 2 * room);
      const from = lists.take(larger);
      const before = ngrams[at + 1] as number;
      lists.items.copyWithin(from, before, before + room);
      if (room > 0) lists.free(before, room);
      ngrams[at + 1] = from;
      ngrams[at + 2] = larger;
    }
    lists.items[(ngrams[at + 1] as number) + frequency] = slot;
    ngrams[at] = frequency + 1;
  }

  function takeFrom(ngram: number, slot: number): void {
    const at = perNgram * ngram;
    const from = ngrams[at + 1] as number;
    const end = from + (ngrams[at] as number);
    const place = lists.items.indexOf(slot, from);
    // The others stay in their order.
    lists.items.copyWithin(place, place + 1, end);
    ngrams[at] = (ngrams[at] as number) - 1;
    if (ngrams[at] !== 0) return;
    lists.free(from, ngrams[at + 2] as number);
    ngrams[at + 2] = 0;
    numbers.remove(ngrams[at + 3] as number);
  }

  /** The names with the most in common by what was seen of it, best first, as many as are compared. */
  function nearest(count: number, most: number): number {
    const length = Math.min(count, most);
    if (length > best.length) {
      best = new Int32Array(2 * length);
      bestRanks = new Float64Array(2 * length);
    }
    let found = 0;
    for (let at = 0; at < count; at++) {
      const slot = touched[at] as number;
      const rank = (overlaps[2 * slot] as number) * (overlaps[2 * slot + 1] as number);
      overlaps[2 * slot] = 0;
      if (found === length && rank < (bestRanks[found - 1] as number)) continue;
      let place = found;
      while (place > 0) {
        const other = bestRanks[place - 1] as number;
        if (other > rank) break;
        if (other === rank && keyAt(best[place - 1] as number) < keyAt(slot)) break;
        place--;
      }
      if (place === length) continue;
      if (found < length) found++;
      for (let to = found - 1; to > place; to--) {
        best[to] = best[to - 1] as number;
        bestRanks[to] = bestRanks[to - 1] as number;
      }
      best[place] = slot;
      bestRanks[place] = rank;
    }
    return found;
  }

  function lengthSquareOf(slot: number): number {
    if (lengths[2 * slot + 1] === version) return lengths[2 * slot] as number;
    const { items } = lists;
    const from = names[perName * slot] as number;
    const end = from + (names[perName * slot + 1] as number);
    let sum = 0;
    for (let at = from; at < end; at++) {
      sum += squareWeight(ngrams[perNgram * (items[at] as number)] as number);
    }
    lengths[2 * slot] = sum;
    lengths[2 * slot + 1] = version;
    return sum;
  }

  function cosine(slot: number, lengthSquare: number): number {
    const { items } = lists;
    const from = names[perName * slot] as number;
    const end = from + (names[perName * slot + 1] as number);
    let common = 0;
    for (let at = from; at < end; at++) {
      const ngram = items[at] as number;
      if ((((isAsked[ngram >>> 5] as number) >>> (ngram & 31)) & 1) === 0) continue;
      common += squareWeight(ngrams[perNgram * ngram] as number);
    }
    return Math.min(common / Math.sqrt(lengthSquareOf(slot) * lengthSquare), 1);
  }

  function isBefore(a: SimilarName, b: SimilarName): boolean {
    return a.similarity > b.similarity || (a.similarity === b.similarity && keyAt(a.slot) < keyAt(b.slot));
  }

  return {
    add(name) {
      const slot = freeNames.pop() ?? used++;
      const size = name.columns.length;
      while (2 * slot >= overlaps.length) {
        overlaps = doubled(overlaps, Float32Array);
        keys = doubled(keys, Float64Array);
        lengths = doubled(lengths, Float64Array);
        names = doubled(names, Int32Array);
      }
      keys[slot] = name.key;
      overlaps[2 * slot + 1] = 1 / Math.sqrt(size);
      const from = lists.take(roomOf(size));
      names[perName * slot] = from;
      names[perName * slot + 1] = size;
      for (let at = 0; at < size; at++) {
        const column = name.columns[at] as number;
        const ngram = numbers.of(column);
        if (perNgram * ngram >= ngrams.length) ngrams = doubled(ngrams, Int32Array);
        if (ngram >>> 5 >= isAsked.length) isAsked = doubled(isAsked, Uint32Array);
        ngrams[perNgram * ngram + 3] = column;
        addTo(ngram, slot);
        lists.items[from + at] = ngram;
      }
      count++;
      version++;
      return slot;
    },
    remove(slot) {
      const from = names[perName * slot] as number;
      const size = names[perName * slot + 1] as number;
      for (let at = from; at < from + size; at++) takeFrom(lists.items[at] as number, slot);
      lists.free(from, roomOf(size));
      freeNames.push(slot);
      count--;
      version++;
    },
    columnsOf(slot) {
      const from = names[perName * slot] as number;
      const own = lists.items.slice(from, from + (names[perName * slot + 1] as number));
      return own.map((ngram) => ngrams[perNgram * ngram + 3] as number);
    },
    similar(columns, most, least) {
      logOfCount = 1 + Math.log(1 + count);
      if (columns.length > order.length) {
        order = new Float64Array(2 * columns.length);
        asked = new Int32Array(2 * columns.length);
      }
      let known = 0;
      let lengthSquare = 0;
      for (let at = 0; at < columns.length; at++) {
        const ngram = numbers.find(columns[at] as number);
        if (ngram < 0) {
          lengthSquare += squareWeight(0);
          continue;
        }
        const frequency = ngrams[perNgram * ngram] as number;
        isAsked[ngram >>> 5] = (isAsked[ngram >>> 5] as number) | (1 << (ngram & 31));
        lengthSquare += squareWeight(frequency);
        asked[known] = ngram;
        order[known] = frequency * mostColumns + known;
        known++;
      }
      // Rarest first, then as the columns come, whatever their numbers.
      sortShort(order, known);
      const { items } = lists;
      let found = 0;
      let visited = 0;
      for (let at = 0; at < known; at++) {
        const ngram = asked[(order[at] as number) % mostColumns] as number;
        const frequency = ngrams[perNgram * ngram] as number;
        visited += frequency;
        if (visited > mostVisited && found > 0) break;
        const weight = squareWeight(frequency);
        const from = ngrams[perNgram * ngram + 1] as number;
        // The rarest of all may be common, too: then only some of its names are looked at.
        const end = from + Math.min(frequency, mostVisited);
        for (let entry = from; entry < end; entry++) {
          const slot = items[entry] as number;
          const before = overlaps[2 * slot] as number;
          if (before === 0) touched[found++] = slot;
          overlaps[2 * slot] = before + weight;
        }
      }
      const similar: SimilarName[] = [];
      const compared = nearest(found, most + spare);
      for (let at = 0; at < compared; at++) {
        const slot = best[at] as number;
        const similarity = cosine(slot, lengthSquare);
        if (!(similarity >= least)) continue;
        const name: SimilarName = { slot, similarity };
        // They come nearly in order.
        let place = similar.push(name) - 1;
        for (; place > 0 && isBefore(name, similar[place - 1] as SimilarName); place--) {
          similar[place] = similar[place - 1] as SimilarName;
        }
        similar[place] = name;
      }
      for (let at = 0; at < known; at++) isAsked[(asked[at] as number) >>> 5] = 0;
      if (similar.length > most) similar.length = most;
      return similar;
    },
  };
}

function roomOf(size: number): number {
  return Math.ceil(size / roomStep) * roomStep;
}

function doubled<A extends Int32Array | Uint32Array | Float32Array | Float64Array>(
  values: A,
  type: new (length: number) => A,
): A {
  const larger = new type(values.length * 2);
  larger.set(values);
  return larger;
}
