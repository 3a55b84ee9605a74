import { amountClusters } from './amount-clusters.js';
import type { Match } from './evidence.js';
import { looksLikeObligation, spreadOf } from './obligation.js';
import type { PayeePayments } from './payments.js';
import type { ScheduleSearch } from './schedule-search.js';

/** Streams of one payee; rows without descriptions are all of one. */
const mostStreams = 40;
/** Rounds of looking among what is left, each of which finds several streams. */
const mostRounds = 10;
/** An early stream needs these odds on its dates and one price; with more payments, weak evidence is no beginning. */
const earlyLogEvidence = Math.log(5);
const mostEarlyPayments = 6;
const earlySpread = 0.05;

/** Which matches become streams. */
export interface SearchOptions {
  readonly schedules: ScheduleSearch;
  readonly falsePositiveRate: number;
}

/** Finds the streams among payments of one payee, at most forty, which are the strongest. Members of a match are indices of `payments`. */
export function searchPayee(payments: PayeePayments, options: SearchOptions): readonly Match[] {
  const streams: Match[] = [];
  let left = payments.days.map((_, index) => index);
  for (let round = 0; round < mostRounds && left.length >= 2; round++) {
    const found = strongestSplit(payments, left, options);
    if (found.length === 0) break;
    const taken = new Set(found.flatMap((match) => match.members));
    streams.push(...found);
    left = left.filter((index) => !taken.has(index));
  }
  const kept = streams.sort((a, b) => b.logEvidence - a.logEvidence).slice(0, mostStreams);
  return joinPriceChanges(payments, kept, options);
}

/** All payments as one stream, or apart by amounts: whichever explains the dates best. */
function strongestSplit(
  payments: PayeePayments,
  left: readonly number[],
  options: SearchOptions,
): readonly Match[] {
  const amounts = left.map((index) => payments.amounts[index] as number);
  const splits = amountClusters(amounts).map((split) =>
    split.map((cluster) => cluster.map((position) => left[position] as number)),
  );
  let best: readonly Match[] = [];
  let bestEvidence = 0;
  for (const split of splits) {
    const clusters = split.filter((cluster) => cluster.length >= 2);
    const logTried = Math.log(splits.length * clusters.length);
    const matches = clusters.flatMap((cluster) => strongest(payments, cluster, logTried, options) ?? []);
    const evidence = matches.reduce((sum, match) => sum + match.logEvidence, 0);
    if (evidence > bestEvidence) {
      best = matches;
      bestEvidence = evidence;
    }
  }
  return best;
}

/** The best schedule of some payments, if it is good enough for a stream. */
function strongest(
  payments: PayeePayments,
  cluster: readonly number[],
  logTried: number,
  { schedules, falsePositiveRate }: SearchOptions,
): Match | undefined {
  const best = schedules(cluster.map((index) => payments.days[index] as number));
  if (best === undefined) return undefined;
  const logEvidence = best.logEvidence - logTried;
  if (logEvidence <= 0) return undefined;
  const members = best.members.map((position) => cluster[position] as number);
  const match = { ...best, logEvidence, members };
  return isStream(payments, match, falsePositiveRate) ? match : undefined;
}

function isStream(payments: PayeePayments, match: Match, falsePositiveRate: number): boolean {
  if (!looksLikeObligation(payments, match)) return false;
  if (match.logEvidence >= -Math.log(falsePositiveRate)) return match.members.length >= 3;
  if (match.members.length > mostEarlyPayments) return false;
  const amounts = match.members.map((index) => payments.amounts[index] as number);
  return match.logEvidence >= earlyLogEvidence && spreadOf(amounts) <= earlySpread;
}

/** Joins a stream with the one that takes its place at another price, which among other purchases look like two. */
function joinPriceChanges(
  payments: PayeePayments,
  streams: readonly Match[],
  options: SearchOptions,
): readonly Match[] {
  const byStart = [...streams].sort((a, b) => (a.members[0] as number) - (b.members[0] as number));
  const joined: Match[] = [];
  for (const stream of byStart) {
    const before = joined.findIndex((earlier) => followsOn(payments, earlier, stream));
    const union =
      before < 0
        ? undefined
        : strongest(payments, [...(joined[before] as Match).members, ...stream.members], 0, options);
    if (
      union !== undefined &&
      union.members.length >= stream.members.length + (joined[before] as Match).members.length - 1
    ) {
      joined[before] = union;
    } else joined.push(stream);
  }
  return joined;
}

function followsOn({ days, amounts }: PayeePayments, earlier: Match, later: Match): boolean {
  if (earlier.slots.frequency !== later.slots.frequency) return false;
  const last = earlier.members.at(-1) as number;
  const first = later.members[0] as number;
  const ratio = (amounts[first] as number) / (amounts[last] as number);
  const next = earlier.slots.nearest(days[first] as number) - (earlier.slotOf.at(-1) as number);
  return first > last && next >= 1 && next <= 2 && ratio >= 0.5 && ratio <= 2;
}
