/**
 * Categories of merchants that nobody learned from: five folds by merchant, each of them kept from training once, against
 * scikit-learn's linear SVM of word and character n-grams on the same folds: `tsx bench/quality/category-merchants.ts`, with
 * parts of names of data to run only those. The later rows of `category.ts` have some hundred new payees, whose differences
 * chance moves by more than a point; these are all of them. A spelling in lower case is a merchant. Differences stand with
 * their standard error over merchants. Merchants that nobody looked at who made the lexicon stand apart, and all accuracies
 * also without the lexicon. Python is that of `TITANS_PYTHON`, else `python3`; without scikit-learn only Titans runs. The
 * peer may take `TITANS_PEER_MINUTES` minutes, five unless told. Run `npm run build` before, for it measures what was built.
 */
import { createRandom, defaultAccountId, type Transaction } from '@titans/core';
import { type CategoryData, categoryData } from './category/category-data.js';
import { learned, queryOf } from './category/learned.js';
import { hasPeer, peerOf, python } from './category/peer.js';
import { type Metric, mean, metricNames, rightByPayee, scores } from './category/scores.js';

const folds = 5;
const wanted = 0.04;

/** What was said of every row when its merchant was kept from training. */
interface Answers {
  readonly ours: readonly string[];
  readonly withoutLexicon: readonly string[];
  readonly peer: readonly string[] | null;
}

const names = process.argv.slice(2);
if (!hasPeer) {
  console.log(`skipped: scikit-learn (${python} has none; name one that has with TITANS_PYTHON)`);
}
const all = categoryData();
if (all.length === 0) console.log('skipped: the payments are not beside the repository');
for (const data of all) {
  if (names.length === 0 || names.some((part) => data.name.includes(part))) await measure(data);
}

async function measure(data: CategoryData): Promise<void> {
  const rows = data.rows.map((row) => ({ ...row, accountId: defaultAccountId }));
  const foldOf = foldsByMerchant(rows);
  const answers = await askAll(data, rows, foldOf);
  const merchants = new Set(rows.map(merchantOf)).size;
  console.log(`${data.name}: ${rows.length} rows of ${merchants} merchants, each kept from training once`);
  const every = [...rows.keys()];
  const { namesNotLookedAt: unlooked } = data;
  const parts: readonly (readonly [string, readonly number[]])[] = [
    ['all merchants', every],
    ...(unlooked === null
      ? []
      : [['merchants not looked at', every.filter((row) => unlooked.has(nameOf(rows[row])))] as const]),
  ];
  console.table(parts.flatMap(([part, tested]) => figuresOf(part, rows, tested, answers)));
}

function nameOf(row: Transaction | undefined): string {
  return row?.originalDescription.trim() ?? '';
}

function merchantOf({ description }: Transaction): string {
  return description.toLowerCase();
}

/** The fold of every merchant, drawn. */
function foldsByMerchant(rows: readonly Transaction[]): ReadonlyMap<string, number> {
  const random = createRandom(0, 'category: folds by merchant');
  const merchants = [...new Set(rows.map(merchantOf))].sort();
  return new Map(merchants.map((merchant) => [merchant, Math.floor(random.float() * folds)]));
}

async function askAll(
  data: CategoryData,
  rows: readonly Transaction[],
  foldOf: ReadonlyMap<string, number>,
): Promise<Answers> {
  const [ours, withoutLexicon, peer] = [0, 1, 2].map(() => new Array<string>(rows.length)) as [
    string[],
    string[],
    string[],
  ];
  let isPeerDone = hasPeer;
  for (let fold = 0; fold < folds; fold++) {
    const isKept = (row: Transaction): boolean => foldOf.get(merchantOf(row)) === fold;
    const tested = [...rows.keys()].filter((row) => isKept(rows[row] as Transaction));
    const [training, kept] = [
      rows.filter((row) => !isKept(row)),
      tested.map((row) => rows[row] as Transaction),
    ];
    for (const [into, lexicon] of [
      [ours, true],
      [withoutLexicon, false],
    ] as const) {
      const said = (await learned(training, lexicon)).predictBatch(kept.map(queryOf));
      tested.forEach((row, at) => {
        into[row] = said[at]?.category as string;
      });
    }
    const ofPeer = isPeerDone
      ? peerOf({ ...data, rows: [...training, ...kept], training: training.length })
      : null;
    isPeerDone = ofPeer !== null;
    tested.forEach((row, at) => {
      peer[row] = ofPeer?.predicted[at] ?? '';
    });
  }
  return { ours, withoutLexicon, peer: isPeerDone ? peer : null };
}

function figuresOf(
  part: string,
  every: readonly Transaction[],
  tested: readonly number[],
  answers: Answers,
): readonly object[] {
  const rows = tested.map((row) => every[row] as Transaction);
  const of = (said: readonly string[]): readonly string[] => tested.map((row) => said[row] as string);
  const [own, without] = [scores(rows, of(answers.ours)), scores(rows, of(answers.withoutLexicon))];
  const other = answers.peer && scores(rows, of(answers.peer));
  return (['accuracy', 'macroF1', 'payees'] as const satisfies readonly Metric[]).map((metric) => ({
    figure: `${metricNames[metric]}, ${part}`,
    ours: own[metric].toFixed(4),
    'without lexicon': without[metric].toFixed(4),
    ...(other && {
      'scikit-learn': other[metric].toFixed(4),
      wanted: `≥ ${(other[metric] + wanted).toFixed(4)}`,
      ahead:
        (own[metric] - other[metric]).toFixed(4) +
        (metric === 'payees'
          ? ` ± ${errorOf(rows, of(answers.ours), of(answers.peer ?? [])).toFixed(4)}`
          : ''),
    }),
  }));
}

/** Standard error of the difference of two accuracies that count each merchant once. */
function errorOf(rows: readonly Transaction[], ours: readonly string[], others: readonly string[]): number {
  const theirs = rightByPayee(rows, others);
  const differences = [...rightByPayee(rows, ours)].map(([name, right]) => right - (theirs.get(name) ?? 0));
  const centre = mean(differences);
  const variance = differences.reduce((sum, one) => sum + (one - centre) ** 2, 0) / (differences.length - 1);
  return Math.sqrt(variance / differences.length);
}
