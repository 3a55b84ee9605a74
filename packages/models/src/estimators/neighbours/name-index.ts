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

/**
 * An inverted index: which names have an n-gram. A search looks along it from the rarest n-gram of its name on, within
 * a budget, so that it takes microseconds whatever the number of names; what it misses has only common n-grams in
 * common. Everything a search touches lies in flat arrays.
 */
export function nameIndex(): NameIndex {
  const ngramOf = new Map<number, number>();
  /** Names with each n-gram. */
  const having: number[][] = [];
  const freeNgrams: number[] = [];
  /** Per n-gram how many names have it, beside the last search whose name had it: one cache line for both. */
  let ngrams = new Int32Array(2048);

  const names: (IndexedName | null)[] = [];
  const ngramsOf: Int32Array[] = [];
  const freeNames: number[] = [];
  /**
   * Per name what it has in common with the one looked for, 0 between searches, beside 1 ÷ √n-grams: one cache line
   * for both, and half as many in single precision, which is enough to choose what is compared in full.
   */
  let overlaps = new Float32Array(512);
  /** Of the names: apart from them, for equals are told apart by it, of which a search meets many. */
  let keys = new Float64Array(256);
  /** Scratch: the names that have something in common with it. */
  const touched = new Int32Array(mostVisited);
  /** Scratch: the nearest of them, and by how much. */
  let best = new Int32Array(32);
  let bestRanks = new Float64Array(32);
  /** Scratch: the n-grams of the name looked for, and their order. */
  let slotsOf = new Int32Array(256);
  let order = new Float64Array(256);
  let count = 0;
  /** 1 + ln(1 + count), as of the last search. */
  let logOfCount = 1;
  let search = 0;

  const keyAt = (slot: number): number => keys[slot] as number;

  const squareWeight = (frequency: number): number => {
    const weight =
      logOfCount - (frequency < logs.length ? (logs[frequency] as number) : Math.log(1 + frequency));
    return weight * weight;
  };

  function ngramSlot(column: number): number {
    const known = ngramOf.get(column);
    if (known !== undefined) return known;
    const slot = freeNgrams.pop() ?? having.length;
    having[slot] = [];
    if (2 * slot >= ngrams.length) ngrams = doubled(ngrams, Int32Array);
    ngrams[2 * slot] = 0;
    ngramOf.set(column, slot);
    return slot;
  }

  /** The names with the most in common by what was seen of it, best first, as many as are compared. */
  function nearest(count: number, most: number): Int32Array {
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
    return best.subarray(0, found);
  }

  function cosine(slot: number, lengthSquare: number): number {
    const ofName = ngramsOf[slot] as Int32Array;
    let common = 0;
    let own = 0;
    for (let at = 0; at < ofName.length; at++) {
      const ngram = 2 * (ofName[at] as number);
      const weight = squareWeight(ngrams[ngram] as number);
      own += weight;
      if (ngrams[ngram + 1] === search) common += weight;
    }
    return Math.min(common / Math.sqrt(own * lengthSquare), 1);
  }

  return {
    add(name) {
      const slot = freeNames.pop() ?? names.length;
      names[slot] = name;
      if (2 * slot >= overlaps.length) overlaps = doubled(overlaps, Float32Array);
      if (slot >= keys.length) keys = doubled(keys, Float64Array);
      keys[slot] = name.key;
      overlaps[2 * slot + 1] = 1 / Math.sqrt(name.columns.length);
      const ofName = Int32Array.from(name.columns, ngramSlot);
      for (const ngram of ofName) ngrams[2 * ngram] = having[ngram]?.push(slot) as number;
      ngramsOf[slot] = ofName;
      count++;
      return slot;
    },
    remove(slot) {
      const name = names[slot];
      ngramsOf[slot]?.forEach((ngram, at) => {
        const slots = having[ngram] as number[];
        slots.splice(slots.indexOf(slot), 1);
        ngrams[2 * ngram] = slots.length;
        if (slots.length > 0) return;
        ngramOf.delete(name?.columns[at] as number);
        freeNgrams.push(ngram);
      });
      names[slot] = null;
      ngramsOf[slot] = new Int32Array(0);
      freeNames.push(slot);
      count--;
    },
    similar(columns, most, least) {
      // Counts past 2³¹ would be read as others.
      search = (search + 1) | 0;
      logOfCount = 1 + Math.log(1 + count);
      if (columns.length > order.length) {
        order = new Float64Array(2 * columns.length);
        slotsOf = new Int32Array(2 * columns.length);
      }
      let known = 0;
      let lengthSquare = 0;
      for (const column of columns) {
        const ngram = ngramOf.get(column);
        if (ngram === undefined) {
          lengthSquare += squareWeight(0);
          continue;
        }
        ngrams[2 * ngram + 1] = search;
        lengthSquare += squareWeight(ngrams[2 * ngram] as number);
        slotsOf[known] = ngram;
        order[known] = (ngrams[2 * ngram] as number) * mostColumns + known;
        known++;
      }
      // Rarest first, then as the columns come, whatever their slots.
      sortShort(order, known);
      let found = 0;
      let visited = 0;
      for (let at = 0; at < known; at++) {
        const ngram = slotsOf[(order[at] as number) % mostColumns] as number;
        const slots = having[ngram] as number[];
        visited += slots.length;
        if (visited > mostVisited && found > 0) break;
        const weight = squareWeight(slots.length);
        // The rarest of all may be common, too: then only some of its names are looked at.
        const end = Math.min(slots.length, mostVisited);
        for (let entry = 0; entry < end; entry++) {
          const slot = slots[entry] as number;
          const before = overlaps[2 * slot] as number;
          if (before === 0) touched[found++] = slot;
          overlaps[2 * slot] = before + weight;
        }
      }
      const similar: SimilarName[] = [];
      for (const slot of nearest(found, most + spare)) {
        const similarity = cosine(slot, lengthSquare);
        if (similarity >= least) similar.push({ slot, similarity });
      }
      return similar
        .sort((a, b) => b.similarity - a.similarity || keyAt(a.slot) - keyAt(b.slot))
        .slice(0, most);
    },
  };
}

function doubled<A extends Int32Array | Float32Array | Float64Array>(
  values: A,
  type: new (length: number) => A,
): A {
  const larger = new type(values.length * 2);
  larger.set(values);
  return larger;
}
