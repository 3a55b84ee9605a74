import { getEventListeners } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { silentLogger } from '../logging/logger.js';
import { type WorkThread, workThread } from './work-thread.js';

/** A program that does as the question says: answers, works for ever, ends, or gives what cannot be copied. */
const source = `
import { parentPort, threadId } from 'node:worker_threads';
parentPort.on('message', ({ input }) => {
  if (input.asOf === 'for ever') for (;;);
  if (input.asOf === 'end') process.exit(3);
  if (input.asOf === 'throw') throw new Error('unexpected');
  if (input.asOf === 'function') parentPort.postMessage({ answer: () => 1, error: null });
  parentPort.postMessage({ answer: { as_of: String(threadId), streams: [] }, error: null });
});
`;

let folder = '';
let program: URL;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'titans-thread-'));
  const file = join(folder, 'program.mjs');
  await writeFile(file, source);
  program = pathToFileURL(file);
});
afterAll(() => rm(folder, { recursive: true }));

const open = (maxWaiting = 8): WorkThread => workThread({ logger: silentLogger, program, maxWaiting });
const ask = async (thread: WorkThread, what: string, signal?: AbortSignal): Promise<string> => {
  const question = { transactions: { requests: [], pointer: '' }, asOf: what };
  return (await thread.ask('recurring', question, signal)).as_of ?? '';
};
const codeOf = (asked: Promise<string>): Promise<string> => asked.catch(({ code }: { code: string }) => code);

describe('the thread of long questions', () => {
  test('is one for all questions, and ends when it is closed', async () => {
    const thread = open();
    const [first, ...others] = await Promise.all(['a', 'b', 'c'].map((what) => ask(thread, what)));
    expect(others).toEqual([first, first]);
    await thread.close();
    expect(await codeOf(ask(thread, 'd'))).toBe('SHUTTING_DOWN');
  });

  test('stops when nobody waits for its answer, and those who wait get theirs', async () => {
    const thread = open();
    const controller = new AbortController();
    const [busy, next] = [ask(thread, 'for ever', controller.signal), ask(thread, 'next')];
    controller.abort();
    expect(await codeOf(busy)).toBe('ABORTED');
    expect(await next).toMatch(/^\d+$/);
    await thread.close();
  });

  test('has room again for one who went while waiting', async () => {
    const thread = open(1);
    const [first, second] = [new AbortController(), new AbortController()];
    const busy = codeOf(ask(thread, 'for ever', first.signal));
    const waiting = codeOf(ask(thread, 'waiting', second.signal));
    expect(await codeOf(ask(thread, 'one too many'))).toBe('OVERLOADED');
    second.abort();
    expect(await waiting).toBe('ABORTED');
    const last = ask(thread, 'last');
    first.abort();
    expect(await busy).toBe('ABORTED');
    expect(await last).toMatch(/^\d+$/);
    await thread.close();
  });

  test.each(['end', 'throw', 'function'])('that is lost by "%s" is replaced', async (what) => {
    const thread = open();
    const asked = [codeOf(ask(thread, what)), ask(thread, 'next')] as const;
    expect(await asked[0]).toBe('WORKER_LOST');
    expect(await asked[1]).toMatch(/^\d+$/);
    await thread.close();
  });

  test('that is closed while it works answers that the service stops, to those who wait as well', async () => {
    const thread = open();
    const asked = ['for ever', 'a', 'b'].map((what) => codeOf(ask(thread, what)));
    await thread.close();
    expect(await Promise.all(asked)).toEqual(['SHUTTING_DOWN', 'SHUTTING_DOWN', 'SHUTTING_DOWN']);
  });

  test('leaves nothing listening to a signal that outlives its question', async () => {
    const thread = open();
    const controller = new AbortController();
    await ask(thread, 'a', controller.signal);
    await Promise.all([ask(thread, 'b', controller.signal), ask(thread, 'c', controller.signal)]);
    expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
    await thread.close();
  });
});
