/**
 * Anomalies among transactions against LightGBM and isolation forests in Python: `tsx bench/quality/anomaly.ts`. On a
 * year of simulated card payments the first 60 % by time are learned from and the rest is judged, with labels and
 * without; on real purchase cards anomalies are injected into the last fifth. Python is that of `TITANS_PYTHON`, else
 * `python3`. Run `npm run build` before, for it measures what was built.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createRandom, createTransaction, type TransactionTable, tableFromRows } from '@titans/core';
import { type AnomalyModel, type AnomalyOptions, type AnomalyPrediction, train } from '@titans/models';
import { averagePrecision, rocAuc } from '@titans/models/evaluation';
import { features, namedFeatures } from '@titans/models/features';
import { median } from '../median.js';
import { cardPayments, cardsPath, hasCards, hasPayments, type Payment } from './anomaly/card-data.js';
import { injectedKinds, injectedPayments } from './anomaly/injected.js';

interface Figures {
  readonly ap: number;
  readonly auc: number;
}

type Boosted = Figures & { readonly default: number; readonly scores: readonly number[] };

interface Peers {
  readonly cards?: Readonly<Record<'same' | 'pandas', Boosted> & Record<'plain' | 'entity', Figures>>;
  readonly injected?: Readonly<Record<'plain' | 'entity', Figures>>;
}

interface Row {
  readonly figure: string;
  readonly ours: string;
  readonly peer: string;
  readonly wanted: string;
}

const python = process.env.TITANS_PYTHON ?? 'python3';
const folder = mkdtempSync(join(tmpdir(), 'titans-anomaly-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));

if (hasCards || hasPayments) await main();
else console.log('skipped: neither card payments nor purchase cards are beside the repository');

async function main(): Promise<void> {
  const meta: Record<string, unknown> = {};
  const rows: ((peers: Peers) => readonly Row[])[] = [];
  if (hasCards) rows.push(await cards(meta));
  if (hasPayments) rows.push(await injected(meta));
  writeFileSync(join(folder, 'meta.json'), JSON.stringify(meta));
  const answers = peers();
  console.table(rows.flatMap((told) => told(answers)));
}

async function cards(meta: Record<string, unknown>): Promise<(peers: Peers) => readonly Row[]> {
  const { payments, labels } = cardPayments();
  const cut = Math.floor(payments.length * 0.6);
  const table = tableOf(payments);
  const training = tableOf(payments.slice(0, cut));
  const tested = payments.slice(cut);
  const outcomes = labels.slice(cut);
  const started = process.cpuUsage();
  const supervised = await learn(training, { labels: labels.slice(0, cut) });
  const { user, system } = process.cpuUsage(started);
  const seconds = (user + system) / 1e6;
  const unsupervised = await learn(training);
  const random = createRandom(1, 'few labels');
  const few = await learn(training, {
    labels: labels.slice(0, cut).map((label) => (random.float() < 0.01 ? label : null)),
  });
  // The peers' features see the rows of all cards as they come, and so does a model that follows them.
  const learned = supervised.online().follow(tested, { history: table });
  const still = figuresOf(outcomes, scoresOf(judge(supervised, tested, table)));
  const found = judge(unsupervised, tested, table);
  const followed = unsupervised.online().follow(tested, { history: table });
  const ours = figuresOf(outcomes, scoresOf(learned));
  const corrected = figuresOf(outcomes, scoresOf(judge(few, tested, table)));
  const alone = figuresOf(outcomes, scoresOf(found));
  const precision = cardPrecision(tested, outcomes, scoresOf(learned));
  const speed = speedOf(supervised, payments);
  meta.cards = { path: cardsPath, training: cut, labels, width: writeFeatures('cards', table, supervised) };
  const share = outcomes.reduce<number>((sum, label) => sum + label, 0) / outcomes.length;
  return ({ cards: peer }) => [
    row('cards, labels: average precision, LightGBM on our features', ours.ap, peer?.same.ap, '≥ peer'),
    row(
      'cards, labels: average precision, LightGBM on features in pandas',
      ours.ap,
      peer?.pandas.ap,
      '≥ peer',
    ),
    row(
      'cards, labels: the same with default settings, features in pandas',
      ours.ap,
      peer?.pandas.default,
      '≥ peer',
    ),
    row(
      'cards, labels: average precision of the model that does not follow the cards',
      still.ap,
      peer?.same.ap,
      'reported',
    ),
    row('cards, labels: ROC-AUC', ours.auc, peer?.pandas.auc, '≥ 0.99'),
    row(
      `cards, labels: card precision@100 per day (at most ${precision.most.toFixed(4)})`,
      precision.value,
      peer && cardPrecision(tested, outcomes, peer.pandas.scores).value,
      'reported',
    ),
    row(
      'cards, labels: mean probability − share of frauds',
      mean(scoresOf(learned)) - share,
      undefined,
      '≈ 0',
    ),
    row(
      'cards, labels: share of alerts that are frauds',
      alertPrecision(outcomes, learned),
      undefined,
      '≥ 0.5',
    ),
    row('cards, labels of 1 % of the rows: average precision', corrected.ap, undefined, '≥ no labels'),
    row(
      'cards, no labels: average precision, plain isolation forest',
      alone.ap,
      peer?.plain.ap,
      '≥ 2 × 0.17',
    ),
    row('cards, no labels: isolation forest on our features', alone.ap, peer?.entity.ap, '≥ peer'),
    row('cards, no labels: ROC-AUC', alone.auc, peer?.entity.auc, 'reported'),
    row(
      'cards, no labels: share of rows reported, threshold of training',
      alertShare(found),
      undefined,
      'reported',
    ),
    row(
      'cards, no labels: share of rows reported, following the rows',
      alertShare(followed),
      undefined,
      '≤ 0.03',
    ),
    row(
      'cards, no labels: recall of frauds at that share, and of the threshold of training',
      alertRecall(outcomes, followed),
      alertRecall(outcomes, found),
      'reported',
    ),
    row(`training on ${cut} rows with labels and measuring it, CPU s`, seconds, undefined, '≤ 15'),
    row('one row without history, once the code is compiled, ms', speed.without, undefined, '≤ 0.5'),
    row('the same with 1,000 rows of history, ms', speed.with, undefined, '≤ 3'),
  ];
}

async function injected(meta: Record<string, unknown>): Promise<(peers: Peers) => readonly Row[]> {
  const { training, test } = injectedPayments();
  const all = [...training, ...test.map(({ payment }) => payment)];
  const table = tableOf(all);
  const model = await learn(tableOf(training));
  const scores = scoresOf(
    judge(
      model,
      test.map(({ payment }) => payment),
      table,
    ),
  );
  const outcomes = test.map(({ kind }): 0 | 1 => (kind === null ? 0 : 1));
  const plain = [
    all.map(({ amount }) => Math.log1p(Math.abs(amount))),
    all.map(({ time }) => Number(time.slice(0, 2)) + Number(time.slice(3, 5)) / 60),
    all.map(({ date }) => new Date(date).getUTCDay()),
  ];
  writeColumns('plain', plain);
  meta.injected = {
    training: training.length,
    labels: [...training.map(() => 0), ...outcomes],
    width: writeFeatures('injected', table, model),
  };
  const ours = figuresOf(outcomes, scores);
  return ({ injected: peer }) => [
    row(
      'purchase cards, injected: average precision, plain isolation forest',
      ours.ap,
      peer?.plain.ap,
      '≥ peer',
    ),
    row('purchase cards, injected: isolation forest on our features', ours.ap, peer?.entity.ap, '≥ peer'),
    row('purchase cards, injected: ROC-AUC', ours.auc, peer?.entity.auc, 'reported'),
    ...injectedKinds.map((kind) => {
      const of = test.flatMap((one, index) => (one.kind === null || one.kind === kind ? [index] : []));
      const figures = figuresOf(
        of.map((index) => outcomes[index] as 0 | 1),
        of.map((index) => scores[index] as number),
      );
      return row(
        `  ${kind}: average precision (ROC-AUC ${figures.auc.toFixed(3)})`,
        figures.ap,
        undefined,
        'reported',
      );
    }),
  ];
}

async function learn(table: TransactionTable, anomaly: AnomalyOptions = {}): Promise<AnomalyModel> {
  return (await train(table, { tasks: ['anomaly'], seed: 0, anomaly })).anomaly;
}

function judge(
  model: AnomalyModel,
  payments: readonly Payment[],
  history: TransactionTable,
): readonly AnomalyPrediction[] {
  return model.predictBatch(payments, { history });
}

function tableOf(payments: readonly Payment[]): TransactionTable {
  return tableFromRows(payments.map((payment) => createTransaction(payment)));
}

/** Writes the model's features that the package exports; how many. */
function writeFeatures(name: string, table: TransactionTable, model: AnomalyModel): number {
  const known = new Set(features.features.map((feature) => feature.name));
  const wanted = model.features.map((feature) => feature.name).filter((feature) => known.has(feature));
  const { columns } = namedFeatures(features, wanted).matrix(table);
  writeColumns(name, columns);
  return columns.length;
}

function writeColumns(name: string, columns: readonly ArrayLike<number>[]): void {
  const all = Float64Array.from(columns.flatMap((column) => Array.from(column)));
  writeFileSync(join(folder, `${name}.bin`), new Uint8Array(all.buffer));
}

function peers(): Peers {
  if (spawnSync(python, ['-c', 'import lightgbm, sklearn, pandas'], { stdio: 'ignore' }).status !== 0) {
    console.log(`skipped: LightGBM, scikit-learn and pandas (${python} lacks one; set TITANS_PYTHON)`);
    return {};
  }
  const program = fileURLToPath(new URL('anomaly_peers.py', import.meta.url));
  const ended = spawnSync(python, [program, folder], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    maxBuffer: 2 ** 28,
  });
  if (ended.status !== 0) throw new Error(`The peers ended with ${ended.status ?? ended.signal}.`);
  return JSON.parse(ended.stdout.trim().split('\n').at(-1) ?? '') as Peers;
}

function scoresOf(answers: readonly AnomalyPrediction[]): readonly number[] {
  return answers.map(({ score }) => score);
}

function figuresOf(outcomes: readonly (0 | 1)[], scores: readonly number[]): Figures {
  return { ap: averagePrecision(outcomes, scores), auc: rocAuc(outcomes, scores) };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function alertShare(answers: readonly AnomalyPrediction[]): number {
  return mean(answers.map(({ isAnomaly }) => Number(isAnomaly)));
}

function alertPrecision(outcomes: readonly (0 | 1)[], answers: readonly AnomalyPrediction[]): number {
  return mean(outcomes.filter((_, index) => answers[index]?.isAnomaly));
}

function alertRecall(outcomes: readonly (0 | 1)[], answers: readonly AnomalyPrediction[]): number {
  return alertShare(answers.filter((_, index) => outcomes[index] === 1));
}

/**
 * Share of the 100 cards with the highest scores of each day that were misused on that day, the mean over days
 * (Le Borgne et al. 2022), and what it would be if all misused cards were among them.
 */
function cardPrecision(
  payments: readonly Payment[],
  outcomes: readonly (0 | 1)[],
  scores: readonly number[],
): { readonly value: number; readonly most: number } {
  const days = new Map<string, Map<string, { score: number; isMisused: boolean }>>();
  payments.forEach(({ date, accountId }, index) => {
    const ofDay = days.get(date) ?? new Map<string, { score: number; isMisused: boolean }>();
    days.set(date, ofDay);
    const card = ofDay.get(accountId) ?? { score: Number.NEGATIVE_INFINITY, isMisused: false };
    card.score = Math.max(card.score, scores[index] as number);
    card.isMisused ||= outcomes[index] === 1;
    ofDay.set(accountId, card);
  });
  const ofDays = [...days.values()].map((ofDay) => {
    const ranked = [...ofDay.values()].sort((a, b) => b.score - a.score);
    const misused = (list: typeof ranked): number => list.filter(({ isMisused }) => isMisused).length;
    return { found: misused(ranked.slice(0, 100)) / 100, most: Math.min(1, misused(ranked) / 100) };
  });
  return { value: mean(ofDays.map(({ found }) => found)), most: mean(ofDays.map(({ most }) => most)) };
}

function speedOf(
  model: AnomalyModel,
  payments: readonly Payment[],
): { readonly without: number; readonly with: number } {
  const [first] = payments as readonly [Payment];
  const history = tableOf(
    payments.slice(0, 1000).map((payment) => ({ ...payment, accountId: first.accountId })),
  );
  const query = { ...first, date: payments.at(1000)?.date as string, amount: -321 };
  const millisecondsOf = (work: () => unknown): number => {
    const times = Array.from({ length: 1_500 }, () => {
      const started = performance.now();
      work();
      return performance.now() - started;
    });
    return median(times.slice(1_000));
  };
  return {
    without: millisecondsOf(() => model.predict(query)),
    with: millisecondsOf(() => model.predict(query, { history })),
  };
}

function row(figure: string, ours: number, peer: number | undefined, wanted: string): Row {
  const text = (value: number): string => value.toFixed(Math.abs(value) < 10 ? 4 : 1);
  return { figure, ours: text(ours), peer: peer === undefined ? '–' : text(peer), wanted };
}
