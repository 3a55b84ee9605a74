/**
 * How often a difference is found that there is not, and how soon one that there is: champion against challenger by turns of
 * chance, looked at after every outcome. Prints a table.
 */
import { createRandom, type Random } from '@titans/core';
import {
  addOutcome,
  alwaysValidPValue,
  type DifferenceEstimate,
  differenceOfMeans,
  meanDifference,
  mixturePValue,
  mixtureRows,
  noOutcomes,
  type OutcomePlace,
} from '@titans/models/lifecycle';

const alpha = 0.05;
const minimumRows = 100;
const plannedRows = 2_000;
const spread = mixtureRows(plannedRows, alpha);
/** As many as experiments keep sums of. */
const unitGroups = 128;
/** A unit that is asked about once. */
const newUnit = (random: Random): OutcomePlace => ({ group: random.integer(unitGroups), amends: false });

interface Case {
  readonly name: string;
  readonly range: readonly [number, number] | null;
  readonly draw: (random: Random, isChallenger: boolean) => number;
}

const shares = (champion: number, challenger: number): Case => ({
  name: `shares ${champion} and ${challenger}`,
  range: [0, 1],
  draw: (random, isChallenger) => (random.float() < (isChallenger ? challenger : champion) ? 1 : 0),
});
const logNormal = (shift: number): Case => ({
  name: `log-normal, mean ${(Math.exp(0.5) + shift).toFixed(2)} and ${Math.exp(0.5).toFixed(2)}`,
  range: null,
  draw: (random, isChallenger) => Math.exp(random.normal()) + (isChallenger ? 0 : shift),
});

const without = [
  shares(0.01, 0.01),
  shares(0.05, 0.05),
  shares(0.2, 0.2),
  shares(0.5, 0.5),
  shares(0.95, 0.95),
  logNormal(0),
];
const withDifference = [
  shares(0.5, 0.55),
  shares(0.5, 0.6),
  shares(0.9, 0.95),
  shares(0.05, 0.1),
  logNormal(0.3),
];

/** A p-value by Student's distribution is larger than the one without, which is cheap: asked first. */
function isFound(estimate: DifferenceEstimate | null): boolean {
  if (estimate === null || !(estimate.standardError > 0)) return false;
  if (mixturePValue(estimate.value / estimate.standardError, estimate.rows, spread) > alpha) return false;
  return alwaysValidPValue(estimate, spread) <= alpha;
}

/** Outcomes after which a difference is found, or `null`. */
function foundAfter({ draw, range }: Case, outcomes: number, seed: number): number | null {
  const random = createRandom(seed, 'sequential tests');
  const sums = [noOutcomes(), noOutcomes()] as const;
  for (let row = 1; row <= outcomes; row++) {
    const isChallenger = (random.uint32() & 1) === 1;
    addOutcome(sums[isChallenger ? 1 : 0], draw(random, isChallenger), newUnit(random));
    if (sums[0].rows < minimumRows || sums[1].rows < minimumRows) continue;
    if (isFound(differenceOfMeans(sums[0], sums[1], range))) return row;
  }
  return null;
}

/**
 * Accounts of rates of their own, each with one variant, asked about by chance, a share of the questions about three of them;
 * looked at after every tenth outcome.
 */
function foundOfAccounts(
  accounts: number,
  shareOfThree: number,
  outcomes: number,
  seed: number,
): number | null {
  const random = createRandom(seed, 'sequential tests of accounts');
  const rates = Array.from({ length: accounts }, () => random.float());
  const groups = rates.map(() => random.integer(unitGroups));
  const sums = [noOutcomes(), noOutcomes()] as const;
  for (let row = 1; row <= outcomes; row++) {
    const account = random.integer(random.float() < shareOfThree ? 3 : accounts);
    const group = groups[account] as number;
    addOutcome(sums[account % 2 === 0 ? 0 : 1], random.float() < (rates[account] as number) ? 1 : 0, {
      group,
      amends: false,
    });
    if (row % 10 !== 0 || sums[0].rows < minimumRows || sums[1].rows < minimumRows) continue;
    if (isFound(differenceOfMeans(sums[0], sums[1], [0, 1]))) return row;
  }
  return null;
}

/** Pairs that agree but for a few, as in shadow traffic. */
function foundOfPairs(disagreement: number, outcomes: number, seed: number): number | null {
  const random = createRandom(seed, 'sequential tests of pairs');
  const pairs = noOutcomes();
  for (let row = 1; row <= outcomes; row++) {
    const draw = random.float();
    addOutcome(pairs, draw < disagreement / 2 ? 1 : draw < disagreement ? -1 : 0, newUnit(random));
    if (row >= minimumRows && isFound(meanDifference(pairs, [0, 1]))) return row;
  }
  return null;
}

function measure(streams: number, outcomes: number, foundIn: (seed: number) => number | null): object {
  const found = Array.from({ length: streams }, (_, seed) => foundIn(seed))
    .filter((rows) => rows !== null)
    .sort((a, b) => a - b);
  return {
    outcomes,
    streams,
    found: `${((100 * found.length) / streams).toFixed(1)} %`,
    'median outcomes': found.length * 2 > streams ? found[Math.floor(streams / 2)] : '–',
  };
}

const table: Record<string, object> = {};
const outcomes = 10_000;
for (const one of without) {
  table[one.name] = measure(1_000, outcomes, (seed) => foundAfter(one, outcomes, seed));
}
for (const [accounts, share] of [
  [200, 0],
  [1_000, 0],
  [1_000, 0.8],
] as const) {
  const name = `outcomes of ${accounts} accounts${share > 0 ? `, ${100 * share} % of three` : ''}`;
  table[name] = measure(1_000, outcomes, (seed) => foundOfAccounts(accounts, share, outcomes, seed));
}
for (const share of [0.02, 0.2]) {
  const name = `pairs of which ${100 * share} % disagree`;
  table[name] = measure(1_000, outcomes, (seed) => foundOfPairs(share, outcomes, seed));
}
for (const one of withDifference) {
  table[one.name] = measure(400, outcomes, (seed) => foundAfter(one, outcomes, seed));
}
console.table(table);
