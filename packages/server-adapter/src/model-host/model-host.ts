import { createHash, randomUUID } from 'node:crypto';
import { isTitansError, type TitansError, type TransactionSource } from '@titans/core';
import type { TrainedSuite } from '@titans/models';
import {
  type CorrectedSuite,
  correctionsTag,
  type FeedbackLog,
  type FollowedSuite,
  followCorrections,
  followTransactions,
  type ModelVersion,
} from '@titans/models/lifecycle';
import type { Clock } from '../http/clock.js';
import { requestError } from '../http/problem.js';
import { background } from '../lifecycle/background.js';
import type { Logger } from '../logging/logger.js';
import { isFromRegistry, type ModelsSetting, type RegistryModels, suiteOf } from './models-setting.js';
import { patientSource } from './patient-source.js';
import { type StoredDays, storedFollower } from './stored-follower.js';

/** The models that answer, as they are for the whole of one request. */
export interface ServedModels {
  /** Answers with the corrections of the tenant's users, and with what is stored of all its accounts. */
  readonly suite: TrainedSuite;
  /** Categories that it has without the corrections of the tenant's users. */
  readonly knownCategories: readonly string[];
  /** The version of the registry; `null` without one. */
  readonly version: string | null;
  /** When they began to answer, in milliseconds since 1970. */
  readonly since: number;
  /** Another one whenever answers may be others: after a swap, and after a correction was taken in. */
  readonly revision: string;
}

/** A version that is loaded beside the one that answers. */
export interface BesideModels {
  /** Answers with the corrections of the tenant's users, which are taken in as those of the champion are. */
  readonly suite: TrainedSuite;
  readonly version: string;
  /** Lets go of it. */
  release(): void;
}

/** Who changes what answers, and why. */
export interface ChangeReason {
  readonly by: string;
  readonly reason: string;
  readonly signal?: AbortSignal | undefined;
}

/** Holds the models of a tenant, and swaps them without anyone noticing but by the answers. */
export interface ModelHost {
  /** A request reads this once, so that it sees one set of models from start to end. */
  readonly current: ServedModels;
  /** Where versions come from, if it is a registry. */
  readonly registry: RegistryModels | null;
  /** The tenant's corrections. */
  readonly feedback: FeedbackLog;
  /** Whether other processes may add to the corrections. */
  readonly isFeedbackShared: boolean;
  /**
   * Loads the models again from where they come from. What answers goes on until others are ready, and if that fails.
   *
   * @throws TitansError `NOT_READY` if they could not be loaded; the reason is logged.
   */
  reload(signal?: AbortSignal): Promise<void>;
  /**
   * Makes a version the champion, once it is loaded here, and lets it answer.
   *
   * @param change `expected` is the champion that was seen; another one in its place is a conflict.
   * @throws TitansError as `ModelRegistry.promote`, `NOT_READY` if the version could not be loaded, `ROUTE_NOT_FOUND` without
   * a registry.
   */
  promote(version: string, change: ChangeReason & { readonly expected?: string | undefined }): Promise<void>;
  /**
   * Lets the champion before the one that answers here answer again.
   *
   * @throws TitansError `CONFLICT` if another one is champion by now, and as `promote`.
   */
  rollback(change: ChangeReason): Promise<void>;
  /**
   * Loads a version beside the one that answers, until it is released: twice the memory meanwhile.
   *
   * @throws TitansError as `ModelRegistry.resolve`, `NOT_READY` if it could not be loaded, `ROUTE_NOT_FOUND` without a registry.
   */
  loadBeside(reference: string, signal?: AbortSignal): Promise<BesideModels>;
  /** Takes in corrections that were made since. */
  readCorrections(signal?: AbortSignal): Promise<void>;
  /**
   * Lets models that follow transactions take in what was stored on these days. Resolves when they did, or after a second;
   * at once where a second is known to be too short.
   */
  transactionsStored(days: StoredDays | null): Promise<void>;
  /** Ends what goes on by itself. The models answer on. */
  close(): void;
}

/** What a host needs beside the place of its models. */
export interface ModelHostParts {
  /** Scope of its corrections. */
  readonly tenant: string;
  readonly feedback: FeedbackLog;
  /** Whether other processes may add to the corrections. */
  readonly isFeedbackShared: boolean;
  /** The transactions of all accounts that models follow; `null` for none. */
  readonly stored: TransactionSource | null;
  /** Milliseconds between looks at the registry, and at corrections and transactions of other processes; 0 for none. */
  readonly followMs: number;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Models that are ready to answer. */
interface Loaded {
  readonly corrected: CorrectedSuite;
  readonly followed: FollowedSuite | null;
  readonly version: ModelVersion | null;
}

/**
 * Loads the models of a tenant, with its corrections. Models of a registry follow its champion, whoever promotes it.
 *
 * @throws TitansError whatever loading throws.
 */
export async function modelHost(setting: ModelsSetting, parts: ModelHostParts): Promise<ModelHost> {
  const { tenant, feedback, isFeedbackShared, followMs, clock, logger } = parts;
  const stored = parts.stored && patientSource(parts.stored);
  const registry = isFromRegistry(setting) ? setting : null;
  const ownId = randomUUID();
  let turn: Promise<unknown> = Promise.resolve();
  let isFollowing = false;
  const failing = new Set<string>();
  const beside = new Set<Loaded>();
  const follower = storedFollower({
    *suites() {
      for (const { followed } of [answering, ...beside]) if (followed !== null) yield followed;
    },
    attempt: (work) => byItself('transactions', work),
  });

  async function load(version: ModelVersion | null, signal?: AbortSignal): Promise<Loaded> {
    const options = { ...(signal && { signal }) };
    const loaded = await suiteOf(setting, version, options);
    const followed = stored && followTransactions(loaded, stored, { now: () => clock.now() });
    const suite = followed?.suite ?? loaded;
    const through = Number(version?.tags[correctionsTag] ?? 0);
    const after = Number.isSafeInteger(through) && through > 0 ? through : 0;
    const next = await followCorrections(suite, feedback, { scope: tenant, after, ...options });
    if (next.refused > 0)
      logger.warn({ tenant, refused: next.refused }, 'Some corrections could not be applied.');
    if (followed !== null) await follower.begin(followed);
    return { version, corrected: next, followed };
  }

  /**
   * Lets others answer, once they know every correction that those before knew. The last step is one without a wait: a
   * request sees what was before it or what is after it.
   */
  async function swap(loaded: Loaded): Promise<void> {
    const { corrected: next, version, followed } = loaded;
    while (next.position < answering.corrected.position && (await next.refresh()));
    const isSame = modelsOf(next.suite) === modelsOf(current.suite);
    answering = loaded;
    current = served(next, version, isSame ? current.since : clock.now());
    if (followed !== null) follower.answers(followed);
  }

  function served(
    { suite, position, knownCategories }: CorrectedSuite,
    version: ModelVersion | null,
    since: number,
  ): ServedModels {
    return Object.freeze({
      suite,
      knownCategories,
      version: version?.id ?? null,
      since,
      revision: revisionOf(suite, position),
    });
  }

  /** Processes that share their corrections have the same revision where they answer alike. */
  function revisionOf(suite: TrainedSuite, position: number): string {
    const place = isFeedbackShared || position === 0 ? position : `${position}-${ownId}`;
    return `${createHash('sha256').update(modelsOf(suite)).digest('hex').slice(0, 16)}-${place}`;
  }

  async function loadChampion(signal?: AbortSignal): Promise<Loaded> {
    const version =
      registry && (await registry.registry.resolve(registry.name, 'champion', { ...(signal && { signal }) }));
    return load(version, signal);
  }

  async function readCorrections(signal?: AbortSignal): Promise<void> {
    for (const { corrected: other } of beside) await other.refresh({ ...(signal && { signal }) });
    let read: CorrectedSuite;
    do {
      read = answering.corrected;
      try {
        await read.refresh({ ...(signal && { signal }) });
      } finally {
        // What was read before a failure answers already.
        const { suite, position } = answering.corrected;
        const revision = revisionOf(suite, position);
        if (revision !== current.revision) current = Object.freeze({ ...current, revision });
      }
      // Others may have begun to answer meanwhile, which have to be read for too.
    } while (read !== answering.corrected);
  }

  /** One change after the other, so that none answers that is older than another that was loaded faster. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = turn.then(work);
    turn = result.catch(() => {});
    return result;
  }

  let answering = await loadChampion();
  let current = served(answering.corrected, answering.version, clock.now());

  /** Loading for someone who asked for it: what failed is theirs to know, why is the operator's. */
  async function requested(loading: Promise<Loaded>): Promise<Loaded> {
    try {
      return await loading;
    } catch (error) {
      if (isTitansError(error, 'ABORTED')) throw error;
      logger.error({ tenant, err: error }, 'Models could not be loaded; those before answer on.');
      throw requestError(
        'NOT_READY',
        'The models could not be loaded. Those that answered before answer on.',
      );
    }
  }

  async function followChampion({ registry: versions, name }: RegistryModels): Promise<void> {
    const champion = await versions.resolve(name, 'champion');
    if (champion.id === current.version) return;
    await swap(await load(champion));
    logger.info({ tenant, version: champion.id }, 'Another version answers.');
  }

  /** Work that nobody waits for. Its failure is said once, and that it works again. */
  async function byItself(
    what: 'models' | 'corrections' | 'transactions',
    work: () => Promise<void>,
  ): Promise<boolean> {
    try {
      await work();
      if (failing.delete(what)) logger.info({ tenant, what }, 'What changes is taken in again.');
      return true;
    } catch (error) {
      if (failing.has(what) || isTitansError(error, 'ABORTED')) return false;
      failing.add(what);
      logger.warn(
        { tenant, what, err: error },
        'What changed could not be taken in; what answered before answers on.',
      );
      return false;
    }
  }

  async function follow(): Promise<void> {
    if (registry !== null) await byItself('models', () => inTurn(() => followChampion(registry)));
    await byItself('corrections', () => readCorrections());
    if (stored !== null) void follower.follow(null);
  }

  const isAnythingToFollow = followMs > 0 && (registry !== null || isFeedbackShared || stored !== null);
  const stopFollowing = isAnythingToFollow ? background.every(followMs, followOnce) : null;

  /** A look that takes longer than the interval is not joined by another. */
  async function followOnce(): Promise<void> {
    if (isFollowing) return;
    isFollowing = true;
    try {
      await follow();
    } finally {
      isFollowing = false;
    }
  }

  return {
    get current() {
      return current;
    },
    registry,
    feedback,
    isFeedbackShared,
    reload: (signal) => inTurn(async () => swap(await requested(loadChampion(signal)))),
    promote: (reference, { by, reason, expected, signal }) =>
      inTurn(async () => {
        const { registry: versions, name } = requireRegistry(registry);
        const options = { ...(signal && { signal }) };
        const version = await versions.resolve(name, reference, options);
        const loaded = await requested(load(version, signal));
        await versions.promote(name, version.id, {
          by,
          reason,
          ...(expected !== undefined && { expected }),
          ...options,
        });
        await swap(loaded);
      }),
    rollback: ({ by, reason, signal }) =>
      inTurn(async () => {
        const { registry: versions, name } = requireRegistry(registry);
        const change = { by, reason, expected: current.version, ...(signal && { signal }) };
        const version = await versions.rollback(name, change);
        await swap(await requested(load(version)));
      }),
    async loadBeside(reference, signal) {
      const { registry: versions, name } = requireRegistry(registry);
      const version = await versions.resolve(name, reference, { ...(signal && { signal }) });
      const other = await requested(load(version, signal));
      beside.add(other);
      if (other.followed !== null) follower.answers(other.followed);
      const { suite } = other.corrected;
      return { suite, version: version.id, release: () => void beside.delete(other) };
    },
    readCorrections,
    async transactionsStored(days) {
      if (stored !== null && days !== null) await follower.stored(days);
    },
    close() {
      stopFollowing?.();
      follower.close();
    },
  };
}

/** Names the artifacts of a suite. */
function modelsOf(suite: TrainedSuite): string {
  return suite.tasks.map((task) => suite[task].sha256).join(' ');
}

/** @throws TitansError `ROUTE_NOT_FOUND` where there is none. */
export function requireRegistry(registry: RegistryModels | null): RegistryModels {
  if (registry !== null) return registry;
  throw noRegistry();
}

function noRegistry(): TitansError {
  return requestError('ROUTE_NOT_FOUND', 'The models of this service come from no registry.');
}
