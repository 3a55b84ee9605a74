import { type Crew, rightKey, statusesOf, untilTold } from './asking-crew.js';

/** What came of trying to get round the limits. */
export interface BypassReport {
  readonly guesses: number;
  /** Guesses that were judged and refused. */
  readonly judged: number;
  /** Guesses that reached the handler. */
  readonly passed: number;
  /** What another address with the right key was answered while the guesses went on. */
  readonly bystander: number;
  /** Requests with the right key, each claiming another address. */
  readonly claims: number;
  readonly claimsAdmitted: number;
  /** Claims for which the store was too busy to say. */
  readonly claimsUntold: number;
}

/** S2: random credentials from one address, then one credential with a new `X-Forwarded-For` each time. */
export async function tryToBypass(crew: Crew, requests: number): Promise<BypassReport> {
  const guesses = await crew.ask({ requests, atOnce: 22, credential: 'random', address: '198.51.100.1' });
  const bystander = await untilTold(crew, '192.0.2.1');
  const claims = await crew.ask({ requests, atOnce: 22, credential: rightKey, address: '192.0.2.1' });
  const guessed = statusesOf(guesses);
  return {
    guesses: guesses.length,
    judged: guessed[401] ?? 0,
    passed: guessed[200] ?? 0,
    bystander: bystander.find(({ status }) => status !== 503)?.status ?? 0,
    claims: claims.length + bystander.length,
    claimsAdmitted: (statusesOf(claims)[200] ?? 0) + (statusesOf(bystander)[200] ?? 0),
    claimsUntold: (statusesOf(claims)[503] ?? 0) + (statusesOf(bystander)[503] ?? 0),
  };
}
