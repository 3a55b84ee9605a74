import type { JobProgram } from '../estimators/parallel/worker-pool.js';
import { boostingJob, boostShare } from '../estimators/trees/boost-in-threads.js';
import { forestJob, growForestShare } from '../estimators/trees/forest.js';

/** What the threads of a pool can do. */
export const jobs: Readonly<Record<string, JobProgram>> = {
  [boostingJob]: boostShare,
  [forestJob]: growForestShare,
};
