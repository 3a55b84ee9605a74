/**
 * What the thread of long questions runs. It is an entry point only so that a bundled server can place it beside itself;
 * loaded anywhere else it does nothing.
 *
 * @module
 */
import { parentPort, workerData } from 'node:worker_threads';
import { errorData, threadMark, type WorkReply, type WorkRequest } from './messages.js';
import { work } from './work.js';

if (parentPort !== null && workerData === threadMark) {
  const port = parentPort;
  port.on('message', (request: WorkRequest) => {
    void reply(request).then((message) => port.postMessage(message));
  });
}

async function reply({ name, input }: WorkRequest): Promise<WorkReply> {
  try {
    const answer: (input: never) => Promise<unknown> = work[name];
    return { answer: await answer(input as never), error: null };
  } catch (error) {
    return { error: errorData(error) };
  }
}
