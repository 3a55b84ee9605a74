/**
 * What the threads of `workerPool` run. It is an entry point only so that a bundled server can say where it is; loaded
 * anywhere else it does nothing.
 *
 * @module
 */
import { parentPort, workerData } from 'node:worker_threads';
import { TitansError } from '@titans/core';
import { isTeamEnded, memberOf } from '../estimators/parallel/team.js';
import { jobs } from './jobs.js';
import { errorData, type Share, type ThreadMessage, threadMark } from './thread-messages.js';

if (parentPort !== null && workerData === threadMark) {
  const port = parentPort;
  const tell = (message: ThreadMessage, transfer: readonly ArrayBuffer[] = []): void =>
    port.postMessage(message, transfer);
  port.on('message', (share: Share) => void work(share, tell));
}

type Tell = (message: ThreadMessage, transfer?: readonly ArrayBuffer[]) => void;

async function work({ job, input, rank, size, memory }: Share, tell: Tell): Promise<void> {
  try {
    const program = jobs[job];
    if (!program) throw new TitansError('INTERNAL', `The threads do not know the job "${job}".`);
    await program(input, memberOf(memory, rank, size), (message, transfer) =>
      tell({ type: 'said', message }, transfer),
    );
    tell({ type: 'done' });
  } catch (error) {
    // Whoever ended the job knows why.
    tell(isTeamEnded(memory) ? { type: 'done' } : { type: 'failed', error: errorData(error) });
  }
}
