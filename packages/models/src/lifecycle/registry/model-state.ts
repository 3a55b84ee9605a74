import { TitansError } from '@titans/core';
import type { Change, HistoryEntry, VersionFile } from './history-entry.js';
import type { AliasMove, ModelVersion, RegisteredModel, RegistryStage, VersionMetric } from './registry.js';

/** A version as the history tells it. */
export interface VersionRecord extends Extract<Change, { readonly type: 'registered' }> {
  readonly createdAt: string;
  readonly createdBy: string;
}

/** A move of an alias, its versions by number. */
interface MoveRecord extends Extract<Change, { readonly type: 'alias' }> {
  readonly sequence: number;
  readonly at: string;
  readonly by: string;
}

/** What the history of a model comes to. */
export interface ModelState {
  /** Of the last entry, 0 before the first. */
  readonly sequence: number;
  /** Every version that ever was, by number. */
  readonly versions: ReadonlyMap<number, VersionRecord>;
  readonly deleted: ReadonlySet<number>;
  readonly aliases: ReadonlyMap<string, number>;
  readonly moves: readonly MoveRecord[];
  /** Champions in the order that a rollback takes back; the present one, if there is one, is the last. */
  readonly champions: readonly number[];
}

/** A {@link ModelState} that entries are applied to, one after the other. */
export interface GrowingState extends ModelState {
  /** @throws TitansError `ARTIFACT_CORRUPT` for an entry that contradicts those before. */
  apply(entry: HistoryEntry): void;
}

export const championAlias = 'champion';
/** Aliases of versions that are tried out; Staging was their name. */
const stagingAliases: readonly string[] = ['staging', 'challenger'];

/** The state before the first entry. */
export function emptyState(): GrowingState {
  const versions = new Map<number, VersionRecord>();
  const deleted = new Set<number>();
  const aliases = new Map<string, number>();
  const moves: MoveRecord[] = [];
  const champions: number[] = [];
  let last = 0;

  function existing(number: number): VersionRecord {
    const version = versions.get(number);
    if (version === undefined || deleted.has(number)) throw contradiction(`there is no version ${number}`);
    return version;
  }

  function moveAlias(change: MoveRecord): void {
    const { alias, action, from, to } = change;
    if ((aliases.get(alias) ?? null) !== from) throw contradiction(`"${alias}" is not where it moves from`);
    if (to === null) aliases.delete(alias);
    else aliases.set(alias, existing(to).number);
    moves.push(change);
    if (alias !== championAlias || to === null) return;
    if (action === 'rollback') champions.length = champions.lastIndexOf(to) + 1;
    if (champions.at(-1) !== to) champions.push(to);
  }

  return {
    get sequence() {
      return last;
    },
    versions,
    deleted,
    aliases,
    moves,
    champions,
    apply({ sequence, at, by, change }) {
      last = sequence;
      switch (change.type) {
        case 'registered':
          if (versions.has(change.number)) throw contradiction('a number is given twice');
          versions.set(change.number, { ...change, createdAt: at, createdBy: by });
          break;
        case 'alias':
          moveAlias({ ...change, sequence, at, by });
          break;
        case 'tags': {
          const version = existing(change.number);
          const tags = Object.entries({ ...version.tags, ...change.tags }).filter(
            (tag): tag is [string, string] => tag[1] !== null,
          );
          versions.set(change.number, { ...version, tags: Object.fromEntries(tags) });
          break;
        }
        case 'described':
          versions.set(change.number, { ...existing(change.number), description: change.description });
          break;
        case 'deleted':
          for (const number of change.numbers) {
            existing(number);
            if ([...aliases.values()].includes(number))
              throw contradiction('a version with an alias was deleted');
            deleted.add(number);
          }
          break;
      }
    },
  };
}

/** Versions that there are, in order of their numbers. */
export function livingVersions(state: ModelState): readonly VersionRecord[] {
  return [...state.versions.values()]
    .filter(({ number }) => !state.deleted.has(number))
    .sort((a, b) => a.number - b.number);
}

/** Files of the versions that there are. */
export function livingFiles(state: ModelState): readonly VersionFile[] {
  return livingVersions(state).flatMap(({ files }) => files);
}

/** The version that a rollback would make champion, if there is one. */
export function championBefore(state: ModelState): number | undefined {
  const present = state.aliases.get(championAlias);
  const earlier = present === undefined ? state.champions : state.champions.slice(0, -1);
  return earlier.findLast((number) => number !== present && !state.deleted.has(number));
}

/** The stage that follows from a version's aliases, those that it has and those that it had. */
export function stageOf(state: ModelState, number: number): RegistryStage {
  if (state.aliases.get(championAlias) === number) return 'Production';
  if (stagingAliases.some((alias) => state.aliases.get(alias) === number)) return 'Staging';
  const wasOne = state.moves.some(
    ({ alias, to }) => to === number && (alias === championAlias || stagingAliases.includes(alias)),
  );
  return wasOne ? 'Archived' : 'None';
}

/** A model as callers see it. */
export function describeModel(name: string, state: ModelState): RegisteredModel {
  const living = livingVersions(state);
  const aliases = [...state.aliases].map(([alias, number]) => [alias, state.versions.get(number)?.id]).sort();
  return Object.freeze({
    name,
    versions: living.length,
    latest: living.at(-1)?.number ?? null,
    aliases: Object.freeze(Object.fromEntries(aliases)),
  });
}

/** A version as callers see it. */
export function describeVersion(state: ModelState, version: VersionRecord): ModelVersion {
  const { id, number, tasks, createdAt, createdBy, description, tags, metrics, dataFingerprint } = version;
  return Object.freeze({
    id,
    number,
    tasks,
    createdAt,
    createdBy,
    description,
    tags: Object.freeze({ ...tags }),
    metrics,
    dataFingerprint,
    sdkVersion: version.sdkVersion,
    bytes: version.files.reduce((sum, { bytes }) => sum + bytes, 0),
    aliases: Object.freeze(
      [...state.aliases].flatMap(([alias, to]) => (to === number ? [alias] : [])).sort(),
    ),
    stage: stageOf(state, number),
  });
}

/** A move as callers see it. */
export function describeMove(state: ModelState, move: MoveRecord): AliasMove {
  const { sequence, at, by, reason, alias, action } = move;
  const versionOf = (number: number | null): VersionRecord | undefined =>
    number === null ? undefined : state.versions.get(number);
  const metrics: readonly VersionMetric[] = versionOf(move.to)?.metrics ?? [];
  const [from, to] = [versionOf(move.from)?.id ?? null, versionOf(move.to)?.id ?? null];
  return Object.freeze({ sequence, at, by, reason, alias, action, from, to, metrics });
}

function contradiction(what: string): TitansError {
  return new TitansError('ARTIFACT_CORRUPT', `The history of the model contradicts itself: ${what}.`);
}
