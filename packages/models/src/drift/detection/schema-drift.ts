import type { ColumnSketch } from '../sketches/column-sketch.js';
import type { Sketch } from '../sketches/frozen-sketch.js';
import type { ComparedColumn } from './compared-column.js';

/** How the columns themselves differ. */
export interface SchemaDrift {
  /** Whether a column is gone or holds something else: then a model does not get what it learned from. */
  readonly state: 'drift' | 'no-drift';
  /** Columns of the reference that the current data lack. */
  readonly missingColumns: readonly string[];
  /** Columns that the reference does not know. */
  readonly newColumns: readonly string[];
  readonly changedKinds: readonly {
    readonly column: string;
    readonly reference: string;
    readonly current: string;
  }[];
  /** Categories that the reference does not know, most frequent first; at most twenty of each column are named. */
  readonly unseenCategories: readonly UnseenCategories[];
}

/** Categories of a column that the reference does not know. */
export interface UnseenCategories {
  readonly column: string;
  readonly categories: number;
  /** Current rows that have one of them. */
  readonly rows: number;
  readonly names: readonly string[];
}

const mostNames = 20;

/** @param compared The columns of both that are of one kind. */
export function schemaDrift(
  reference: Sketch,
  current: Sketch,
  compared: readonly ComparedColumn[],
): SchemaDrift {
  const before = byName(reference);
  const now = byName(current);
  const missingColumns = [...before.keys()].filter((name) => !now.has(name));
  const comparable = new Set(compared.map(({ name }) => name));
  const changedKinds = [...before.values()].flatMap(({ name, kind }) => {
    const other = now.get(name);
    return other === undefined || comparable.has(name) || other.kind === kind
      ? []
      : [{ column: name, reference: kind, current: other.kind }];
  });
  return Object.freeze({
    state: missingColumns.length + changedKinds.length > 0 ? 'drift' : 'no-drift',
    missingColumns,
    newColumns: [...now.keys()].filter((name) => !before.has(name)),
    changedKinds,
    unseenCategories: compared.flatMap(unseenOf),
  });
}

function byName({ columns }: Sketch): ReadonlyMap<string, ColumnSketch> {
  // Which currencies there are is told by the column that names them.
  const named = columns.filter(({ isOfCurrency }) => !isOfCurrency);
  return new Map(named.map((column) => [column.name, column]));
}

function unseenOf(column: ComparedColumn): UnseenCategories[] {
  // A bucket of hashes that is new says that a name is new, and not which.
  if (column.kind !== 'categorical') return [];
  const { labels, counts } = column;
  const unseen = labels
    .map((label, cell) => ({
      label,
      before: counts.reference[cell] as number,
      now: counts.current[cell] as number,
    }))
    .filter(({ before, now }) => before === 0 && now > 0)
    .sort((a, b) => b.now - a.now);
  if (unseen.length === 0) return [];
  return [
    {
      column: column.name,
      categories: unseen.length,
      rows: unseen.reduce((sum, { now }) => sum + now, 0),
      names: unseen.slice(0, mostNames).map(({ label }) => label),
    },
  ];
}
