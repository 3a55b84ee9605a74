import { createRandom, type Random } from '@titans/core';
import { forgedTokens, genuineTokens } from '../../packages/server-adapter/src/auth/testing/forged-tokens.js';
import { tokenTarget } from '../../packages/server-adapter/src/auth/testing/token-target.js';
import { exampleSuite } from '../../packages/server-adapter/src/conformance/example-suite.js';
import { createTitans } from '../../packages/server-adapter/src/titans.js';

/** What S6 found. */
export interface ForgeryReport {
  /** Kinds of forgery, each sent to three routes. */
  readonly kinds: number;
  /** Genuine tokens of which one character was changed, taken away or added. */
  readonly mutations: number;
  readonly accepted: readonly string[];
  /** Answers other than 401. */
  readonly otherAnswers: readonly string[];
  /** Genuine tokens that were refused: then the rest means nothing. */
  readonly refusedGenuine: readonly string[];
}

const now = 1_750_000_000;
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.';

/** Sends tokens that are not genuine to a service with every kind of key, and counts what is not answered 401. */
export async function forgeTokens(mutations: number, seed: number): Promise<ForgeryReport> {
  const target = tokenTarget(now);
  const titans = await createTitans({
    models: await exampleSuite(),
    auth: target.auth,
    limits: false,
    clock: { now: () => now * 1_000 },
  });
  const genuine = genuineTokens(target);
  const forged = forgedTokens(target);
  const accepted: string[] = [];
  const otherAnswers: string[] = [];
  const refusedGenuine: string[] = [];

  async function ask(token: string, method: 'GET' | 'POST', path: string): Promise<number> {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const body = method === 'POST' ? { body: '{"description":"SHELL OIL 5744"}' } : {};
    return (await titans.fetch(new Request(`http://localhost${path}`, { method, headers, ...body }))).status;
  }

  for (const [name, token] of genuine) {
    if ((await ask(token, 'POST', '/predict/category')) !== 200) refusedGenuine.push(name);
  }
  const judge = (name: string, status: number): void => {
    if (status < 300) accepted.push(name);
    else if (status !== 401) otherAnswers.push(`${name}: ${status}`);
  };
  for (const [name, token] of forged) {
    judge(name, await ask(token, 'POST', '/predict/category'));
    judge(name, await ask(token, 'GET', '/keys'));
    judge(name, await ask(token, 'POST', '/auth/token'));
  }
  const random = createRandom(seed, 's06');
  const tokens = [...genuine.values()];
  for (let index = 0; index < mutations; index++) {
    const token = tokens[index % tokens.length] ?? '';
    const changed = mutated(random, token);
    if (changed !== token)
      judge(`mutation ${index}: ${changed}`, await ask(changed, 'POST', '/predict/category'));
  }
  await titans.close();
  return { kinds: forged.size, mutations, accepted, otherAnswers, refusedGenuine };
}

/** The token with one character changed, taken away or added. */
function mutated(random: Random, token: string): string {
  const at = random.integer(token.length);
  const character = alphabet.charAt(random.integer(alphabet.length));
  const [taken, added] = [
    ['', character],
    [' ', ''],
    [' ', character],
  ][random.integer(3)] as [string, string];
  return token.slice(0, at) + added + token.slice(at + taken.length);
}
