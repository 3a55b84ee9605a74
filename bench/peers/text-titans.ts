/** Fits and applies a text classifier of Titans once; prints what it took as one line of JSON. */
import { encodeArtifact } from '@titans/core';
import { complementNaiveBayes, textClassifier } from '@titans/models/estimators';
import { median } from '../median.js';
import { readTextData } from './text-data.js';

const [path = '', loss = ''] = process.argv.slice(2);
const { texts, labels, classes, training } = readTextData(path);
const makers = {
  svm: () => textClassifier({ loss: 'hinge' }),
  logistic: () => textClassifier(),
  'naive bayes': () => complementNaiveBayes(),
} as const;
const make = makers[loss as keyof typeof makers];

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

const before = cpuSeconds();
const fitted = await make().fit(
  { texts: texts.slice(0, training) },
  Int32Array.from(labels.slice(0, training)),
  classes,
);
const fitCpuSeconds = cpuSeconds() - before;
const scores = fitted.decisionScores({ texts: texts.slice(training) });
const predicted = labels.slice(training).map((_, row) => {
  const own = scores.subarray(row * classes.length, (row + 1) * classes.length);
  return own.indexOf(Math.max(...own));
});
const rows = texts.slice(-5_000).map((text) => ({ texts: [text] }));
const times = rows.map((row) => {
  const started = process.hrtime.bigint();
  fitted.predictProbabilities(row);
  return Number(process.hrtime.bigint() - started) / 1e3;
});
console.log(
  JSON.stringify({
    fitCpuSeconds,
    oneRowMicroseconds: median(times.slice(1_000)),
    artifactMb: (await encodeArtifact(fitted.toArtifact())).length / 1e6,
    predicted,
  }),
);
