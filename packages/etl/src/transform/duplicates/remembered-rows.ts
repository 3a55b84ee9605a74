/** What is looked at of a row to find its duplicates. */
export interface ComparedRow {
  /** Account and currency, as a number that is the same for the same two. */
  readonly account: number;
  readonly amountMinor: number;
  /** Days since 1970-01-01. */
  readonly day: number;
  readonly description: string;
  readonly id: string | null;
  /** Number of its source in the run; -1 for what is known from before the run. */
  readonly sourceIndex: number;
  /** Number of the record in its source, from 1. */
  readonly row: number;
}

/** A row that was seen before, and when. */
export interface SeenRow extends ComparedRow {
  /** In which order the rows were seen, from 0. */
  readonly order: number;
}

/** Rows of one account, amount and day that one row is compared with, so that equal rows do not cost a square. */
const mostComparedPerDay = 64;
/** Says that each of the equal rows has been visited first once. */
const exhausted = Number.NaN;
/** Equal rows of one day that are visited; more than one, since some may be duplicates of others. */
const equalVisited = 8;

/** Rows by account, currency, amount and day: whatever is a duplicate shares the first three. */
export interface RememberedRows {
  add(row: ComparedRow): SeenRow;
  /**
   * Visits the rows of the same account and amount at most `days` apart, nearest days first; those of the same source
   * only if `isOwnVisited`.
   */
  near(row: ComparedRow, options: NearOptions, visit: (seen: SeenRow) => void): void;
}

/** Which rows are visited. */
export interface NearOptions {
  readonly days: number;
  readonly isOwnVisited: boolean;
  /**
   * Of rows of other sources with the same day and text, only some are visited: one further than for the last equal row
   * of this source, so that the second of two equal rows meets the second of two others. Holds how far that went, by
   * the order of the latest of them. With `null`, all are visited.
   */
  readonly cursor: Map<number, number> | null;
}

/**
 * Remembers at least half of the last `limit` rows and at most all: in two generations, of which the older is forgotten
 * when the newer is full. Takes about 60 bytes a row beside its texts.
 *
 * @param firstOrder Order of the first row.
 */
export function rememberedRows(limit: number, firstOrder = 0): RememberedRows {
  const half = Math.max(1, Math.ceil(limit / 2));
  let newer = generation(firstOrder);
  let older: Generation | null = null;
  return {
    add(row) {
      if (newer.size() >= half) {
        older = newer;
        newer = generation(older.firstOrder + older.size());
      }
      return newer.add(row);
    },
    near(row, options, visit) {
      for (let distance = 0; distance <= options.days; distance++) {
        older?.visit(row, row.day - distance, options, visit);
        newer.visit(row, row.day - distance, options, visit);
        if (distance === 0) continue;
        older?.visit(row, row.day + distance, options, visit);
        newer.visit(row, row.day + distance, options, visit);
      }
    },
  };
}

interface Generation {
  readonly firstOrder: number;
  size(): number;
  add(row: ComparedRow): SeenRow;
  visit(row: ComparedRow, day: number, options: NearOptions, visit: (seen: SeenRow) => void): void;
}

/** Columns of rows and a hash table with open addressing, whose slots hold the last row of each account, amount and day. */
function generation(firstOrder: number): Generation {
  let capacity = 1_024;
  let length = 0;
  let slots = new Int32Array(2 * capacity).fill(-1);
  let account = new Int32Array(capacity);
  let amount = new Float64Array(capacity);
  let day = new Int32Array(capacity);
  let source = new Int32Array(capacity);
  let rowNumber = new Int32Array(capacity);
  /** The row before with the same account, amount and day, and the nearest of those that is of another source. */
  let previous = new Int32Array(capacity);
  let elsewhere = new Int32Array(capacity);
  const descriptions: string[] = [];
  const ids: (string | null)[] = [];

  return { firstOrder, size: () => length, add, visit };

  function add(row: ComparedRow): SeenRow {
    if (length === capacity) grow();
    const index = length++;
    account[index] = row.account;
    amount[index] = row.amountMinor;
    day[index] = row.day;
    source[index] = row.sourceIndex;
    descriptions.push(row.description);
    ids.push(row.id);
    rowNumber[index] = row.row;
    const slot = slotOf(row.account, row.amountMinor, row.day);
    const before = slots[slot] as number;
    previous[index] = before;
    elsewhere[index] =
      before >= 0 && source[before] === row.sourceIndex ? (elsewhere[before] as number) : before;
    slots[slot] = index;
    return { ...row, order: firstOrder + index };
  }

  function visit(
    row: ComparedRow,
    onDay: number,
    { isOwnVisited, cursor }: NearOptions,
    each: (seen: SeenRow) => void,
  ): void {
    let index = slots[slotOf(row.account, row.amountMinor, onDay)] as number;
    let equal = 0;
    let latest = 0;
    const isOwn = (at: number): boolean => source[at] === row.sourceIndex;
    for (let count = 0; index >= 0 && count < mostComparedPerDay; count++) {
      if (!isOwnVisited && isOwn(index)) {
        index = elsewhere[index] as number;
        count--;
        continue;
      }
      if (cursor !== null && onDay === row.day && descriptions[index] === row.description && !isOwn(index)) {
        if (equal === 0) {
          latest = firstOrder + index;
          const next = cursor.get(latest) ?? latest;
          if (Number.isNaN(next)) return;
          index = next - firstOrder;
          cursor.set(latest, exhausted);
        } else if (equal === 1) {
          cursor.set(latest, firstOrder + index);
        }
        if (equal++ === equalVisited) return;
      }
      each({
        account: row.account,
        amountMinor: row.amountMinor,
        day: onDay,
        description: descriptions[index] as string,
        id: ids[index] as string | null,
        sourceIndex: source[index] as number,
        row: rowNumber[index] as number,
        order: firstOrder + index,
      });
      index = previous[index] as number;
    }
  }

  function slotOf(ofAccount: number, ofAmount: number, onDay: number): number {
    const mask = slots.length - 1;
    let hash = Math.imul(ofAccount, 0x9e3779b1) ^ Math.imul(onDay, 0x85ebca6b);
    hash ^= Math.imul(ofAmount | 0, 0xc2b2ae35) ^ Math.imul((ofAmount / 4_294_967_296) | 0, 0x27d4eb2f);
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
    for (let slot = (hash ^ (hash >>> 13)) & mask; ; slot = (slot + 1) & mask) {
      const index = slots[slot] as number;
      if (index < 0) return slot;
      if (account[index] === ofAccount && amount[index] === ofAmount && day[index] === onDay) return slot;
    }
  }

  function grow(): void {
    capacity *= 2;
    const wider = (column: Int32Array): Int32Array<ArrayBuffer> => {
      const grown = new Int32Array(capacity);
      grown.set(column);
      return grown;
    };
    [account, day, source] = [wider(account), wider(day), wider(source)];
    rowNumber = wider(rowNumber);
    [previous, elsewhere] = [wider(previous), wider(elsewhere)];
    const grownAmount = new Float64Array(capacity);
    grownAmount.set(amount);
    amount = grownAmount;
    slots = new Int32Array(2 * capacity).fill(-1);
    // In order, so that each slot ends with its last row.
    for (let index = 0; index < length; index++) {
      const slot = slotOf(account[index] as number, amount[index] as number, day[index] as number);
      slots[slot] = index;
    }
  }
}
