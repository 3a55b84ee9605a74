/** How fast what was learned fades. */
export interface Decay {
  /** Days after which a row counts half. */
  readonly halfLifeDays: number;
  /** Rows of the same payee learned since, after which a row counts half. */
  readonly halfLifeRows: number;
}

/** One remembered row. */
export interface RememberedRow {
  /** Ascending in the order in which rows were learned. */
  readonly id: number;
  readonly label: number;
  /** Epoch day. */
  readonly day: number;
  readonly weight: number;
}

/** Counts by label, decayed. */
export interface DecayedCounts {
  /** The latest day of its rows, for which the counts are stated. */
  day: number;
  /** The labels of its rows, in the order in which they first came. */
  readonly labels: number[];
  /** One per label. */
  readonly counts: number[];
}

export function emptyCounts(): DecayedCounts {
  return { day: Number.NEGATIVE_INFINITY, labels: [], counts: [] };
}

/** Counts one more row; rows before it fade by one row, and by the days between. */
export type CountRow = (state: DecayedCounts, row: RememberedRow) => void;

const daysKept = 4096;

/** The powers are those of few numbers, and looked up: a payee may have thousands of rows to be counted at once. */
export function rowCounter({ halfLifeDays, halfLifeRows }: Decay): CountRow {
  const fadedByRow = 2 ** (-1 / halfLifeRows);
  const fadedByDays = new Float64Array(daysKept);
  const fadedBy = (days: number): number => {
    if (days >= daysKept) return 2 ** (-days / halfLifeDays);
    const known = fadedByDays[days] as number;
    if (known > 0) return known;
    const faded = 2 ** (-days / halfLifeDays);
    fadedByDays[days] = faded;
    return faded;
  };

  return (state, row) => {
    const { labels, counts } = state;
    let faded = fadedByRow;
    if (row.day > state.day) {
      if (labels.length > 0) faded *= fadedBy(row.day - state.day);
      state.day = row.day;
    }
    for (let at = 0; at < counts.length; at++) counts[at] = (counts[at] as number) * faded;
    const added = row.weight * fadedBy(state.day - row.day);
    const at = labels.indexOf(row.label);
    if (at >= 0) counts[at] = (counts[at] as number) + added;
    else {
      labels.push(row.label);
      counts.push(added);
    }
  };
}

/** What counts stated for one day are multiplied by on another; those of later days than asked for count in full. */
export function fadedUntil(day: number, state: DecayedCounts, { halfLifeDays }: Decay): number {
  return day > state.day ? 2 ** ((state.day - day) / halfLifeDays) : 1;
}
