/**
 * How often drift of a data set is reported where there is none, of columns that depend on one another: normal numbers with one
 * common part, half of them cut into five names. Printed beside what the smallest q-value (Simes) alone reports, and how often a
 * shift of all columns is found. Arguments: simulations of each row, 1,000 unless told; numbers of columns; of rows.
 */
import { createRandom, type Random } from '@titans/core';
import { type Columns, detectDrift, sketch } from '@titans/models/drift';

const [, , simulationsText = '1000', columnsText = '5,10,30', rowsText = '100,1000'] = process.argv;
const simulations = Number(simulationsText);
const numbersIn = (text: string): readonly number[] => text.split(',').map(Number);
const level = 0.05;
const names = ['a', 'b', 'c', 'd', 'e'] as const;
const cuts = [-0.84, -0.25, 0.25, 0.84] as const;

console.log('columns  common  rows        Simes  together   found: Simes  together');
for (const columns of numbersIn(columnsText)) {
  for (const common of [0, 0.3, 0.5, 0.7, 0.9, 1]) {
    for (const rows of numbersIn(rowsText)) print(columns, common, rows);
  }
}

function print(columns: number, common: number, rows: number): void {
  const random = createRandom(1, `${columns} ${common} ${rows}`);
  const [bySimes, byAll] = rates(random, columns, common, rows, 0);
  const [foundBySimes, foundByAll] = rates(random, columns, common, rows, 2.5 / Math.sqrt(rows));
  const shown = (share: number): string => `${(100 * share).toFixed(1)}%`.padStart(7);
  console.log(
    `${String(columns).padStart(7)}  ${common.toFixed(1).padStart(6)}  ${`${rows}/${rows}`.padEnd(9)} ${shown(bySimes)}   ${shown(byAll)}         ${shown(foundBySimes)}   ${shown(foundByAll)}`,
  );
}

function rates(
  random: Random,
  columns: number,
  common: number,
  rows: number,
  shift: number,
): readonly [number, number] {
  let [bySimes, byAll] = [0, 0];
  for (let simulation = 0; simulation < simulations; simulation++) {
    const { features, driftDetected } = detectDrift(
      sketch(sample(random, columns, common, rows, 0)),
      sketch(sample(random, columns, common, rows, shift)),
      { level },
    );
    if (features.some(({ qValue }) => (qValue ?? 1) <= level)) bySimes++;
    if (driftDetected) byAll++;
  }
  return [bySimes / simulations, byAll / simulations];
}

function sample(random: Random, columns: number, common: number, rows: number, shift: number): Columns {
  const shared = Float64Array.from({ length: rows }, () => random.normal());
  const [ofShared, ofOwn] = [Math.sqrt(common), Math.sqrt(1 - common)];
  return Object.fromEntries(
    Array.from({ length: columns }, (_, column) => {
      const numbers = shared.map((value) => ofShared * value + ofOwn * random.normal() + shift);
      const name = `column ${column}`;
      return column % 2 === 0 ? [name, numbers] : [name, Array.from(numbers, nameOf)];
    }),
  );
}

function nameOf(value: number): string {
  const above = cuts.filter((cut) => value > cut).length;
  return names[above] as string;
}
