/** Which days there were, at a bit for each day of the years concerned. */
export interface DaySet {
  /** Adds a day, counted since 1970-01-01. */
  add(day: number): void;
  /** The two neighbouring days that lie furthest apart, the earliest such; `null` with fewer than two days. */
  widestGap(): { readonly from: number; readonly to: number } | null;
}

const daysPerBlock = 1024;

/** Starts without days. */
export function daySet(): DaySet {
  const blocks = new Map<number, Uint32Array>();
  let latest = Number.NaN;
  return {
    add(day) {
      if (day === latest) return;
      latest = day;
      const number = Math.floor(day / daysPerBlock);
      let block = blocks.get(number);
      if (block === undefined) {
        block = new Uint32Array(daysPerBlock / 32);
        blocks.set(number, block);
      }
      const bit = day - number * daysPerBlock;
      block[bit >>> 5] = (block[bit >>> 5] as number) | (1 << (bit & 31));
    },
    widestGap() {
      let widest: { from: number; to: number } | null = null;
      let before = Number.NaN;
      for (const [number, block] of [...blocks].sort((a, b) => a[0] - b[0])) {
        for (let bit = 0; bit < daysPerBlock; bit++) {
          if ((((block[bit >>> 5] as number) >>> (bit & 31)) & 1) === 0) continue;
          const day = number * daysPerBlock + bit;
          if (day - before > (widest === null ? 0 : widest.to - widest.from))
            widest = { from: before, to: day };
          before = day;
        }
      }
      return widest;
    },
  };
}
