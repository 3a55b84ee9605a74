/**
 * Categories of real payments, learned from the first four fifths by date and tested on the rest, against scikit-learn's
 * linear SVM of word and character n-grams in the same run: `tsx bench/quality/category.ts`, with parts of names of data to
 * run only those. The lexicon of words and brands was made looking at a random half of the merchants of pcard-calderdale,
 * some of whom are new payees of its later rows: therefore new payees of the other half stand apart. It grew from common
 * knowledge after a look at wrong answers among the rows to learn from, never the tested ones. Every accuracy stands also
 * without the lexicon (`category: { lexicon: false }`), which nobody's look at the file can have helped. The peer is told
 * names alone, ours the amount and the day beside; what it makes of the department that paid, as the account, stands apart.
 * Python is that of `TITANS_PYTHON`, else `python3`; without scikit-learn only Titans runs. The
 * peer may take `TITANS_PEER_MINUTES` minutes, five unless told. Run `npm run build` before, for it measures what was built.
 */
import {
  createRandom,
  defaultAccountId,
  encodeArtifact,
  type Transaction,
  tableFromRows,
} from '@titans/core';
import { type CategoryModel, type CategoryPrediction, train } from '@titans/models';
import { type CategoryData, categoryData, originalRows } from './category/category-data.js';
import { learned, queryOf } from './category/learned.js';
import { hasPeer, peerOf, python } from './category/peer.js';
import { type Metric, metricNames, scores } from './category/scores.js';

interface Figure {
  readonly figure: string;
  readonly ours: string;
  readonly withoutLexicon?: string;
  readonly withAccount?: string;
  readonly peer?: string;
  readonly wanted?: string;
}

const chanceDraws = 100;

const names = process.argv.slice(2);
const isWanted = (name: string): boolean => names.length === 0 || names.some((part) => name.includes(part));
if (!hasPeer) {
  console.log(`skipped: scikit-learn (${python} has none; name one that has with TITANS_PYTHON)`);
}
const all = categoryData();
if (all.length === 0) console.log('skipped: the payments are not beside the repository');
for (const data of all.filter(({ name }) => isWanted(name))) await measure(data);
if (isWanted('titans-finance')) await measureOriginal();

async function measure(data: CategoryData): Promise<void> {
  const { training } = data;
  const rows = data.rows.map((row) => ({ ...row, accountId: defaultAccountId }));
  const started = cpuSeconds();
  const model = await learned(rows.slice(0, training));
  const trainSeconds = cpuSeconds() - started;
  const queries = rows.slice(training).map(queryOf);
  // As a service that runs: the code was compiled for rows that are not tested.
  model.predictBatch(rows.slice(0, training).slice(-4_000).map(queryOf));
  const batchStarted = cpuSeconds();
  const answers = model.predictBatch(queries);
  const rowsPerSecond = queries.length / (cpuSeconds() - batchStarted);
  const oneStarted = cpuSeconds();
  for (const query of queries.slice(-2_000)) model.predict(query);
  const oneMs = ((cpuSeconds() - oneStarted) / Math.min(queries.length, 2_000)) * 1e3;
  const peer = hasPeer ? peerOf(data) : null;
  const predicted = answers.map(({ category }) => category);
  const alone = await learned(rows.slice(0, training), false);
  const predictedAlone = alone.predictBatch(queries).map(({ category }) => category);
  const accountModel = await learned(data.rows.slice(0, training));
  const accountAnswers = accountModel.predictBatch(data.rows.slice(training).map(queryOf));
  const predictedByAccount = accountAnswers.map(({ category }) => category);
  console.log(
    `${data.name}: ${training} rows to learn from, ${queries.length} tested, ${data.unseen.size} of new payees` +
      (data.unlooked === null ? '' : `, ${data.unlooked.size} of these not looked at for the lexicon`),
  );
  print([
    ...partsOf(data).flatMap((part): Figure[] => {
      const tested = testedRows(data, part);
      const own = scoresOf(data, predicted, tested);
      const without = scoresOf(data, predictedAlone, tested);
      const byAccount = scoresOf(data, predictedByAccount, tested);
      const other = peer && scoresOf(data, peer.predicted, tested);
      const ahead = part === 'all' ? 0.02 : 0.04;
      return (['accuracy', 'macroF1', 'payees'] as const).map((metric) => ({
        figure: `${metricNames[metric]}, ${part}`,
        ours: own[metric].toFixed(4),
        withoutLexicon: without[metric].toFixed(4),
        withAccount: byAccount[metric].toFixed(4),
        ...(other === null
          ? {}
          : {
              peer: other[metric].toFixed(4),
              ...(metric === 'payees' ? {} : { wanted: `≥ ${(other[metric] + ahead).toFixed(4)}` }),
            }),
      }));
    }),
    {
      figure: 'ECE (15 bins), all',
      ours: calibrationError(data, answers, 'all').toFixed(4),
      withAccount: calibrationError(data, accountAnswers, 'all').toFixed(4),
      wanted: '≤ 0.03',
    },
    ...partsOf(data)
      .slice(1)
      .map((part) => ({
        figure: `ECE (15 bins), ${part}`,
        ours: `${calibrationError(data, answers, part).toFixed(4)} (by chance ${errorByChance(data, answers, part).toFixed(4)})`,
      })),
    ...bands(data, answers),
    ...accepted(data, answers, model),
    ...accepted(data, accountAnswers, accountModel, ', with account'),
    ...(await online(data, model)),
    {
      figure: 'training with evaluation, CPU s',
      ours: trainSeconds.toFixed(1),
      ...(peer === null ? {} : { peer: `${peer.fitCpuSeconds.toFixed(1)} (one fit)` }),
      wanted: '< 10',
    },
    { figure: 'one prediction, CPU ms', ours: oneMs.toFixed(3), wanted: '< 0.3' },
    {
      figure: 'batch after 4,000 other rows, rows per CPU s',
      ours: rowsPerSecond.toFixed(0),
      wanted: '≥ 20000',
    },
    {
      figure: 'artifact, MB',
      ours: ((await encodeArtifact(model.toArtifact())).length / 1e6).toFixed(2),
    },
  ]);
}

type Part = 'all' | 'new payees' | 'new payees not looked at';

function partsOf({ unlooked }: CategoryData): readonly Part[] {
  return unlooked === null ? ['all', 'new payees'] : ['all', 'new payees', 'new payees not looked at'];
}

function testedRows({ rows, training, unseen, unlooked }: CategoryData, part: Part): readonly number[] {
  const tested = [...rows.keys()].slice(training);
  if (part === 'all') return tested;
  return tested.filter((row) => (part === 'new payees' ? unseen : unlooked)?.has(row));
}

function scoresOf(
  { rows, training }: CategoryData,
  predicted: readonly string[],
  tested: readonly number[],
): Readonly<Record<Metric, number>> {
  return scores(
    tested.map((row) => rows[row] as Transaction),
    tested.map((row) => predicted[row - training] as string),
  );
}

function isRight(
  { rows, training }: CategoryData,
  answers: readonly CategoryPrediction[],
  row: number,
): boolean {
  return answers[row - training]?.category === rows[row]?.category;
}

function calibrationError(data: CategoryData, answers: readonly CategoryPrediction[], part: Part): number {
  const gaps = new Float64Array(15);
  const tested = testedRows(data, part);
  for (const row of tested) {
    const { confidence } = answers[row - data.training] as CategoryPrediction;
    const bin = Math.min(Math.floor(confidence * 15), 14);
    gaps[bin] = (gaps[bin] as number) + confidence - (isRight(data, answers, row) ? 1 : 0);
  }
  return gaps.reduce((sum, gap) => sum + Math.abs(gap), 0) / tested.length;
}

function bands(data: CategoryData, answers: readonly CategoryPrediction[]): readonly Figure[] {
  const wanted = { very_high: '≥ 0.98', high: '≥ 0.90', medium: '', low: '', unknown: '' } as const;
  return (['very_high', 'high', 'medium', 'low', 'unknown'] as const).map((level) => {
    const within = testedRows(data, 'all').filter(
      (row) => answers[row - data.training]?.confidenceLevel === level,
    );
    const right = within.filter((row) => isRight(data, answers, row)).length;
    return {
      figure: `precision, ${level}`,
      ours: within.length === 0 ? 'no row' : `${(right / within.length).toFixed(4)} of ${within.length}`,
      ...(wanted[level] === '' ? {} : { wanted: wanted[level] }),
    };
  });
}

function accepted(
  data: CategoryData,
  answers: readonly CategoryPrediction[],
  { threshold }: CategoryModel,
  how = '',
): readonly Figure[] {
  const taken = testedRows(data, 'all').filter((row) => answers[row - data.training]?.abstained === false);
  const right = taken.filter((row) => isRight(data, answers, row)).length;
  return [
    {
      figure: `accepted${how} (confidence ≥ ${threshold.toFixed(3)})`,
      ours: (taken.length / answers.length).toFixed(4),
      wanted: '≥ 0.75',
    },
    { figure: `precision of the accepted${how}`, ours: (right / taken.length).toFixed(4), wanted: '≥ 0.95' },
  ];
}

/**
 * What the error of these rows would be if every confidence were exactly the probability to be right. The rows of a payee are
 * right or wrong together: a number is drawn for each payee, not for each row.
 */
function errorByChance(data: CategoryData, answers: readonly CategoryPrediction[], part: Part): number {
  const random = createRandom(0, 'category: calibration by chance');
  const tested = testedRows(data, part);
  let sum = 0;
  for (let draw = 0; draw < chanceDraws; draw++) {
    const gaps = new Float64Array(15);
    const drawn = new Map<string, number>();
    for (const row of tested) {
      const { confidence } = answers[row - data.training] as CategoryPrediction;
      const payee = (data.rows[row] as Transaction).description.toLowerCase();
      const own = drawn.get(payee) ?? random.float();
      drawn.set(payee, own);
      const bin = Math.min(Math.floor(confidence * 15), 14);
      gaps[bin] = (gaps[bin] as number) + confidence - (own < confidence ? 1 : 0);
    }
    sum += gaps.reduce((total, gap) => total + Math.abs(gap), 0) / tested.length;
  }
  return sum / chanceDraws;
}

/** Each wrong answer is corrected before the next row is asked about. */
async function online(data: CategoryData, model: CategoryModel): Promise<readonly Figure[]> {
  const live = model.online();
  const tested = testedRows(data, 'all');
  let right = 0;
  let rightOfNew = 0;
  const started = cpuSeconds();
  for (const row of tested) {
    const transaction = data.rows[row] as Transaction;
    const isSame = live.predict(queryOf(transaction)).category === transaction.category;
    if (isSame) right++;
    else live.correct(queryOf(transaction), transaction.category as string);
    if (isSame && data.unseen.has(row)) rightOfNew++;
  }
  const milliseconds = ((cpuSeconds() - started) / tested.length) * 1e3;
  const again = model.online();
  const payees = [...new Map(tested.map((row) => [data.rows[row]?.description, row])).values()].slice(0, 500);
  const after = payees.filter((row) => {
    const query = queryOf(data.rows[row] as Transaction);
    again.correct(query, 'a category of mine');
    return again.predict(query).category === 'a category of mine';
  });
  return [
    { figure: 'accuracy, each mistake corrected', ours: (right / tested.length).toFixed(4) },
    {
      figure: 'the same, payees not learned from',
      ours: (rightOfNew / data.unseen.size).toFixed(4),
    },
    { figure: 'row and correction, CPU ms', ours: milliseconds.toFixed(3) },
    {
      figure: 'right after one correction',
      ours: `${after.length} of ${payees.length}`,
      wanted: 'all',
    },
  ];
}

async function measureOriginal(): Promise<void> {
  const rows = originalRows();
  if (rows === null) {
    console.log('skipped: the original file is not beside the repository');
    return;
  }
  const suite = await train(tableFromRows(rows), { tasks: ['category'], seed: 0 });
  console.log(
    `titans-finance: leave-one-out, ${suite.category.trainedOn} rows, ${suite.category.categories.length} categories`,
  );
  const wanted: Readonly<Record<string, string>> = { accuracy: '≥ 0.78' };
  const peers: Readonly<Record<string, string>> = {
    accuracy: '0.73 (words + linear SVM, stated with the data)',
  };
  print(
    suite.category.measurements.map(({ metric, value }) => ({
      figure: metric,
      ours: value.toFixed(4),
      ...(peers[metric] === undefined ? {} : { peer: peers[metric] }),
      ...(wanted[metric] === undefined ? {} : { wanted: wanted[metric] }),
    })),
  );
}

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

function print(figures: readonly Figure[]): void {
  console.table(
    figures.map(({ figure, ours, withoutLexicon = '–', withAccount = '–', peer = '–', wanted = '–' }) => ({
      figure,
      ours,
      'without lexicon': withoutLexicon,
      'with account': withAccount,
      'scikit-learn': peer,
      wanted,
    })),
  );
}
