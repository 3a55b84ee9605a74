import type { FeatureDescription, FeatureMatrix } from '../../features/feature-matrix.js';
import type { FitOptions } from '../estimator.js';
import { withSharedArrays } from '../parallel/shared-arrays.js';
import { aloneTeam, type Team } from '../parallel/team.js';
import type { JobProgram, WorkerPool } from '../parallel/worker-pool.js';
import { type BinnedMatrix, columnBinner, type FeatureBins, mostBins } from './binning.js';
import { type BoostedTree, type BoostingPlan, type GrownRounds, growRounds } from './boosting-rounds.js';
import { treeKernel } from './kernel/choose-kernel.js';
import type { TreeKernel } from './kernel/tree-kernel.js';
import { plannedLoss } from './loss-plan.js';

/** What the threads of a pool know boosting as. */
export const boostingJob = 'boost';

/** What the threads are given. All arrays are in memory that they share. */
interface BoostingInput {
  readonly plan: BoostingPlan;
  readonly features: readonly FeatureDescription[];
  readonly columns: readonly Float64Array[];
  /** What each thread writes for the others. */
  readonly board: {
    /** Bin codes by feature. */
    readonly codes: readonly Uint8Array[];
    readonly binCounts: Int32Array;
    /** {@link mostBins} places per feature. */
    readonly thresholds: Float64Array;
    /** Raw scores by output; none for a single one. */
    readonly scores: readonly Float64Array[];
    /** By row, what the scores of all outputs are made probabilities with. */
    readonly highest: Float64Array;
    readonly totals: Float64Array;
  };
}

type Word = { readonly type: 'round'; readonly rounds: number } | ({ readonly type: 'grown' } & GrownRounds);

/**
 * As `growRounds`, in the threads of a pool: they bin the features together and grow the trees of a round together.
 * The trees of a single output follow one another, so that one thread grows them all.
 */
export async function growRoundsInThreads(
  pool: WorkerPool,
  plan: BoostingPlan,
  x: FeatureMatrix,
  outputs: number,
  stage: string,
  { signal, onProgress }: FitOptions,
): Promise<GrownRounds> {
  const width = x.columns.length;
  const perRow = (): Float64Array =>
    new Float64Array(new SharedArrayBuffer(x.rows * Float64Array.BYTES_PER_ELEMENT));
  const input: BoostingInput = withSharedArrays({
    plan,
    features: x.features,
    columns: x.columns,
    board: {
      codes: x.columns.map(() => new Uint8Array(new SharedArrayBuffer(x.rows))),
      binCounts: new Int32Array(width),
      thresholds: new Float64Array(width * mostBins),
      scores: Array.from({ length: outputs > 1 ? outputs : 0 }, perRow),
      highest: perRow(),
      totals: perRow(),
    },
  });
  const total = plan.settings.rounds;
  const trees: BoostedTree[] = [];
  let rounds = 0;
  await pool.run({
    name: boostingJob,
    stage,
    threads: outputs > 1 ? outputs : width,
    input,
    ...(signal === undefined ? {} : { signal }),
    onMessage(message) {
      const word = message as Word;
      if (word.type === 'round') {
        onProgress?.({ stage, done: word.rounds, total, unit: 'rounds' });
        return;
      }
      for (const tree of word.trees) trees.push(tree);
      rounds = word.rounds;
    },
  });
  return { trees, rounds };
}

/** What each thread does. */
export const boostShare: JobProgram = async (given, team, say) => {
  const input = given as BoostingInput;
  const { plan, board } = input;
  const matrix = binTogether(input, team);
  const loss = plannedLoss(plan.loss, plan.weights);
  if (loss.outputs === 1 && team.rank > 0) return;
  const isAlone = loss.outputs === 1 || team.size === 1;
  const own = treeKernel(matrix, loss.outputs);
  const kernel = isAlone ? own : kernelOfTeam(own, matrix.rows, board, team);
  const grown = await growRounds(plan, matrix.bins, loss, {
    kernel,
    team: isAlone ? { ...aloneTeam(), goOn: team.goOn } : team,
    exchange(outputs) {
      if (!isAlone) exchangeScores(kernel, board.scores, outputs, team);
    },
    afterRound(rounds) {
      team.goOn();
      if (team.rank === 0) say({ type: 'round', rounds } satisfies Word, []);
    },
  });
  say({ type: 'grown', ...grown } satisfies Word, []);
};

/** Bins the features, each thread the next that none has begun, and reads what the others binned. */
function binTogether({ plan, features, columns, board }: BoostingInput, team: Team): BinnedMatrix {
  const rows = plan.weights.length;
  const bin = columnBinner(rows, plan.settings.maxBins, plan.weights);
  for (let index = team.next(1); index < columns.length; index = team.next(1)) {
    team.goOn();
    const { bins, codes } = bin(columns[index] as Float64Array, features[index] as FeatureDescription);
    board.codes[index]?.set(codes);
    board.binCounts[index] = bins.count;
    board.thresholds.set(bins.thresholds, index * mostBins);
  }
  team.meet();
  const bins = features.map(({ kind }, index): FeatureBins => {
    const count = board.binCounts[index] as number;
    const from = index * mostBins;
    const ends = kind === 'categorical' ? 0 : count - 1;
    return { kind, count, thresholds: board.thresholds.slice(from, from + ends) };
  });
  return { rows, bins, codes: board.codes };
}

/** The kernel of a thread, but that each thread looks over the scores of a part of the rows for all. */
function kernelOfTeam(
  own: TreeKernel,
  rows: number,
  board: Pick<BoostingInput['board'], 'highest' | 'totals'>,
  { rank, size, meet }: Team,
): TreeKernel {
  // Kernels take two rows at a time.
  const begin = (part: number): number => (part === size ? rows : 2 * Math.floor((rows * part) / size / 2));
  const [from, to] = [begin(rank), begin(rank + 1)];
  function normalise(): void {
    own.normalise(from, to);
    for (const name of ['highest', 'totals'] as const) {
      board[name].set(own[name].subarray(from, to), from);
    }
    meet();
    for (const name of ['highest', 'totals'] as const) {
      own[name].set(board[name].subarray(0, from));
      own[name].set(board[name].subarray(to), to);
    }
  }
  // By its prototype, for the views of a kernel change.
  return Object.create(own, { normalise: { value: normalise } });
}

/**
 * Writes the scores of the outputs that this thread has changed, and reads those of all others. Nobody writes the
 * next before all have met over the sums of these.
 */
function exchangeScores(
  { scores }: TreeKernel,
  board: readonly Float64Array[],
  changed: readonly number[],
  team: Team,
): void {
  for (const output of changed) board[output]?.set(scores[output] as Float64Array);
  team.meet();
  board.forEach((written, output) => {
    if (!changed.includes(output)) scores[output]?.set(written);
  });
}
