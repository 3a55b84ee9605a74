import {
  type ArtifactStore,
  type DecodeArtifactOptions,
  type EncodeArtifactOptions,
  isTitansError,
  TitansError,
} from '@titans/core';
import { checkAlias, checkCount, checkModelName, checkTags, checkText, invalid } from './checked-names.js';
import { collectGarbage, removeUnusedFiles } from './collect-garbage.js';
import { findVersion } from './find-version.js';
import { type HistoryLog, historyLog } from './history-log.js';
import {
  championAlias,
  championBefore,
  describeModel,
  describeMove,
  describeVersion,
  livingVersions,
  type ModelState,
} from './model-state.js';
import { aliasMover } from './move-alias.js';
import { consecutiveNumbers, registerVersion, type VersionNumbers } from './register-version.js';
import type {
  ChangeOptions,
  ModelRegistry,
  ModelVersion,
  RegisterOptions,
  RegistryPage,
  VersionReference,
} from './registry.js';
import { loadVersion, verifiedFiles } from './suite-files.js';

/** How a registry works. */
export interface RegistryOptions {
  /** Signs every file and every entry of the history; nothing is signed unless told. */
  readonly sign?: NonNullable<EncodeArtifactOptions['sign']>;
  /** Keys of which one must have signed every file and entry. Signatures are not looked at unless told. */
  readonly verify?: NonNullable<DecodeArtifactOptions['verify']>;
  /**
   * Aliases that are moved with a stated reason only, to versions whose bytes were verified just before; `champion` unless
   * told.
   */
  readonly protectedAliases?: readonly string[];
  /** Milliseconds since 1970; the clock of the machine unless told. */
  readonly now?: () => number;
}

/**
 * A registry in any store of artifacts: `names/<model>`, the history in `log/<model>/…` and the files of versions in
 * `files/<model>/…`. All that it needs of the store is that of several writers of `putIfAbsent` one succeeds.
 *
 * Every entry and file is verified when it is read. What cannot be seen is that someone who may write to the store removed
 * the last entries, and with them the last changes: keep the store where only its writers can delete.
 *
 * @example
 * ```ts
 * import { memoryArtifactStore } from '@titans/core';
 * import type { TrainedSuite } from '@titans/models';
 * import { artifactRegistry } from '@titans/models/lifecycle';
 *
 * export async function publish(suite: TrainedSuite): Promise<void> {
 *   const registry = artifactRegistry(memoryArtifactStore());
 *   const { id } = await registry.register('transactions', suite, { by: 'nightly' });
 *   await registry.promote('transactions', id, { by: 'ana', reason: 'first model', expected: null });
 *   const served = await registry.load('transactions', 'champion');
 *   console.log(served.tasks);
 * }
 * ```
 */
export function artifactRegistry(store: ArtifactStore, options: RegistryOptions = {}): ModelRegistry {
  return mirroredRegistry(store, options, null);
}

/** Where what a registry holds is shown beside. */
export interface RegistryMirror {
  /** What numbers the versions of a model. */
  numbers(name: string, registration: RegisterOptions): VersionNumbers;
  /** Told after every change, and after attempts that changed nothing. @param read Gives the state as it is then. */
  changed(name: string, read: () => Promise<ModelState>): Promise<void>;
}

/** A registry in a store that is shown in a mirror. */
export function mirroredRegistry(
  store: ArtifactStore,
  options: RegistryOptions,
  mirror: RegistryMirror | null,
): ModelRegistry {
  const { sign, verify, protectedAliases = [championAlias], now = Date.now } = options;
  for (const alias of protectedAliases) checkAlias(alias);
  const logs = new Map<string, HistoryLog>();

  function logOf(name: string): HistoryLog {
    checkModelName(name);
    const log = logs.get(name) ?? shownLog(name, historyLog(name, { store, sign, verify, now }), mirror);
    logs.set(name, log);
    return log;
  }

  async function stateOf(name: string, signal?: AbortSignal): Promise<ModelState> {
    const log = logOf(name);
    const state = await log.read(signal);
    if (state.versions.size > 0) return state;
    // Names that were only asked for are not remembered: there could be any number of them.
    logs.delete(name);
    throw new TitansError('NOT_FOUND', `The registry has no model "${name}".`, { details: { model: name } });
  }

  /** Changes a version that a reference names. */
  async function changeVersion(
    name: string,
    reference: VersionReference,
    { by, signal }: ChangeOptions,
    change: (number: number) => Parameters<HistoryLog['append']>[1],
  ): Promise<ModelVersion> {
    checkText('by', by, 200);
    const { number } = findVersion(await stateOf(name, signal), name, reference);
    const decide = change(number);
    const state = await logOf(name).append(
      by,
      (current) => {
        findVersion(current, name, number);
        return decide(current);
      },
      signal,
    );
    return describeVersion(state, findVersion(state, name, number));
  }

  const move = aliasMover({
    protectedAliases,
    stateOf,
    logOf,
    verify: async (name, version, signal) => {
      await verifiedFiles(version, { store, name, signal });
    },
  });

  return {
    async register(name, suite, registration) {
      checkModelName(name);
      checkText('by', registration.by, 200);
      if (registration.description !== undefined) checkText('description', registration.description, 2_000);
      checkTags(registration.tags ?? {});
      const numbers = mirror?.numbers(name, registration) ?? consecutiveNumbers;
      const place = { name, store, log: logOf(name), sign, now, numbers };
      const { state, version } = await registerVersion(place, suite, registration);
      return describeVersion(state, version);
    },

    async models({ limit = 100, cursor, signal } = {}) {
      checkCount('limit', limit, 1, 1_000);
      const names = (await store.list('names/'))
        .map((marker) => marker.slice('names/'.length))
        .filter((name) => cursor === undefined || name > cursor);
      const items = [];
      for (const name of names.slice(0, limit)) {
        const state = await stateOf(name, signal).catch((error: unknown) => {
          // Its first registration was killed, or has just begun.
          if (isTitansError(error, 'NOT_FOUND')) return null;
          throw error;
        });
        if (state === null) continue;
        items.push(describeModel(name, state));
      }
      return { items, next: names.length > limit ? (names[limit - 1] as string) : null };
    },

    model: async (name, { signal } = {}) => describeModel(name, await stateOf(name, signal)),

    async versions(name, { limit = 100, cursor, signal } = {}) {
      const state = await stateOf(name, signal);
      const living = livingVersions(state).toReversed();
      const page = pageOf(living, ({ number }) => number, limit, cursor);
      return { ...page, items: page.items.map((version) => describeVersion(state, version)) };
    },

    async resolve(name, reference, { signal } = {}) {
      const state = await stateOf(name, signal);
      return describeVersion(state, findVersion(state, name, reference));
    },

    async load(name, reference, { signal } = {}) {
      const version = findVersion(await stateOf(name, signal), name, reference);
      return loadVersion(version, { store, name, signal }, verify);
    },

    async setAlias(name, alias, reference, moved) {
      checkAlias(alias);
      const target = reference === null ? null : () => reference;
      return move(name, { alias, action: reference === null ? 'remove' : 'set', target }, moved);
    },

    async promote(name, reference, moved) {
      checkText('reason', moved.reason, 500);
      const asked = { alias: championAlias, action: 'promote' as const, target: () => reference };
      return (await move(name, asked, moved)) as ModelVersion;
    },

    async rollback(name, moved) {
      checkText('reason', moved.reason, 500);
      const target = (state: ModelState): number => {
        const before = championBefore(state);
        if (before !== undefined) return before;
        throw new TitansError('NOT_FOUND', `The model "${name}" had no champion before that still exists.`, {
          details: { model: name },
        });
      };
      return (await move(name, { alias: championAlias, action: 'rollback', target }, moved)) as ModelVersion;
    },

    async history(name, { limit = 100, cursor, alias, signal } = {}) {
      const state = await stateOf(name, signal);
      const moves = state.moves.filter((one) => alias === undefined || one.alias === alias).toReversed();
      const page = pageOf(moves, ({ sequence }) => sequence, limit, cursor);
      return { ...page, items: page.items.map((one) => describeMove(state, one)) };
    },

    async setTags(name, reference, tags, by) {
      checkTags(tags);
      return changeVersion(name, reference, by, (number) => (state) => {
        const present = state.versions.get(number)?.tags ?? {};
        const isSame = Object.entries(tags).every(
          ([tag, value]) => (Object.hasOwn(present, tag) ? present[tag] : null) === value,
        );
        if (isSame) return null;
        checkTags({ ...present, ...tags });
        return { type: 'tags', number, tags };
      });
    },

    async describe(name, reference, description, by) {
      if (description !== null) checkText('description', description, 2_000);
      return changeVersion(
        name,
        reference,
        by,
        (number) => (state) =>
          state.versions.get(number)?.description === description
            ? null
            : { type: 'described', number, description },
      );
    },

    async delete(name, reference, { by, reason, signal }) {
      checkText('by', by, 200);
      checkText('reason', reason, 500);
      const { number } = findVersion(await stateOf(name, signal), name, reference);
      const log = logOf(name);
      const state = await log.append(
        by,
        (current) => {
          const { aliases } = describeVersion(current, findVersion(current, name, number));
          if (aliases.length === 0) return { type: 'deleted', numbers: [number], reason };
          throw new TitansError(
            'CONFLICT',
            `Version ${number} of "${name}" has the alias ${aliases.join(', ')}. Move it first.`,
            { details: { model: name, aliases } },
          );
        },
        signal,
      );
      await removeUnusedFiles({ name, store, log, now }, state);
    },

    async collectGarbage(name, garbage) {
      checkText('by', garbage.by, 200);
      await stateOf(name, garbage.signal);
      return collectGarbage({ name, store, log: logOf(name), now }, garbage);
    },
  };
}

function shownLog(name: string, log: HistoryLog, mirror: RegistryMirror | null): HistoryLog {
  if (mirror === null) return log;
  return {
    read: log.read,
    async append(...change) {
      const state = await log.append(...change);
      await mirror.changed(name, () => log.read());
      return state;
    },
  };
}

/** The part of a list, newest first, that follows a place in it. */
function pageOf<Item>(
  items: readonly Item[],
  placeOf: (item: Item) => number,
  limit: number,
  cursor: number | undefined,
): RegistryPage<Item, number> {
  checkCount('limit', limit, 1, 1_000);
  if (cursor !== undefined && !Number.isSafeInteger(cursor))
    throw invalid('cursor', 'A cursor is the "next" of the page before.');
  const rest = items.filter((item) => cursor === undefined || placeOf(item) < cursor);
  const page = rest.slice(0, limit);
  return { items: page, next: rest.length > limit ? placeOf(page.at(-1) as Item) : null };
}
