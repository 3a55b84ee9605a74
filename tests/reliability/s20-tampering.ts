import {
  type ArtifactStore,
  addDays,
  createRandom,
  createTransaction,
  decodeArtifact,
  encodeArtifact,
  isTitansError,
  memoryArtifactStore,
  type Transaction,
  tableFromRows,
} from '@titans/core';
import { train } from '@titans/models';
import { artifactRegistry } from '@titans/models/lifecycle';

/** What came out of changing bits. */
export interface TamperingReport {
  readonly trials: number;
  /** Changes that were refused with a code that says so. */
  readonly refused: number;
  /** Milliseconds of the processor per megabyte until a large artifact is refused for its last byte. */
  readonly msPerMegabyte: number;
  readonly failures: readonly string[];
}

const model = 'transactions';
const key = { algorithm: 'HMAC-SHA-256', keyId: 'tests', secret: new Uint8Array(32).fill(7) } as const;
const refusals: ReadonlySet<string> = new Set([
  'ARTIFACT_CORRUPT',
  'ARTIFACT_TRUNCATED',
  'ARTIFACT_VERSION',
  'ARTIFACT_KIND',
  'ARTIFACT_SIGNATURE',
]);

/**
 * S20: in a signed registry of two versions, one random change a trial to a file or entry that loading the champion reads:
 * mostly a flipped bit, else a cut, a file in the place of another, or an older signed one. Whoever loads must be refused.
 */
export async function tamperRegistry(trials: number, seed: number): Promise<TamperingReport> {
  const random = createRandom(seed);
  const store = memoryArtifactStore();
  const keys = { sign: key, verify: key };
  const registry = artifactRegistry(store, keys);
  for (const days of [60, 90]) {
    const { id } = await registry.register(model, await suiteOf(days), { by: 'tests' });
    await registry.promote(model, id, { by: 'tests', reason: 'newer' });
  }
  const names = await namesRead(store, keys);
  const contents = new Map<string, Uint8Array>();
  for (const name of await store.list()) contents.set(name, await store.get(name));
  const others = [...contents.keys()].filter((name) => !name.startsWith('names/'));
  const failures: string[] = [];
  for (let trial = 0; trial < trials; trial++) {
    const name = names[random.integer(names.length)] as string;
    const bytes = contents.get(name) as Uint8Array;
    const at = random.integer(bytes.length);
    const kind = trial % 10;
    const other = contents.get(others[random.integer(others.length)] as string) as Uint8Array;
    const changed =
      kind === 0
        ? bytes.slice(0, at)
        : kind === 1 && other !== bytes
          ? other
          : bytes.with(at, (bytes[at] as number) ^ (1 << random.integer(8)));
    const tampered: ArtifactStore = {
      ...store,
      get: (asked) => (asked === name ? Promise.resolve(changed) : store.get(asked)),
    };
    const code = await outcome(artifactRegistry(tampered, keys).load(model, 'champion'));
    if (!refusals.has(code)) failures.push(`trial ${trial}, ${name} from byte ${at}: ${code}`);
  }
  return {
    trials,
    refused: trials - failures.length,
    msPerMegabyte: await refusalSpeed(key),
    failures,
  };
}

async function outcome(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'accepted';
  } catch (error) {
    return isTitansError(error) ? error.code : String(error);
  }
}

type Keys = NonNullable<Parameters<typeof artifactRegistry>[1]>;

/** Names of what loading the champion reads. */
async function namesRead(store: ArtifactStore, keys: Keys): Promise<readonly string[]> {
  const read = new Set<string>();
  const watched: ArtifactStore = {
    ...store,
    get(name) {
      read.add(name);
      return store.get(name);
    },
  };
  await artifactRegistry(watched, keys).load(model, 'champion');
  const known = new Set(await store.list());
  return [...read].filter((name) => known.has(name));
}

/** How long a signed artifact of 32 MB is looked at until it is refused for its last byte. */
async function refusalSpeed(verify: typeof key): Promise<number> {
  const megabytes = 32;
  const arrays = { weights: new Float64Array((megabytes * 1_000_000) / 8).fill(0.5) };
  const bytes = await encodeArtifact(
    { kind: 'tests/large', version: 1, data: null, arrays },
    { sign: verify },
  );
  bytes[bytes.length - 1] = 1;
  const rounds = 5;
  // Time of the processor: other work on the machine is none of it.
  const begun = process.cpuUsage();
  for (let round = 0; round < rounds; round++) {
    const code = await outcome(decodeArtifact(bytes, { kind: 'tests/large', verify }));
    if (code !== 'ARTIFACT_CORRUPT') throw new Error(`A changed artifact came to ${code}.`);
  }
  const { user, system } = process.cpuUsage(begun);
  return (user + system) / 1_000 / rounds / megabytes;
}

function suiteOf(days: number): ReturnType<typeof train> {
  const payees = ['bakery', 'grocer', 'station', 'trams', 'theatre'];
  const rows = Array.from({ length: days }, (_, day) => {
    const payee = payees[day % payees.length] as string;
    const date = addDays('2024-01-01' as Transaction['date'], day);
    return createTransaction({ date, description: `City ${payee}`, amount: -5, category: payee });
  });
  return train(tableFromRows(rows), { tasks: ['category'], budget: 'quick', seed: 1 });
}
