/** Scores of consecutive days of one forecast of the past. */
export interface ScoreRun {
  readonly scores: readonly number[];
  /** What each score counts beside those of other runs, above 0. */
  readonly weight: number;
}

/** What scores were expected to be, before any came. */
export interface ExpectedScores {
  readonly runs: readonly ScoreRun[];
  /** How many independent scores they count as, whatever their number. */
  readonly count: number;
}

/** Share of scores that count as usual where it is measured how alike neighbouring days are. */
const usualShare = 0.8;
const longestLag = 14;

/**
 * The factor that intervals must be stretched by to cover `level`: the weighted conformal quantile of the scores
 * (Barber, Candès, Ramdas and Tibshirani 2023, "Conformal prediction beyond exchangeability"), at level × (1 + 1 ÷ n)
 * for n independent scores. Days that are like the days before them say less than as many independent ones. Expected
 * scores are added to them, as pseudo-observations of a Bayesian prior are: few scores leave the scale near them.
 *
 * @param level Above 0 and below 1.
 * @returns 1 without scores; the largest score where there are too few for the level.
 */
export function scaleOfScores(runs: readonly ScoreRun[], level: number, expected?: ExpectedScores): number {
  const own = weighted(runs);
  if (own.length === 0) return 1;
  const independent = independentScores(runs);
  const added = expected === undefined ? [] : weighted(expected.runs);
  const addedCount = added.length === 0 ? 0 : (expected?.count ?? 0);
  const factor = addedCount === 0 ? 0 : ((addedCount / independent) * totalOf(own)) / totalOf(added);
  const all = [...own, ...added.map(({ score, weight }) => ({ score, weight: weight * factor }))].sort(
    (a, b) => a.score - b.score,
  );
  // Sums of weights are rounded: what reaches the level but for that, does.
  const wanted = level * (1 + 1 / (independent + addedCount)) * totalOf(all) * (1 - 1e-12);
  let upTo = 0;
  for (const { score, weight } of all) {
    upTo += weight;
    if (upTo >= wanted) return score;
  }
  return (all.at(-1) as WeightedScore).score;
}

interface WeightedScore {
  readonly score: number;
  readonly weight: number;
}

function weighted(runs: readonly ScoreRun[]): WeightedScore[] {
  return runs.flatMap(({ scores, weight }) => scores.map((score) => ({ score, weight })));
}

function totalOf(all: readonly WeightedScore[]): number {
  return all.reduce((sum, { weight }) => sum + weight, 0);
}

/**
 * How many independent scores say as much about the share of usual ones: their number by 1 + 2 × the sum of the
 * autocorrelations of being usual, up to the first that may be chance (Bartlett 1946; Geyer 1992, "Practical Markov
 * chain Monte Carlo", section 3).
 */
export function independentScores(runs: readonly ScoreRun[]): number {
  const sorted = Float64Array.from(runs.flatMap(({ scores }) => scores)).sort();
  const count = sorted.length;
  const border = sorted[Math.floor(usualShare * (count - 1))] as number;
  const share = sorted.filter((score) => score <= border).length / count;
  if (count === 0 || share === 1) return count;
  const deviation = (score: number): number => (score <= border ? 1 - share : -share);
  let factor = 1;
  for (let lag = 1; lag <= longestLag; lag++) {
    let [products, pairs] = [0, 0];
    for (const { scores } of runs) {
      for (let step = lag; step < scores.length; step++) {
        products += deviation(scores[step] as number) * deviation(scores[step - lag] as number);
        pairs++;
      }
    }
    const correlation = pairs === 0 ? 0 : products / pairs / (share * (1 - share));
    if (correlation <= 2 / Math.sqrt(count)) break;
    factor += 2 * correlation;
  }
  return count / factor;
}
