import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { LimitSettings } from '@titans/server-adapter';
import { exampleSuite } from '../../packages/server-adapter/src/conformance/example-suite.js';
import { forkProgram } from './forked-process.js';
import { pause, within } from './interrupted-load.js';

const program = fileURLToPath(new URL('asking-process.ts', import.meta.url));

/** The only API key that is right. */
export const rightKey = 'the-right-key-of-these-reliability-tests';

/** What the services of a crew are. */
export interface CrewSetup {
  /** Id of the right key, another one for each crew: what others used of a quota is none of its. */
  readonly keyId?: string;
  /** Directory of a saved suite. */
  readonly models: string;
  /** URL of Redis or PostgreSQL, or `null` for memory. */
  readonly store: string | null;
  readonly limits: LimitSettings | false;
}

/** What each process of a crew asks. */
export interface AskOrder {
  readonly requests: number;
  readonly atOnce: number;
  /** `random`: another one each time. */
  readonly credential: string;
  /** The address that the host trusts. */
  readonly address: string;
  /** Ends after so many milliseconds, whatever is left. */
  readonly forMs?: number;
  /** Milliseconds that each of those at once waits after an answer. */
  readonly pauseMs?: number;
}

/** One answer. Times are milliseconds since 1970, of one clock for all processes. */
export interface Asked {
  readonly began: number;
  readonly ended: number;
  readonly status: number;
  readonly retryAfterSeconds: number | null;
}

/** Processes with one service each. */
export interface Crew {
  /** Every process asks what it is told, all at once; their answers in the order in which they were begun. */
  ask(order: AskOrder): Promise<readonly Asked[]>;
  end(): Promise<void>;
}

/** Saves models for the services of a crew. */
export async function savedModels(): Promise<{ readonly directory: string; remove(): Promise<void> }> {
  const directory = await mkdtemp(join(tmpdir(), 'titans-models-'));
  await (await exampleSuite()).save(directory);
  return { directory, remove: () => rm(directory, { recursive: true }) };
}

/** Starts so many processes. */
export async function startCrew(size: number, setup: CrewSetup): Promise<Crew> {
  const keyId = `right-${globalThis.crypto.randomUUID()}`;
  const members = await Promise.all(Array.from({ length: size }, () => startMember({ ...setup, keyId })));
  return {
    async ask(order) {
      const answers = await Promise.all(members.map((member) => member.ask(order)));
      return answers.flat().sort((a, b) => a.began - b.began);
    },
    async end() {
      await Promise.all(members.map((member) => member.end()));
    },
  };
}

async function startMember(setup: CrewSetup): Promise<Crew> {
  const { child, ended, endedEarly } = forkProgram(program, 'A service');
  child.send(setup);
  await within(60_000, 'the service to be ready', Promise.race([once(child, 'message'), endedEarly]));
  return {
    async ask(order) {
      const answered = Promise.race([once(child, 'message'), endedEarly]);
      child.send(order);
      const [asked] = await answered;
      return asked as Asked[];
    },
    async end() {
      child.send('end');
      await within(20_000, 'the service to end', ended);
    },
  };
}

/** Every process asks with the right key, again and again until none finds the store too busy to say. */
export async function untilTold(crew: Crew, address: string): Promise<readonly Asked[]> {
  const all: Asked[] = [];
  for (let attempt = 0; attempt <= 20; attempt++) {
    const asked = await crew.ask({ requests: 1, atOnce: 1, credential: rightKey, address });
    all.push(...asked);
    if (asked.every(({ status }) => status !== 503)) return all;
    await pause(200);
  }
  throw new Error('The service answers nothing but 503.');
}

/** How often each status was answered. */
export function statusesOf(asked: readonly Asked[]): Readonly<Record<number, number>> {
  const counts: Record<number, number> = {};
  for (const { status } of asked) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}
