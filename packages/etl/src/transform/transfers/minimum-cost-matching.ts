/**
 * Pairs rows with columns one-to-one so that as many as possible are paired and, among such pairings, the sum of costs
 * is least: the Hungarian method with potentials (Kuhn 1955; the form of Jonker and Volgenant 1987). Cubic in the size.
 *
 * @param costs One row per left item; `Infinity` forbids a pair. Finite costs are 0 to 1,000.
 * @returns The column of each row, or -1.
 */
export function minimumCostMatching(costs: readonly (readonly number[])[]): Int32Array {
  const rows = costs.length;
  const columns = costs[0]?.length ?? 0;
  // A square with a price for leaving an item alone that no sum of costs reaches.
  const size = Math.max(rows, columns);
  const price = 1_000 * (size + 1);
  const costOf = (row: number, column: number): number => {
    const cost =
      row < rows && column < columns ? ((costs[row] as readonly number[])[column] as number) : price;
    return Number.isFinite(cost) ? cost : price;
  };
  const rowPotential = new Float64Array(size + 1);
  const columnPotential = new Float64Array(size + 1);
  const rowOfColumn = new Int32Array(size + 1);
  const cameFrom = new Int32Array(size + 1);
  for (let row = 1; row <= size; row++) {
    rowOfColumn[0] = row;
    let column = 0;
    const least = new Float64Array(size + 1).fill(Number.POSITIVE_INFINITY);
    const isUsed = new Uint8Array(size + 1);
    do {
      isUsed[column] = 1;
      const current = rowOfColumn[column] as number;
      let delta = Number.POSITIVE_INFINITY;
      let next = 0;
      for (let other = 1; other <= size; other++) {
        if (isUsed[other] === 1) continue;
        const reduced =
          costOf(current - 1, other - 1) -
          (rowPotential[current] as number) -
          (columnPotential[other] as number);
        if (reduced < (least[other] as number)) {
          least[other] = reduced;
          cameFrom[other] = column;
        }
        if ((least[other] as number) < delta) {
          delta = least[other] as number;
          next = other;
        }
      }
      for (let other = 0; other <= size; other++) {
        if (isUsed[other] === 1) {
          const owner = rowOfColumn[other] as number;
          rowPotential[owner] = (rowPotential[owner] as number) + delta;
          columnPotential[other] = (columnPotential[other] as number) - delta;
        } else {
          least[other] = (least[other] as number) - delta;
        }
      }
      column = next;
    } while (rowOfColumn[column] !== 0);
    do {
      const before = cameFrom[column] as number;
      rowOfColumn[column] = rowOfColumn[before] as number;
      column = before;
    } while (column !== 0);
  }
  const columnOfRow = new Int32Array(rows).fill(-1);
  for (let column = 1; column <= columns; column++) {
    const row = (rowOfColumn[column] as number) - 1;
    if (row >= 0 && row < rows && Number.isFinite((costs[row] as readonly number[])[column - 1])) {
      columnOfRow[row] = column - 1;
    }
  }
  return columnOfRow;
}
