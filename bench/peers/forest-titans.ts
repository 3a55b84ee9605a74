/** Fits and applies a forest of Titans once; prints what it took as one line of JSON. */
import { isolationForest, randomForest, randomForestClassifier } from '@titans/models/estimators';
import { median } from '../median.js';
import { classes, readBoostingData, testRows, trainingRows } from './boosting-data.js';

const [folder = '', task = ''] = process.argv.slice(2);
const answers = task === 'classes' ? 'classes' : 'regression';
const { x, target } = readBoostingData(folder, answers, 0, trainingRows);
const test = readBoostingData(folder, answers, trainingRows, trainingRows + testRows);
const heldMb = process.memoryUsage.rss() / 1_048_576;

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** Learns, and gives what answers. */
async function learn(): Promise<(of: typeof x) => Float64Array> {
  if (task === 'isolation') {
    const fitted = await isolationForest().fit(x, { seed: 1 });
    return (of) => fitted.score(of);
  }
  if (task === 'regression') {
    const fitted = await randomForest({ featureFraction: 1 / 3 }).fit(x, target, { seed: 1 });
    return (of) => fitted.predict(of);
  }
  const names = Array.from({ length: classes }, (_, k) => String(k));
  const fitted = await randomForestClassifier().fit(x, Int32Array.from(target), names, { seed: 1 });
  return (of) => fitted.predictProbabilities(of);
}

function scoreOf(predicted: Float64Array): number | null {
  if (task === 'isolation') return null;
  const { target: truth } = test;
  if (task === 'classes') {
    const right = truth.filter((label, row) => {
      const shares = predicted.subarray(row * classes, (row + 1) * classes);
      return shares.indexOf(Math.max(...shares)) === label;
    });
    return right.length / truth.length;
  }
  const mean = truth.reduce((sum, value) => sum + value, 0) / truth.length;
  const error = truth.reduce((sum, value, row) => sum + (value - (predicted[row] as number)) ** 2, 0);
  return 1 - error / truth.reduce((sum, value) => sum + (value - mean) ** 2, 0);
}

const before = cpuSeconds();
const answer = await learn();
const fitCpuSeconds = cpuSeconds() - before;
const riseMb = process.resourceUsage().maxRSS / 1_024 - heldMb;

const predicted = answer(test.x);
const batches = 5;
const beforeBatches = cpuSeconds();
for (let batch = 0; batch < batches; batch++) answer(test.x);
const rowsPerCpuSecond = (batches * testRows) / (cpuSeconds() - beforeBatches);

const times = Array.from({ length: 10_000 }, (_, row) => {
  const columns = test.x.columns.map((column) => column.slice(row, row + 1));
  const started = performance.now();
  answer({ ...test.x, rows: 1, columns });
  return performance.now() - started;
});
const score = scoreOf(predicted);
console.log(JSON.stringify({ fitCpuSeconds, rowsPerCpuSecond, oneRowMs: median(times), riseMb, score }));
