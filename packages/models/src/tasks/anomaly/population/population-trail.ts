import { type ActivityKind, activityKinds } from './activity-kinds.js';
import type { Activity } from './recent-activity.js';

/** What was known of names at the moments lately gone, so that rows that come late see what they would have seen in time. */
export interface PopulationTrail {
  /** Place in time from which on everything is known. */
  readonly from: number;
  /** Told before changes of names, all of which rows after this place see and none up to it. */
  begin(place: number): void;
  /**
   * Keeps what a name's activity becomes.
   *
   * @param before What it was, `undefined` for a new name.
   * @param after `undefined` for one that is forgotten.
   * @param visibleFrom Place in time of the first rows that see it.
   */
  keep(
    kind: ActivityKind,
    key: number,
    before: Activity | undefined,
    after: Activity | undefined,
    visibleFrom: number,
  ): void;
  /** @param latest What is known of the name by now. @returns What a row of a place in time sees of it. */
  at(kind: ActivityKind, key: number, place: number, latest: Activity | undefined): Activity | undefined;
}

/**
 * What was known of a name: place in time from which on it was, `at` and `count`, in turns. The first place is −∞, and NaN
 * stands for an `at` of what is not known. One list a name, made as long as it is: most names change once.
 */
type Versions = number[];
const numbersOfVersion = 3;

interface Generation {
  readonly from: number;
  readonly kinds: Readonly<Record<ActivityKind, Map<number, Versions>>>;
  versions: number;
}

/** Changes that a generation holds; two of them take some 3 MB where names are few, 20 MB where nearly each is another. */
const mostVersions = 65_536;

/** Remembers at least the last 65,536 changes that happened after a place in time: two generations, the older one forgotten when the younger is full. */
export function populationTrail(start: number): PopulationTrail {
  let old: Generation | null = null;
  let young = generation(start);
  return {
    get from() {
      return (old ?? young).from;
    },
    begin(place) {
      if (young.versions < mostVersions) return;
      old = young;
      young = generation(place + 1);
    },
    keep(kind, key, before, after, visibleFrom) {
      const names = young.kinds[kind];
      const versions = names.get(key);
      const [at, count] = [after?.at ?? Number.NaN, after?.count ?? 0];
      if (versions === undefined) {
        const first = [Number.NEGATIVE_INFINITY, before?.at ?? Number.NaN, before?.count ?? 0];
        names.set(key, [...first, visibleFrom, at, count]);
      } else {
        // One that was to be forgotten, and comes again at once.
        if ((versions.at(-numbersOfVersion) as number) > visibleFrom) versions.length -= numbersOfVersion;
        versions.push(visibleFrom, at, count);
      }
      young.versions++;
    },
    at(kind, key, place, latest) {
      const then = old !== null && place < young.from ? old.kinds[kind].get(key) : undefined;
      if (then !== undefined) return seenFrom(then, place);
      const since = young.kinds[kind].get(key);
      return since === undefined ? latest : seenFrom(since, place);
    },
  };
}

function generation(from: number): Generation {
  const kinds = Object.fromEntries(activityKinds.map((kind) => [kind, new Map()]));
  return { from, kinds: kinds as Generation['kinds'], versions: 0 };
}

/** The last version that begins no later than the place. */
function seenFrom(versions: Versions, place: number): Activity | undefined {
  let [low, high] = [0, versions.length / numbersOfVersion - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((versions[numbersOfVersion * middle] as number) <= place) low = middle;
    else high = middle - 1;
  }
  const at = versions[numbersOfVersion * low + 1] as number;
  return Number.isNaN(at) ? undefined : { at, count: versions[numbersOfVersion * low + 2] as number };
}
