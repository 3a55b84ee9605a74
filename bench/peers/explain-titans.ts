/** Explains rows of boosting for ten classes once by Titans; prints what it took as one line of JSON. */
import { gradientBoostingClassifier } from '@titans/models/estimators';
import { type Explainer, treeShap } from '@titans/models/explain';
import { classes, readBoostingData, testRows, trainingRows } from './boosting-data.js';

const [folder = '', rows = '2000', backgroundRows = '100', learned = '20000'] = process.argv.slice(2);
const { x, target } = readBoostingData(folder, 'classes', 0, Number(learned));
const { x: test } = readBoostingData(
  folder,
  'classes',
  trainingRows,
  trainingRows + Math.min(testRows, Number(rows)),
);
const labels = Array.from({ length: classes }, (_, k) => String(k));
const fitted = await gradientBoostingClassifier().fit(x, Int32Array.from(target), labels);

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** A second pass, when the code is warm, as a server would have it. */
async function measured(explainer: Explainer): Promise<{ rowsPerCpuSecond: number; oneRowCpuMs: number }> {
  await explainer.attributions(test);
  const before = cpuSeconds();
  await explainer.attributions(test);
  const rowsPerCpuSecond = test.rows / (cpuSeconds() - before);
  const single = Array.from({ length: 50 }, (_, row) =>
    Object.fromEntries(test.features.map(({ name }, j) => [name, test.columns[j]?.[row] as number])),
  );
  for (const row of single) explainer.explain(row);
  const beforeSingle = cpuSeconds();
  for (const row of single) explainer.explain(row);
  return { rowsPerCpuSecond, oneRowCpuMs: ((cpuSeconds() - beforeSingle) / single.length) * 1e3 };
}

const beforePreparing = cpuSeconds();
const byCover = await treeShap(fitted);
const prepareCpuSeconds = cpuSeconds() - beforePreparing;
const background = {
  ...x,
  rows: Number(backgroundRows),
  columns: x.columns.map((column) => column.slice(0, Number(backgroundRows))),
};
console.log(
  JSON.stringify({
    prepareCpuSeconds,
    byCover: await measured(byCover),
    byBackground: await measured(await treeShap(fitted, { background })),
  }),
);
