import { createRandom, memoryKeyValueStore, type Random } from '@titans/core';
import { apiKeyVerifier } from '../../packages/server-adapter/src/auth/api-keys.js';
import { hashApiKey } from '../../packages/server-adapter/src/auth/key-hash.js';
import { keyRing } from '../../packages/server-adapter/src/auth/key-ring.js';
import { keyStore } from '../../packages/server-adapter/src/auth/key-store.js';

/** Two kinds of wrong credentials whose times are compared. */
export interface TimingResult {
  readonly what: string;
  /** Welch's t of the times of the two kinds. */
  readonly t: number;
  /** Mean of the one less that of the other, in nanoseconds. */
  readonly differenceNs: number;
  /** Samples that were kept. */
  readonly samples: number;
}

/** What S7 found. */
export interface TimingReport {
  readonly results: readonly TimingResult[];
  /** The same of a comparison that stops at the first difference: if this were not found, the rest would mean nothing. */
  readonly control: TimingResult;
}

/** Judges a credential; what it gives is of no interest. */
type Judge = (credential: string) => unknown;

const secretAlphabet = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
const poolSize = 4_096;
/** Samples above this share of all are dropped, as dudect does: they tell of interruptions, not of secrets. */
const keptShare = 0.9;

/**
 * Compares how long wrong credentials are judged that are nearly right with how long random ones are, as dudect does
 * (Reparaz, Balasch and Verbauwhede 2017): both kinds in random order, Welch's t-test, |t| < 4.5.
 */
export async function timeComparisons(samples: number, seed: number): Promise<TimingReport> {
  const random = createRandom(seed, 's07');
  const clock = { now: () => 1_750_000_000_000 };
  const plain = `${randomSecret(random)}${randomSecret(random)}`;
  const permissions = ['read_transactions'] as const;
  const configured = Array.from({ length: 4 }, (_, index) => ({
    id: `key-${index}`,
    hash: hashApiKey(index === 2 ? plain : randomSecret(random)),
    permissions,
    tenant: 'default',
  }));
  const ofConfiguration = apiKeyVerifier(configured, null);

  const store = memoryKeyValueStore();
  const ring = keyRing(store, clock);
  const made = await keyStore(store, clock, ring.forget).create({
    ...{ name: 'a key', tenant: 'default', permissions, createdBy: 'root', expiresAt: null },
  });
  const { verify } = apiKeyVerifier([], ring);
  const unknownId = '0'.repeat(16);
  const stored = made.text.slice(-43);
  const withId = (id: string, secret: string): string => `titans_${id}_${secret}`;
  const id = made.info.key_id;
  // What was asked for once is known for five seconds of this clock, which stands still.
  await verify(withId(id, randomSecret(random)));
  await verify(withId(unknownId, randomSecret(random)));

  const measure = (what: string, judge: Judge, one: () => string, other: () => string): TimingResult =>
    compare(what, judge, pool(one), pool(other), samples, random);
  const wrong = (): string => randomSecret(random);
  return {
    results: [
      measure(
        'key of the configuration, right but for the end',
        (credential) => ofConfiguration.verify(credential),
        () => spoiled(random, plain),
        () => `${wrong()}${wrong()}`,
      ),
      measure(
        'key of the store, right but for the end',
        verify,
        () => withId(id, spoiled(random, stored)),
        () => withId(id, wrong()),
      ),
      measure(
        'id that there is, and id that there is not',
        verify,
        () => withId(id, wrong()),
        () => withId(unknownId, wrong()),
      ),
    ],
    control: measure(
      'comparison that stops at the first difference',
      (credential) => stopsEarly(credential, plain),
      () => spoiled(random, plain),
      () => `${wrong()}${wrong()}`,
    ),
  };
}

function randomSecret(random: Random): string {
  return Array.from({ length: 43 }, () => secretAlphabet[random.integer(secretAlphabet.length)]).join('');
}

/** The secret with its last three characters changed. */
function spoiled(random: Random, secret: string): string {
  return secret.slice(0, -3) + randomSecret(random).slice(0, 2) + (secret.endsWith('x') ? 'y' : 'x');
}

/** Texts of one kind, each in one piece of memory, so that how they were made does not tell them apart. */
function pool(make: () => string): readonly string[] {
  return Array.from({ length: poolSize }, () => Buffer.from(make(), 'latin1').toString('latin1'));
}

function stopsEarly(one: string, other: string): boolean {
  for (let index = 0; index < other.length; index++) {
    if (one.charCodeAt(index) !== other.charCodeAt(index)) return false;
  }
  return true;
}

function compare(
  what: string,
  judge: Judge,
  ones: readonly string[],
  others: readonly string[],
  samples: number,
  random: Random,
): TimingResult {
  const texts = [...ones, ...others];
  // Every text is hashed by V8 before, in an order that tells nothing.
  for (const text of random.shuffle([...texts])) judge(text);
  const chosen = Uint16Array.from({ length: samples }, () => random.integer(texts.length));
  const times = new Float64Array(samples);
  let sink = 0;
  for (let index = 0; index < samples; index++) {
    const text = texts[chosen[index] as number] as string;
    const begun = performance.now();
    const verdict = judge(text);
    times[index] = performance.now() - begun;
    if (verdict !== null && verdict !== false) sink++;
  }
  if (sink > 0) throw new Error('A wrong credential was accepted.');
  return welch(what, times, chosen, ones.length);
}

function welch(what: string, times: Float64Array, chosen: Uint16Array, bound: number): TimingResult {
  const limit = times.toSorted()[Math.floor(times.length * keptShare)] ?? Number.POSITIVE_INFINITY;
  const one = { n: 0, mean: 0, squares: 0 };
  const other = { n: 0, mean: 0, squares: 0 };
  for (const [index, milliseconds] of times.entries()) {
    if (milliseconds > limit) continue;
    const kind = (chosen[index] as number) < bound ? one : other;
    const nanoseconds = milliseconds * 1e6;
    // Welford 1962.
    kind.n++;
    const delta = nanoseconds - kind.mean;
    kind.mean += delta / kind.n;
    kind.squares += delta * (nanoseconds - kind.mean);
  }
  const spread = [one, other].reduce((sum, { n, squares }) => sum + squares / (n - 1) / n, 0);
  const differenceNs = one.mean - other.mean;
  return { what, t: differenceNs / Math.sqrt(spread), differenceNs, samples: one.n + other.n };
}
