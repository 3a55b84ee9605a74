import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { addDays, createRandom, createTransaction, type Transaction, tableFromRows } from '@titans/core';
import { loadModels, type TrainedSuite, train } from '@titans/models';
import { type AliasMove, fileRegistry, type ModelRegistry } from '@titans/models/lifecycle';
import { pause, within } from './interrupted-load.js';
import { type ContestMessage, contend, contested } from './promotion-contest.js';

/** What came out of killing a process that promotes. */
export interface PromotionReport {
  readonly points: number;
  /** Points after which the champion loaded with every byte verified and the history was whole. */
  readonly sound: number;
  /** Moves of the champion that were recorded. */
  readonly moves: number;
  /** Moves that found that another had been first. */
  readonly lost: number;
  /** Moves that were under way when their process was killed, recorded or not. */
  readonly interrupted: number;
  readonly failures: readonly string[];
}

const program = fileURLToPath(new URL('promoter-process.ts', import.meta.url));
const stepTimeoutMs = 60_000;
const longestLifeMs = 250;

/**
 * S19: a process that registers, promotes, rolls back and collects garbage in a directory is killed with SIGKILL at random
 * points, while this process does the same. After each, a registry that has read nothing yet must find a champion whose
 * every byte is verified, a history in which each move starts where the one before ended, every move that was confirmed
 * exactly once and none of those that were refused.
 */
export async function killPromotions(points: number, seed: number): Promise<PromotionReport> {
  const random = createRandom(seed);
  const root = await mkdtemp(join(tmpdir(), 'titans-promotion-'));
  try {
    const places = await writeSuites(root, 4);
    const suites = await Promise.all(places.map((place) => loadModels(place)));
    const directory = join(root, 'registry');
    const heard = new Map<string, ContestMessage['state']>();
    const failures: string[] = [];
    let sound = 0;
    for (let point = 0; point < points; point++) {
      const lifeMs = random.float() * longestLifeMs;
      try {
        await contest(directory, places, suites, lifeMs, heard);
        await within(stepTimeoutMs, 'the check', checkRegistry(fileRegistry(directory), heard));
        sound++;
      } catch (error) {
        failures.push(`point ${point} (${lifeMs.toFixed(0)} ms): ${String(error)}`);
      }
    }
    const states = [...heard.values()];
    return {
      points,
      sound,
      moves: (await allMoves(fileRegistry(directory))).length,
      lost: states.filter((state) => state === 'lost').length,
      interrupted: states.filter((state) => state === 'trying').length,
      failures,
    };
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

/** Of this process, in every contest. */
const leastMoves = 2;

/** Lets another process and this one contend, kills the other after some time, and waits for both to end. */
async function contest(
  directory: string,
  places: readonly string[],
  suites: readonly TrainedSuite[],
  lifeMs: number,
  heard: Map<string, ContestMessage['state']>,
): Promise<void> {
  const { child, ended } = await startPromoter([directory, ...places]);
  try {
    const hear = ({ move, state }: ContestMessage): void => void heard.set(move, state);
    child.on('message', hear);
    let isOver = false;
    let made = 0;
    const hearOwn = (message: ContestMessage): void => {
      hear(message);
      if (message.state === 'done') made++;
    };
    // However short the other lived, and however busy the machine: without moves there was no contest.
    const isEnough = (): boolean => isOver && made >= leastMoves;
    const own = contend(fileRegistry(directory), suites, 'this process', hearOwn, isEnough);
    child.send('begin');
    await pause(lifeMs);
    child.kill('SIGKILL');
    await within(stepTimeoutMs, 'the promoter to end', ended);
    isOver = true;
    await within(stepTimeoutMs, 'the moves of this process', own);
  } finally {
    child.kill('SIGKILL');
  }
}

/** A process that waits to begin. One that cannot be started, as while its program is being built, is started again. */
async function startPromoter(
  given: readonly string[],
  attempts = 5,
): Promise<{ readonly child: ChildProcess; readonly ended: Promise<unknown> }> {
  const child = fork(program, given, { execArgv: ['--import', 'tsx'] });
  const ended = once(child, 'exit');
  const first = Promise.race([once(child, 'message').then(() => true), ended.then(() => false)]);
  if (await within(stepTimeoutMs, 'the promoter to be ready', first)) return { child, ended };
  if (attempts === 1) throw new Error('The promoter ended before it was ready.');
  await pause(1_000);
  return startPromoter(given, attempts - 1);
}

async function checkRegistry(
  registry: ModelRegistry,
  heard: ReadonlyMap<string, ContestMessage['state']>,
): Promise<void> {
  const champion = await registry.load(contested, '@champion');
  if (!champion.tasks.includes('category')) throw new Error('the champion has lost a task');
  const counts = new Map<string, number>();
  let present: string | null = null;
  for (const { from, to, reason } of (await allMoves(registry)).toReversed()) {
    if (from !== present) throw new Error('a move does not start where the one before ended');
    present = to;
    counts.set(reason ?? '', (counts.get(reason ?? '') ?? 0) + 1);
  }
  for (const [move, state] of heard) {
    const count = counts.get(move) ?? 0;
    const isRight = state === 'trying' ? count <= 1 : count === (state === 'done' ? 1 : 0);
    if (!isRight) throw new Error(`a move that was ${state} is recorded ${count} times`);
  }
}

async function allMoves(registry: ModelRegistry): Promise<readonly AliasMove[]> {
  const moves: AliasMove[] = [];
  for (let cursor: number | null = Number.MAX_SAFE_INTEGER; cursor !== null; ) {
    const page: { readonly items: readonly AliasMove[]; readonly next: number | null } =
      await registry.history(contested, { alias: 'champion', limit: 1_000, cursor });
    moves.push(...page.items);
    cursor = page.next;
  }
  return moves;
}

/** Saves small category models whose bytes differ. */
async function writeSuites(root: string, count: number): Promise<readonly string[]> {
  const payees = ['bakery', 'grocer', 'station', 'trams', 'theatre'];
  return Promise.all(
    Array.from({ length: count }, async (_, at) => {
      const rows = Array.from({ length: 60 + 10 * at }, (_, day) => {
        const payee = payees[day % payees.length] as string;
        const date = addDays('2024-01-01' as Transaction['date'], day);
        return createTransaction({ date, description: `City ${payee}`, amount: -5, category: payee });
      });
      const place = join(root, `suite-${at}`);
      const suite = await train(tableFromRows(rows), { tasks: ['category'], budget: 'quick', seed: 1 });
      await suite.save(place);
      return place;
    }),
  );
}
