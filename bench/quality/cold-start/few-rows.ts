import { textClassifier } from '@titans/models/estimators';
import { lexiconPrior } from '@titans/models/taxonomy';

/** A labelled transaction. */
export interface LabelledText {
  readonly description: string;
  readonly amount: number;
  readonly category: string;
}

/** Margins of a classifier and the lexicon's logarithms for one row. */
interface Scores {
  readonly margins: Float64Array;
  readonly said: Float64Array;
  readonly label: number;
}

/** What margins and the lexicon's logarithms are multiplied by. */
interface Weights {
  readonly margins: number;
  readonly lexicon: number;
}

const marginWeights = [1, 1.5, 2, 3, 4, 6, 8];
const lexiconWeights = [0, 0.25, 0.5, 0.75, 1, 1.5, 2];

/** Scores of rows, each by a classifier of the others. */
async function leaveOneOutScores(
  rows: readonly LabelledText[],
  classes: readonly string[],
): Promise<readonly Scores[]> {
  const scores: Scores[] = [];
  for (const [at, row] of rows.entries()) {
    scores.push(
      ...(await scoresOf(
        rows.filter((_, other) => other !== at),
        [row],
        classes,
      )),
    );
  }
  return scores;
}

async function scoresOf(
  training: readonly LabelledText[],
  tested: readonly LabelledText[],
  classes: readonly string[],
): Promise<readonly Scores[]> {
  const classifier = await textClassifier({ loss: 'hinge' }).fit(
    { texts: training.map(({ description }) => description) },
    Int32Array.from(training, ({ category }) => classes.indexOf(category)),
    classes,
    { seed: 1 },
  );
  const prior = lexiconPrior(classes);
  const all = classifier.decisionScores({ texts: tested.map(({ description }) => description) });
  return tested.map((row, at) => {
    const own = all.slice(at * classes.length, (at + 1) * classes.length);
    // A class without a row in training has no margin: it stands as low as the lowest that has one.
    const lowest = own.reduce((least, score) => (Number.isFinite(score) ? Math.min(least, score) : least), 0);
    return {
      margins: own.map((score) => (Number.isFinite(score) ? score : lowest)),
      said: prior.logProbabilities(row) ?? new Float64Array(classes.length),
      label: classes.indexOf(row.category),
    };
  });
}

function sumOf({ margins, said }: Scores, weights: Weights): Float64Array {
  return margins.map((margin, k) => weights.margins * margin + weights.lexicon * (said[k] as number));
}

function logLikelihood(scores: Scores, weights: Weights): number {
  const sums = sumOf(scores, weights);
  const highest = Math.max(...sums);
  return (
    (sums[scores.label] as number) -
    highest -
    Math.log(sums.reduce((total, sum) => total + Math.exp(sum - highest), 0))
  );
}

const pairs: readonly Weights[] = marginWeights.flatMap((margins) =>
  lexiconWeights.map((lexicon) => ({ margins, lexicon })),
);

/** The weights under which what was left out is most probable. */
function fittedWeights(likelihoods: readonly Float64Array[]): Weights {
  let best = 0;
  const totals = pairs.map((_, pair) => likelihoods.reduce((sum, each) => sum + (each[pair] as number), 0));
  for (let pair = 1; pair < pairs.length; pair++)
    if ((totals[pair] as number) > (totals[best] as number)) best = pair;
  return pairs[best] as Weights;
}

const likelihoodsOf = (scores: Scores): Float64Array =>
  Float64Array.from(pairs, (pair) => logLikelihood(scores, pair));

function isRight(scores: Scores, weights: Weights): boolean {
  const sums = sumOf(scores, weights);
  return sums.indexOf(Math.max(...sums)) === scores.label;
}

const alone: Weights = { margins: 1, lexicon: 0 };

/** How many rows are right. */
export interface Right {
  readonly alone: number;
  readonly together: number;
}

/** A classifier of a few rows, alone and with the lexicon, on other rows. Weights are learned from the few rows. */
export async function fewRows(
  training: readonly LabelledText[],
  tested: readonly LabelledText[],
  classes: readonly string[],
): Promise<Right> {
  const weights = fittedWeights((await leaveOneOutScores(training, classes)).map(likelihoodsOf));
  const scores = await scoresOf(training, tested, classes);
  return {
    alone: scores.filter((each) => isRight(each, alone)).length,
    together: scores.filter((each) => isRight(each, weights)).length,
  };
}

/** The same, every row left out once; the weights of a row are learned from the scores of the others. */
export async function leaveOneOut(rows: readonly LabelledText[], classes: readonly string[]): Promise<Right> {
  const scores = await leaveOneOutScores(rows, classes);
  const likelihoods = scores.map(likelihoodsOf);
  return {
    alone: scores.filter((each) => isRight(each, alone)).length,
    together: scores.filter((each, at) =>
      isRight(each, fittedWeights(likelihoods.filter((_, other) => other !== at))),
    ).length,
  };
}
