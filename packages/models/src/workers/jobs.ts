import type { JobProgram } from '../estimators/parallel/worker-pool.js';
import { forestJob, growForestShare } from '../estimators/trees/forest.js';

/** What the threads of a pool can do. */
export const jobs: Readonly<Record<string, JobProgram>> = { [forestJob]: growForestShare };
