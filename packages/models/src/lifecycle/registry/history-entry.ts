import { type ArtifactContent, type JsonValue, TitansError } from '@titans/core';
import { type TaskName, taskNames } from '../../tasks/models.js';
import type { AliasMove, VersionMetric } from './registry.js';

export const entryKind = 'titans/registry-entry';
export const entryVersion = 1;

/** A file of a version. */
export interface VersionFile {
  /** Name that the suite knows it by. */
  readonly name: string;
  readonly sha256: string;
  readonly bytes: number;
  /** Name that it is stored under, which no other file ever had or gets. */
  readonly stored: string;
}

/** A change of a model. Versions are named by their number. */
export type Change =
  | {
      readonly type: 'registered';
      readonly number: number;
      readonly id: string;
      readonly files: readonly VersionFile[];
      readonly tasks: readonly TaskName[];
      readonly metrics: readonly VersionMetric[];
      readonly dataFingerprint: string;
      readonly sdkVersion: string;
      readonly description: string | null;
      readonly tags: Readonly<Record<string, string>>;
    }
  | {
      readonly type: 'alias';
      readonly alias: string;
      readonly action: AliasMove['action'];
      readonly from: number | null;
      readonly to: number | null;
      readonly reason: string | null;
    }
  | {
      readonly type: 'tags';
      readonly number: number;
      readonly tags: Readonly<Record<string, string | null>>;
    }
  | { readonly type: 'described'; readonly number: number; readonly description: string | null }
  | { readonly type: 'deleted'; readonly numbers: readonly number[]; readonly reason: string };

/** An entry of the history. */
export interface HistoryEntry {
  /** From 1, without a gap. */
  readonly sequence: number;
  /** Fingerprint of the entry before; empty in the first. */
  readonly previous: string;
  /** Tells two attempts at the same entry apart. */
  readonly nonce: string;
  readonly at: string;
  readonly by: string;
  readonly change: Change;
}

/** What an artifact holds of an entry. */
export function entryContent({ change, ...entry }: HistoryEntry): ArtifactContent {
  return {
    kind: entryKind,
    version: entryVersion,
    data: { ...entry, change: changeJson(change) },
    arrays: {},
  };
}

function changeJson(change: Change): JsonValue {
  if (change.type === 'deleted') return { ...change, numbers: [...change.numbers] };
  if (change.type !== 'registered') return { ...change };
  const files = change.files.map((file) => ({ ...file }));
  const metrics = change.metrics.map((metric) => ({ ...metric }));
  return { ...change, files, metrics };
}

/**
 * Reads the entry that an artifact holds.
 *
 * @throws TitansError `ARTIFACT_CORRUPT` where a part is absent or of another type.
 */
export function readEntry(data: JsonValue): HistoryEntry {
  const entry = membersOf(data, 'entry');
  return {
    sequence: numberOf(entry, 'sequence'),
    previous: textOf(entry, 'previous'),
    nonce: textOf(entry, 'nonce'),
    at: textOf(entry, 'at'),
    by: textOf(entry, 'by'),
    change: readChange(membersOf(entry.change, 'change')),
  };
}

type Members = { readonly [key: string]: JsonValue };

const actions = ['set', 'remove', 'promote', 'rollback'] as const;
const sha256 = /^[0-9a-f]{64}$/;
const storedName = /^[0-9a-f]{64}-[0-9a-z]{1,12}-[0-9a-f]{8}$/;

function readChange(change: Members): Change {
  switch (change.type) {
    case 'registered':
      return {
        type: 'registered',
        number: numberOf(change, 'number'),
        id: matching(change, 'id', sha256),
        files: listOf(change, 'files').map((file) => readFile(membersOf(file, 'file'))),
        tasks: listOf(change, 'tasks').map(readTask),
        metrics: listOf(change, 'metrics').map((metric) => readMetric(membersOf(metric, 'metric'))),
        dataFingerprint: textOf(change, 'dataFingerprint'),
        sdkVersion: textOf(change, 'sdkVersion'),
        description: change.description === null ? null : textOf(change, 'description'),
        tags: readTags(change, (value) => typeof value === 'string') as Readonly<Record<string, string>>,
      };
    case 'alias': {
      const action = actions.find((known) => known === change.action);
      if (action === undefined) throw corrupt('action');
      return {
        type: 'alias',
        alias: textOf(change, 'alias'),
        action,
        from: change.from === null ? null : numberOf(change, 'from'),
        to: change.to === null ? null : numberOf(change, 'to'),
        reason: change.reason === null ? null : textOf(change, 'reason'),
      };
    }
    case 'tags':
      return {
        type: 'tags',
        number: numberOf(change, 'number'),
        tags: readTags(change, (value) => typeof value === 'string' || value === null),
      };
    case 'described':
      return {
        type: 'described',
        number: numberOf(change, 'number'),
        description: change.description === null ? null : textOf(change, 'description'),
      };
    case 'deleted':
      return {
        type: 'deleted',
        numbers: listOf(change, 'numbers').map((_, at, all) =>
          numberOf({ [at]: all[at] as JsonValue }, `${at}`),
        ),
        reason: textOf(change, 'reason'),
      };
    default:
      throw corrupt('type');
  }
}

function readFile(file: Members): VersionFile {
  return {
    name: textOf(file, 'name'),
    sha256: matching(file, 'sha256', sha256),
    bytes: numberOf(file, 'bytes'),
    stored: matching(file, 'stored', storedName),
  };
}

function readTask(value: JsonValue): TaskName {
  const task = taskNames.find((known) => known === value);
  if (task === undefined) throw corrupt('tasks');
  return task;
}

function readMetric(metric: Members): VersionMetric {
  return {
    task: readTask(metric.task ?? null),
    metric: textOf(metric, 'metric'),
    value: metric.value === null ? null : finite(metric, 'value'),
    method: textOf(metric, 'method'),
    n: finite(metric, 'n'),
  };
}

function readTags(
  change: Members,
  isValue: (value: JsonValue) => boolean,
): Readonly<Record<string, string | null>> {
  const tags = membersOf(change.tags, 'tags');
  if (!Object.values(tags).every(isValue)) throw corrupt('tags');
  return tags as Readonly<Record<string, string | null>>;
}

function membersOf(value: JsonValue | undefined, what: string): Members {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw corrupt(what);
  return value as Members;
}

function listOf(members: Members, name: string): readonly JsonValue[] {
  const value = members[name];
  if (!Array.isArray(value)) throw corrupt(name);
  return value;
}

function textOf(members: Members, name: string): string {
  const value = members[name];
  if (typeof value !== 'string') throw corrupt(name);
  return value;
}

function matching(members: Members, name: string, pattern: RegExp): string {
  const text = textOf(members, name);
  if (!pattern.test(text)) throw corrupt(name);
  return text;
}

function finite(members: Members, name: string): number {
  const value = members[name];
  if (typeof value !== 'number') throw corrupt(name);
  return value;
}

function numberOf(members: Members, name: string): number {
  const value = finite(members, name);
  if (!Number.isSafeInteger(value) || value < 0) throw corrupt(name);
  return value;
}

function corrupt(what: string): TitansError {
  return new TitansError(
    'ARTIFACT_CORRUPT',
    `An entry of the history is damaged: "${what}" is absent or wrong.`,
  );
}
