/** Fits and applies the boosting of Titans once; prints what it took as one line of JSON. */
import { encodeArtifact } from '@titans/core';
import { gradientBoosting, gradientBoostingClassifier } from '@titans/models/estimators';
import { median } from '../median.js';
import { type BoostingTask, classes, readBoostingData, testRows } from './boosting-data.js';

const [folder = '', task = 'regression', training = ''] = process.argv.slice(2) as [
  string,
  BoostingTask,
  string,
];
const trainingRows = Number(training);
const { x, target } = readBoostingData(folder, task, 0, trainingRows);
const test = readBoostingData(folder, task, trainingRows, trainingRows + testRows);
const heldMb = peakMb();

/** As the peers measure it: memory that reading the data has taken and left is there for learning too. */
function peakMb(): number {
  return process.resourceUsage().maxRSS / 1_024;
}

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

const before = cpuSeconds();
const labels = task === 'classes' ? Array.from({ length: classes }, (_, k) => String(k)) : ['0', '1'];
const fitted =
  task === 'regression' || task === 'additive'
    ? await gradientBoosting().fit(x, target)
    : await gradientBoostingClassifier().fit(x, Int32Array.from(target), labels);
const fitCpuSeconds = cpuSeconds() - before;
const riseMb = peakMb() - heldMb;
const predict = (of: typeof x): Float64Array =>
  'predict' in fitted ? fitted.predict(of) : fitted.predictProbabilities(of);

predict(test.x);
const batches = 5;
const beforeBatches = cpuSeconds();
for (let batch = 0; batch < batches; batch++) predict(test.x);
const batchRowsPerCpuSecond = (batches * testRows) / (cpuSeconds() - beforeBatches);

const single = Array.from({ length: 2_000 }, (_, row) => ({
  ...test.x,
  rows: 1,
  columns: test.x.columns.map((column) => column.slice(row, row + 1)),
}));
const times = single.map((row) => {
  const started = performance.now();
  predict(row);
  return performance.now() - started;
});
console.log(
  JSON.stringify({
    fitCpuSeconds,
    batchRowsPerCpuSecond,
    oneRowMs: median(times),
    riseMb,
    peakMb: peakMb(),
    artifactMb: (await encodeArtifact(fitted.toArtifact())).length / 1e6,
    predictions: [...predict(test.x)],
  }),
);
