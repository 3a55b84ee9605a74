import type { FeatureDescription, FeatureMatrix } from '../../features/feature-matrix.js';
import type { FitOptions } from '../estimator.js';
import { withSharedArrays } from '../parallel/shared-arrays.js';
import { aloneTeam, type Team } from '../parallel/team.js';
import type { JobProgram, WorkerPool } from '../parallel/worker-pool.js';
import { columnBinner, type FeatureBins, mostBins } from './binning.js';
import { type BoostedTree, type BoostingPlan, type GrownRounds, growRounds } from './boosting-rounds.js';
import { groupSize, type TrainingRoom, trainingLayout, writeCodes } from './kernel/training-layout.js';
import type { TreeKernel } from './kernel/tree-kernel.js';
import { teamKernel, teamKernelMemory } from './kernel/wasm-kernel.js';
import type { WebAssemblyMemory } from './kernel/webassembly.js';
import { plannedLoss } from './loss-plan.js';

/** What the threads of a pool know boosting as. */
export const boostingJob = 'boost';

/** What the threads are given. All arrays are in memory that they share. */
interface BoostingInput {
  readonly plan: BoostingPlan;
  readonly features: readonly FeatureDescription[];
  readonly columns: readonly Float64Array[];
  /** Has the bin codes by feature and the scores by output. */
  readonly memory: WebAssemblyMemory;
  readonly room: TrainingRoom;
  /** By feature. */
  readonly binCounts: Int32Array;
  /** {@link mostBins} places per feature. */
  readonly thresholds: Float64Array;
}

/**
 * Memory of the last fit that ended well, until the collector takes it. What threads share is no burden to any one of
 * them, so that the collector is not called for it and many fits would leave much behind.
 */
let kept: WeakRef<WebAssemblyMemory> | null = null;

type Word = { readonly type: 'round'; readonly rounds: number } | ({ readonly type: 'grown' } & GrownRounds);

/**
 * As `growRounds`, in the threads of a pool: they bin the features together and grow the trees of a round together.
 * The trees of a single output follow one another, so that one thread grows them all. Gives `null` where threads can
 * share no memory of kernels.
 */
export async function growRoundsInThreads(
  pool: WorkerPool,
  plan: BoostingPlan,
  x: FeatureMatrix,
  outputs: number,
  stage: string,
  { signal, onProgress }: FitOptions,
): Promise<GrownRounds | null> {
  const width = x.columns.length;
  const threads = Math.min(pool.threads, outputs > 1 ? outputs : width);
  const room = { rows: x.rows, features: width, outputs, members: outputs > 1 ? threads : 1 };
  const memory = teamKernelMemory(room, kept?.deref() ?? null);
  // Another fit at the same time needs another one.
  kept = null;
  if (memory === null) return null;
  const shared = withSharedArrays({
    plan,
    features: x.features,
    columns: x.columns,
    binCounts: new Int32Array(width),
    thresholds: new Float64Array(width * mostBins),
  });
  const input: BoostingInput = { ...shared, memory, room };
  const total = plan.settings.rounds;
  const trees: BoostedTree[] = [];
  let rounds = 0;
  await pool.run({
    name: boostingJob,
    stage,
    threads,
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
  kept = new WeakRef(memory);
  return { trees, rounds };
}

/** What each thread does. */
export const boostShare: JobProgram = async (given, team, say) => {
  const input = given as BoostingInput;
  const { plan, memory, room } = input;
  const bins = binTogether(input, team);
  const loss = plannedLoss(plan.loss, plan.weights);
  const isAlone = room.members === 1;
  if (isAlone && team.rank > 0) return;
  const kernel = teamKernel(memory, room, team.rank, bins);
  const grown = await growRounds(plan, bins, loss, {
    kernel: isAlone ? kernel : kernelOfTeam(kernel, room.rows, team),
    team: isAlone ? { ...aloneTeam(), goOn: team.goOn } : team,
    // Whoever adds to scores does so where all read them, but not before all are there.
    exchange() {
      if (!isAlone) team.meet();
    },
    afterRound(rounds) {
      team.goOn();
      if (team.rank === 0) say({ type: 'round', rounds } satisfies Word, []);
    },
  });
  say({ type: 'grown', ...grown } satisfies Word, []);
};

/**
 * Bins the features, each thread the next few that none has begun, and reads what the others binned. Few are those whose
 * codes stand side by side: threads that write beside each other wait for each other's memory.
 */
function binTogether(input: BoostingInput, team: Team): readonly FeatureBins[] {
  const { plan, features, columns, memory, room, binCounts, thresholds } = input;
  const layout = trainingLayout(room, 0);
  const bin = columnBinner(room.rows, plan.settings.maxBins, plan.weights);
  for (let few = team.next(1); few * groupSize < columns.length; few = team.next(1)) {
    const end = Math.min((few + 1) * groupSize, columns.length);
    for (let index = few * groupSize; index < end; index++) {
      team.goOn();
      const binned = bin(columns[index] as Float64Array, features[index] as FeatureDescription);
      writeCodes(memory, layout, index, binned.codes);
      binCounts[index] = binned.bins.count;
      thresholds.set(binned.bins.thresholds, index * mostBins);
    }
  }
  team.meet();
  return features.map(({ kind }, index): FeatureBins => {
    const count = binCounts[index] as number;
    const from = index * mostBins;
    const ends = kind === 'categorical' ? 0 : count - 1;
    return { kind, count, thresholds: thresholds.slice(from, from + ends) };
  });
}

/** The kernel of a thread, but that each thread looks over the scores of a part of the rows for all. */
function kernelOfTeam(own: TreeKernel, rows: number, { rank, size, meet }: Team): TreeKernel {
  // Kernels take two rows at a time.
  const begin = (part: number): number => (part === size ? rows : 2 * Math.floor((rows * part) / size / 2));
  function normalise(): void {
    own.normalise(begin(rank), begin(rank + 1));
    meet();
  }
  // By its prototype, for the views of a kernel change.
  return Object.create(own, { normalise: { value: normalise } });
}
