import { similarityOfTexts } from '../similarity/similarity-cache.js';
import { type DuplicateEvidence, type DuplicateRules, duplicateEvidence } from './duplicate-rules.js';
import { type KnownAround, knownSource } from './known-transactions.js';
import { recentMap } from './recent-map.js';
import { type ComparedRow, rememberedRows, type SeenRow } from './remembered-rows.js';

/** A row that stands for the same transaction as one seen before it. */
export interface DuplicateMatch {
  readonly kept: SeenRow;
  readonly evidence: DuplicateEvidence;
}

/** Finds duplicates among rows as they come. */
export interface DuplicateFinder {
  /**
   * Which of the rows stand for a transaction that was seen before, best evidence first over all of them: entry `i` is
   * about row `i`. Each transaction takes at most one row of each source. A row that a loader takes for a known one by
   * itself is none.
   *
   * @param isFree Rows that are never taken for duplicates.
   * @param known Rows that were known before the run, around those.
   */
  decide(
    rows: readonly ComparedRow[],
    isFree?: (row: ComparedRow) => boolean,
    known?: KnownAround | null,
  ): readonly (DuplicateMatch | null)[];
}

interface Pair {
  readonly index: number;
  readonly order: number;
  readonly seen: SeenRow;
  readonly evidence: DuplicateEvidence;
}

/** Of a row of the run its order; of a known one its place, since it may be read again with another order. */
type Identity = number | string;

/** Starts with nothing remembered. */
export function duplicateFinder(rules: Required<DuplicateRules>, rememberRows: number): DuplicateFinder {
  const memory = rememberedRows(rememberRows);
  const similarityOf = similarityOfTexts();
  /** The row that stays, of rows that are duplicates. */
  const keptOf = recentMap<Identity, SeenRow>(rememberRows);
  /** Sources of the rows that stand for one transaction, of those that have duplicates. */
  const sourcesOf = recentMap<Identity, readonly number[]>(rememberRows);

  /** First and last day of each source. */
  const daysOf = new Map<number, readonly [number, number]>();

  /** How far equal rows of the source that is looked at have come. */
  const cursor = new Map<number, number>();
  let cursorSource = Number.NaN;

  function decide(
    rows: readonly ComparedRow[],
    isFree: (row: ComparedRow) => boolean = () => false,
    known: KnownAround | null = null,
  ): readonly (DuplicateMatch | null)[] {
    const pairs: Pair[] = [];
    const seenRows: SeenRow[] = [];
    const knownCursor = new Map<number, number>();
    const takeSame = known === null ? () => null : sameKnownRows(known);
    for (const [index, row] of rows.entries()) {
      if (row.sourceIndex !== cursorSource) {
        cursor.clear();
        cursorSource = row.sourceIndex;
      }
      const found: Omit<Pair, 'order'>[] = [];
      const same = isFree(row) ? null : takeSame(row);
      if (same === null && !isFree(row)) {
        const consider = (seen: SeenRow): void => {
          const evidence = duplicateEvidence(row, seen, rules, similarityOf);
          if (evidence !== null) found.push({ index, seen, evidence });
        };
        const isOwnVisited = rules.withinSource || row.id !== null;
        const near = { days: rules.days, isOwnVisited };
        known?.near(row, { ...near, cursor: row.id === null ? knownCursor : null }, consider);
        memory.near(row, { ...near, cursor: row.id === null ? cursor : null }, consider);
      }
      const seenRow = memory.add(row);
      cover(row);
      if (same !== null) join(same, seenRow, [...sourcesOfRow(same), row.sourceIndex]);
      seenRows.push(seenRow);
      for (const pair of found) pairs.push({ ...pair, order: seenRow.order });
    }
    const trusted = pairs
      .filter((pair) => isTrusted(pair, seenRows[pair.index] as SeenRow, known))
      .sort(byEvidence);
    const matches = new Array<DuplicateMatch | null>(rows.length).fill(null);
    for (const { index, seen, evidence } of trusted) {
      if (matches[index] !== null) continue;
      const row = seenRows[index] as SeenRow;
      const kept = rootOf(seen);
      const joined = joinedSources(kept, row, seen.sourceIndex === row.sourceIndex);
      if (joined === null) continue;
      join(kept, row, joined);
      matches[index] = { kept, evidence };
    }
    // A row that was kept for another may itself have been taken for a third since.
    return matches.map((match) => (match === null ? null : { ...match, kept: rootOf(match.kept) }));
  }

  /**
   * Another day is hardly another date of one purchase where purchases of the same text recur within as many days, and
   * the other source does not reach to the day: then the one file ends where the other begins.
   */
  function isTrusted({ seen, evidence }: Pair, row: SeenRow, known: KnownAround | null): boolean {
    if (evidence.daysApart === 0 || evidence.sameId || evidence.similarity < 1) return true;
    return isCovered(seen.sourceIndex, row, known) || !(recurs(row, known) || recurs(seen, known));
  }

  function isCovered(source: number, row: SeenRow, known: KnownAround | null): boolean {
    if (source === knownSource) return known?.covers(row) ?? false;
    const [first, last] = daysOf.get(source) ?? [row.day, row.day];
    return row.day >= first && row.day <= last;
  }

  /** Whether the source of a row has a similar one, of the same amount, on another day nearby. */
  function recurs(row: SeenRow, known: KnownAround | null): boolean {
    let isFound = false;
    const consider = (other: SeenRow): void => {
      isFound ||=
        other.sourceIndex === row.sourceIndex &&
        other.day !== row.day &&
        similarityOf(row.description, other.description) >= rules.minimumConfidence;
    };
    const all = { days: rules.days, isOwnVisited: true, cursor: null };
    memory.near(row, all, consider);
    known?.near(row, all, consider);
    return isFound;
  }

  function cover({ sourceIndex, day }: ComparedRow): void {
    const [first, last] = daysOf.get(sourceIndex) ?? [day, day];
    if (day <= first || day >= last) daysOf.set(sourceIndex, [Math.min(first, day), Math.max(last, day)]);
  }

  function rootOf(seen: SeenRow): SeenRow {
    let root = seen;
    for (let next = keptOf.get(identityOf(root)); next !== undefined; next = keptOf.get(identityOf(root))) {
      root = next;
    }
    return root;
  }

  function join(kept: SeenRow, row: SeenRow, sources: readonly number[]): void {
    keptOf.set(identityOf(row), kept);
    sourcesOf.set(identityOf(kept), sources);
  }

  function sourcesOfRow(row: SeenRow): readonly number[] {
    return sourcesOf.get(identityOf(row)) ?? [row.sourceIndex];
  }

  /** Gives each known row to one row at most, of those that are the same and of which none of the source is one yet. */
  function sameKnownRows(known: KnownAround): (row: ComparedRow) => SeenRow | null {
    const looked = new Map<readonly SeenRow[], number>();
    return (row) => {
      const same = known.same(row);
      let next = looked.get(same) ?? 0;
      while (next < same.length && sourcesOfRow(same[next] as SeenRow).includes(row.sourceIndex)) next++;
      if (same.length > 0) looked.set(same, next + 1);
      return same[next] ?? null;
    };
  }

  /** `null` if a row of the same source already stands for that transaction. */
  function joinedSources(kept: SeenRow, row: SeenRow, isWithinSource: boolean): readonly number[] | null {
    if (kept.order === row.order) return null;
    const [ofKept, ofRow] = [sourcesOfRow(kept), sourcesOfRow(row)];
    if (!isWithinSource && ofRow.some((source) => ofKept.includes(source))) return null;
    return [...new Set([...ofKept, ...ofRow])];
  }

  return { decide };
}

function identityOf({ sourceIndex, account, day, row, order }: SeenRow): Identity {
  return sourceIndex === knownSource ? `${account} ${day} ${row}` : order;
}

function byEvidence(a: Pair, b: Pair): number {
  return (
    b.evidence.confidence - a.evidence.confidence ||
    Number(b.evidence.sameId) - Number(a.evidence.sameId) ||
    a.evidence.daysApart - b.evidence.daysApart ||
    a.order - b.order ||
    // Equal rows are looked through from the latest on.
    b.seen.order - a.seen.order
  );
}
