import { similarityOfTexts } from '../similarity/similarity-cache.js';
import { type DuplicateEvidence, type DuplicateRules, duplicateEvidence } from './duplicate-rules.js';
import { type ComparedRow, rememberedRows, type SeenRow } from './remembered-rows.js';

/** A row that stands for the same transaction as one seen before it. */
export interface DuplicateMatch {
  readonly kept: SeenRow;
  readonly evidence: DuplicateEvidence;
}

/** Finds duplicates among rows as they come. */
export interface DuplicateFinder {
  /** Remembers rows that were known before, as long as the finder lives. */
  remember(rows: Iterable<ComparedRow>): void;
  /**
   * Which of the rows stand for a transaction that was seen before, best evidence first over all of them: entry `i` is
   * about row `i`. Each transaction takes at most one row of each source.
   *
   * @param isFree Rows that are never taken for duplicates.
   */
  decide(
    rows: readonly ComparedRow[],
    isFree?: (row: ComparedRow) => boolean,
  ): readonly (DuplicateMatch | null)[];
}

interface Pair {
  readonly index: number;
  readonly order: number;
  readonly seen: SeenRow;
  readonly evidence: DuplicateEvidence;
}

/** Far before any row of a run. */
const firstKnownOrder = -(2 ** 50);

/** Starts with nothing remembered. */
export function duplicateFinder(rules: Required<DuplicateRules>, rememberRows: number): DuplicateFinder {
  const memory = rememberedRows(rememberRows);
  let hasKnown = false;
  const known = rememberedRows(Number.POSITIVE_INFINITY, firstKnownOrder);
  const similarityOf = similarityOfTexts();
  /** The row that stays, of rows that are duplicates. */
  const keptOf = new Map<number, SeenRow>();
  /** Sources of the rows that stand for one transaction, of those that have duplicates. */
  const sourcesOf = new Map<number, readonly number[]>();

  /** First and last day of each source. */
  const daysOf = new Map<number, readonly [number, number]>();

  /** How far equal rows of the source that is looked at have come. */
  const cursor = new Map<number, number>();
  let cursorSource = Number.NaN;

  function decide(
    rows: readonly ComparedRow[],
    isFree: (row: ComparedRow) => boolean = () => false,
  ): readonly (DuplicateMatch | null)[] {
    const pairs: Pair[] = [];
    const seenRows: SeenRow[] = [];
    for (const [index, row] of rows.entries()) {
      if (row.sourceIndex !== cursorSource) {
        cursor.clear();
        cursorSource = row.sourceIndex;
      }
      const found: Omit<Pair, 'order'>[] = [];
      if (!isFree(row)) {
        const consider = (seen: SeenRow): void => {
          const evidence = duplicateEvidence(row, seen, rules, similarityOf);
          if (evidence !== null) found.push({ index, seen, evidence });
        };
        const isOwnVisited = rules.withinSource || row.id !== null;
        const near = { days: rules.days, isOwnVisited, cursor: row.id === null ? cursor : null };
        if (hasKnown) known.near(row, near, consider);
        memory.near(row, near, consider);
      }
      const seenRow = memory.add(row);
      cover(row);
      seenRows.push(seenRow);
      for (const pair of found) pairs.push({ ...pair, order: seenRow.order });
    }
    const trusted = pairs.filter((pair) => isTrusted(pair, seenRows[pair.index] as SeenRow)).sort(byEvidence);
    const matches = new Array<DuplicateMatch | null>(rows.length).fill(null);
    for (const { index, seen, evidence } of trusted) {
      if (matches[index] !== null) continue;
      const row = seenRows[index] as SeenRow;
      const kept = rootOf(seen);
      const joined = joinedSources(kept, row, seen.sourceIndex === row.sourceIndex);
      if (joined === null) continue;
      keptOf.set(row.order, kept);
      sourcesOf.set(kept.order, joined);
      matches[index] = { kept, evidence };
    }
    // A row that was kept for another may itself have been taken for a third since.
    return matches.map((match) => (match === null ? null : { ...match, kept: rootOf(match.kept) }));
  }

  /**
   * Another day is hardly another date of one purchase where purchases of the same text recur within as many days, and
   * the other source does not reach to the day: then the one file ends where the other begins.
   */
  function isTrusted({ seen, evidence }: Pair, row: SeenRow): boolean {
    if (evidence.daysApart === 0 || evidence.sameId || evidence.similarity < 1) return true;
    const [first, last] = daysOf.get(seen.sourceIndex) ?? [seen.day, seen.day];
    const isCovered = row.day >= first && row.day <= last;
    return isCovered || !(recurs(row) || recurs(seen));
  }

  /** Whether the source of a row has a similar one, of the same amount, on another day nearby. */
  function recurs(row: SeenRow): boolean {
    let isFound = false;
    const consider = (other: SeenRow): void => {
      isFound ||=
        other.sourceIndex === row.sourceIndex &&
        other.day !== row.day &&
        similarityOf(row.description, other.description) >= rules.minimumConfidence;
    };
    const all = { days: rules.days, isOwnVisited: true, cursor: null };
    memory.near(row, all, consider);
    if (hasKnown) known.near(row, all, consider);
    return isFound;
  }

  function cover({ sourceIndex, day }: ComparedRow): void {
    const [first, last] = daysOf.get(sourceIndex) ?? [day, day];
    if (day <= first || day >= last) daysOf.set(sourceIndex, [Math.min(first, day), Math.max(last, day)]);
  }

  function rootOf(seen: SeenRow): SeenRow {
    let root = seen;
    for (let next = keptOf.get(root.order); next !== undefined; next = keptOf.get(root.order)) root = next;
    return root;
  }

  /** `null` if a row of the same source already stands for that transaction. */
  function joinedSources(kept: SeenRow, row: SeenRow, isWithinSource: boolean): readonly number[] | null {
    if (kept.order === row.order) return null;
    const ofKept = sourcesOf.get(kept.order) ?? [kept.sourceIndex];
    const ofRow = sourcesOf.get(row.order) ?? [row.sourceIndex];
    if (!isWithinSource && ofRow.some((source) => ofKept.includes(source))) return null;
    return [...new Set([...ofKept, ...ofRow])];
  }

  return {
    remember(rows) {
      for (const row of rows) {
        known.add(row);
        cover(row);
        hasKnown = true;
      }
    },
    decide,
  };
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
