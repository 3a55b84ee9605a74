/** What tells rows of one natural key apart. */
export interface MatchableRow {
  /** Equal where all values are equal. */
  readonly content: string;
  readonly secondOfDay: number | null;
  readonly reference: string | null;
}

/** A row of a source. Those of one source follow each other, in the order of their source. */
export interface StagedRow extends MatchableRow {
  readonly source: number;
}

/**
 * What becomes of a staged row: `new`; `updated` or `unchanged` with the known row that it is; or `superseded`, as a
 * later source holds the same transaction.
 */
export type RowFate<Known> =
  | { readonly kind: 'new' }
  | { readonly kind: 'updated' | 'unchanged'; readonly known: Known }
  | { readonly kind: 'superseded' };

/**
 * Tells which rows of one natural key are the same transaction. Two equal purchases in one source are two
 * transactions, and the same two in the next source are the same: each known row is matched by at most one row of
 * a source, first by one with the same content, then by one with the same time and reference, then by one where a
 * time or reference is missing on either side. Rows whose times or references both are there and differ are never the
 * same transaction. Sources take turns, so that the last one decides on the values.
 *
 * Where sources are cut-outs of one statement, each with whole days, or with times or references, the outcome does
 * not depend on their order. Takes time in proportion to the number of rows.
 *
 * @param hasIdentifier Whether the key holds the identifier of the source: all rows are then the same transaction.
 */
export function matchRows<Known extends MatchableRow>(
  known: readonly Known[],
  staged: readonly StagedRow[],
  hasIdentifier: boolean,
): readonly RowFate<Known>[] {
  const slots: Slot<Known>[] = known.map((row) => ({ known: row, current: row, last: null }));
  for (let start = 0, end = 0; start < staged.length; start = end) {
    const source = (staged[start] as StagedRow).source;
    while (end < staged.length && staged[end]?.source === source) end++;
    if (hasIdentifier) matchIdentified(slots, staged, end - 1);
    else matchSource(slots, staged, start, end);
  }
  const fates: RowFate<Known>[] = staged.map(() => ({ kind: 'superseded' }));
  for (const { known: row, current, last } of slots) {
    if (last === null) continue;
    if (row === null) fates[last] = { kind: 'new' };
    else fates[last] = { kind: row.content === current.content ? 'unchanged' : 'updated', known: row };
  }
  return fates;
}

/** One transaction: as it was known, and as it is after the sources so far. */
interface Slot<Known> {
  readonly known: Known | null;
  current: MatchableRow;
  /** The staged row that gave the current values. */
  last: number | null;
}

/** A row with the same content does not replace the one before: the same as if each source were loaded by itself. */
function give(slot: Slot<MatchableRow>, staged: readonly StagedRow[], row: number): void {
  const given = staged[row] as StagedRow;
  if (slot.last !== null && given.content === slot.current.content) return;
  slot.current = given;
  slot.last = row;
}

function matchIdentified<Known extends MatchableRow>(
  slots: Slot<Known>[],
  staged: readonly StagedRow[],
  row: number,
): void {
  const slot = slots[0];
  if (slot === undefined) slots.push({ known: null, current: staged[row] as StagedRow, last: row });
  else give(slot, staged, row);
}

function matchSource<Known extends MatchableRow>(
  slots: Slot<Known>[],
  staged: readonly StagedRow[],
  start: number,
  end: number,
): void {
  const taken = new Set<Slot<Known>>();
  const take = (slot: Slot<Known>, row: number): void => {
    taken.add(slot);
    give(slot, staged, row);
  };
  let left = Array.from({ length: end - start }, (_, index) => start + index);
  const byEquality = [
    (row: MatchableRow): string => row.content,
    (row: MatchableRow): string => question(row.secondOfDay, referenceOf(row)),
  ];
  for (const keyOf of byEquality) {
    const free = queuesOf(slots, taken, (slot) => [keyOf(slot.current)]);
    left = left.filter((row) => {
      const slot = free(keyOf(staged[row] as StagedRow));
      if (slot !== undefined) take(slot, row);
      return slot === undefined;
    });
  }
  // A slot stands under every question to which it is an answer, so that no row has to try them all.
  const free = queuesOf(slots, taken, ({ current }) => [
    question(current.secondOfDay, referenceOf(current)),
    question('any', referenceOf(current)),
    question(current.secondOfDay, 'any'),
    question('any', 'any'),
  ]);
  for (const row of left) {
    const { secondOfDay, reference } = staged[row] as StagedRow;
    const times = secondOfDay === null ? (['any'] as const) : [secondOfDay, null];
    const references = reference === null ? ['any'] : [`=${reference}`, null];
    const questions = times.flatMap((time) => references.map((wanted) => question(time, wanted)));
    let slot: Slot<Known> | undefined;
    for (let index = 0; index < questions.length && slot === undefined; index++) {
      slot = free(questions[index] as string);
    }
    if (slot !== undefined) take(slot, row);
    else slots.push({ known: null, current: staged[row] as StagedRow, last: row });
  }
}

/** Slots by their keys, each handed out once, in order. */
function queuesOf<Known>(
  slots: readonly Slot<Known>[],
  taken: ReadonlySet<Slot<Known>>,
  keysOf: (slot: Slot<Known>) => readonly string[],
): (key: string) => Slot<Known> | undefined {
  const queues = new Map<string, { readonly slots: Slot<Known>[]; next: number }>();
  for (const slot of slots) {
    if (taken.has(slot)) continue;
    for (const key of keysOf(slot)) {
      const queue = queues.get(key);
      if (queue === undefined) queues.set(key, { slots: [slot], next: 0 });
      else queue.slots.push(slot);
    }
  }
  return (key) => {
    const queue = queues.get(key);
    if (queue === undefined) return undefined;
    while (queue.next < queue.slots.length) {
      const slot = queue.slots[queue.next] as Slot<Known>;
      if (!taken.has(slot)) return slot;
      queue.next++;
    }
    return undefined;
  };
}

/** A reference is written with `=` before it, so that none is taken for the question for any. */
function referenceOf({ reference }: MatchableRow): string | null {
  return reference === null ? null : `=${reference}`;
}

function question(time: number | 'any' | null, reference: string | null): string {
  return JSON.stringify([time, reference]);
}
