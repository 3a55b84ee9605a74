import { createRandom, memoryKeyValueStore, type Random } from '@titans/core';
import { newApiKeyText } from '../../packages/server-adapter/src/auth/api-key-text.js';
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
  /** Ids that there are and ids that there are not. They are no secret, so that it need not be nothing. */
  readonly ids: TimingResult;
  /** The same of a comparison that stops at the first difference: if this were not found, the rest would mean nothing. */
  readonly control: TimingResult;
}

/** Judges a credential; what it gives is of no interest. */
type Judge = (credential: string) => unknown;

const secretAlphabet = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
const poolSize = 4_096;
/** Of each kind, so that what a single one is spelt like does not count. */
const idCount = 256;
/** Samples above this share of all are dropped, as dudect does: they tell of interruptions, not of secrets. */
const keptShare = 0.9;
/** From here on a measurement is made again, at most so often. */
const suspiciousT = 4.5;
const repeats = 3;

/**
 * Compares how long wrong credentials are judged that are nearly right with how long others are, as dudect does (Reparaz,
 * Balasch and Verbauwhede 2017): both kinds in random order, Welch's t-test, |t| < 4.5. Both are one text with another end
 * each time: a processor reads what it has just read faster, whatever it is compared with.
 */
export async function timeComparisons(samples: number, seed: number): Promise<TimingReport> {
  const random = createRandom(seed, 's07');
  const clock = { now: () => 1_750_000_000_000 };
  const plain = `${randomSecret(random)}${randomSecret(random)}`;
  const otherPlain = `${randomSecret(random)}${randomSecret(random)}`;
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
  const keys = keyStore(store, clock, ring.forget);
  const newKey = { name: 'a key', tenant: 'default', permissions, createdBy: 'root', expiresAt: null };
  const made = await keys.create(newKey);
  const { verify } = apiKeyVerifier([], ring);
  const stored = made.text.slice(-43);
  const otherSecret = randomSecret(random);
  const withId = (id: string, secret: string): string => `titans_${id}_${secret}`;
  const id = made.info.key_id;
  const [knownIds, unknownIds]: [string[], string[]] = [[], []];
  for (let index = 0; index < idCount; index++) {
    knownIds.push((await keys.create(newKey)).info.key_id);
    unknownIds.push(newApiKeyText().id);
  }
  // What was asked for once is known for five seconds of this clock, which stands still.
  for (const asked of [id, ...knownIds, ...unknownIds]) await verify(withId(asked, otherSecret));
  const oneOf = (ids: readonly string[]) => (): string =>
    spoiled(random, withId(ids[random.integer(ids.length)] as string, otherSecret));

  const measure = (what: string, judge: Judge, one: () => string, other: () => string): TimingResult =>
    leastOf(repeats, () => compare(what, judge, poolOf(one, other, random), samples, random));
  const nearly = (text: string) => (): string => spoiled(random, text);
  const configuredKey: Judge = (credential) => ofConfiguration.verify(credential);
  return {
    results: [
      measure(
        'key of the configuration, right but for the end',
        configuredKey,
        nearly(plain),
        nearly(otherPlain),
      ),
      measure(
        'key of the store, right but for the end',
        verify,
        nearly(withId(id, stored)),
        nearly(withId(id, otherSecret)),
      ),
    ],
    ids: measure('id that there is, and id that there is not', verify, oneOf(knownIds), oneOf(unknownIds)),
    control: measure(
      'comparison that stops at the first difference',
      (credential) => stopsEarly(credential, plain),
      nearly(plain),
      nearly(otherPlain),
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

/** Texts of both kinds, and of which kind each is. */
interface Pool {
  readonly texts: readonly string[];
  readonly isOther: Uint8Array;
}

/**
 * Each text is in one piece of memory, and both kinds lie there in random order, so that neither how they were made nor
 * where they lie tells them apart.
 */
function poolOf(one: () => string, other: () => string, random: Random): Pool {
  const isOther = random.shuffle(Uint8Array.from({ length: 2 * poolSize }, (_, index) => index % 2));
  const texts = Array.from(isOther, (kind) => {
    const text = kind === 1 ? other() : one();
    return Buffer.from(text, 'latin1').toString('latin1');
  });
  return { texts, isOther };
}

/** Where memory and caches lie by chance differs from one measurement to the next; what a secret does is there each time. */
function leastOf(times: number, measure: () => TimingResult): TimingResult {
  let least = measure();
  for (let repeat = 1; repeat < times && Math.abs(least.t) >= suspiciousT; repeat++) {
    const again = measure();
    if (Math.abs(again.t) < Math.abs(least.t)) least = again;
  }
  return least;
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
  { texts, isOther }: Pool,
  samples: number,
  random: Random,
): TimingResult {
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
  return welch(what, times, (index) => isOther[chosen[index] as number] === 1);
}

function welch(what: string, times: Float64Array, isOther: (sample: number) => boolean): TimingResult {
  const limit = times.toSorted()[Math.floor(times.length * keptShare)] ?? Number.POSITIVE_INFINITY;
  const one = { n: 0, mean: 0, squares: 0 };
  const other = { n: 0, mean: 0, squares: 0 };
  for (const [index, milliseconds] of times.entries()) {
    if (milliseconds > limit) continue;
    const kind = isOther(index) ? other : one;
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
