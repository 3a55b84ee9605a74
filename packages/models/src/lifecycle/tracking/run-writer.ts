import { TitansError } from '@titans/core';
import {
  checkBytes,
  checkEnd,
  checkFilePath,
  checkMetrics,
  checkParams,
  checkRunName,
  checkTags,
} from './checked-entries.js';
import type { ActiveRun, RunStatus, StartOptions } from './tracker.js';

/** Writes to a run what was checked already. */
export interface RunWriter extends Pick<ActiveRun, 'id' | 'experiment'> {
  writeParams(params: Readonly<Record<string, string>>): Promise<void>;
  writeMetrics(metrics: readonly (readonly [name: string, value: number])[], step: number): Promise<void>;
  writeTags(tags: Readonly<Record<string, string>>): Promise<void>;
  writeFile(path: string, bytes: Uint8Array): Promise<void>;
  writeEnd(status: Exclude<RunStatus, 'running'>): Promise<void>;
}

/** A run of which everything is checked before it is written, the same whatever it is written to. */
export function checkedRun(writer: RunWriter): ActiveRun {
  return Object.freeze({
    id: writer.id,
    experiment: writer.experiment,
    logParams: async (params) => writer.writeParams(checkParams(params)),
    logMetrics: async (metrics, { step = 0 } = {}) => writer.writeMetrics(checkMetrics(metrics, step), step),
    setTags: async (tags) => writer.writeTags(checkTags(tags)),
    async logFile(path, bytes) {
      checkFilePath(path);
      checkBytes(bytes);
      await writer.writeFile(path, bytes);
    },
    async end(status = 'finished') {
      checkEnd(status);
      await writer.writeEnd(status);
    },
  } satisfies ActiveRun);
}

/** What a run begins with. */
export interface CheckedStart {
  /** As an object to be spread: empty where none was given. */
  readonly named: { readonly name?: string };
  readonly params: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
}

/** @throws TitansError `INVALID_ARGUMENT`. */
export function checkStart({ name, params = {}, tags = {} }: StartOptions): CheckedStart {
  return {
    named: name === undefined ? {} : { name: checkRunName(name) },
    params: checkParams(params),
    tags: checkTags(tags),
  };
}

/** @throws TitansError `CONFLICT` for a run that has ended. */
export function requireRunning(id: string, status: RunStatus): void {
  if (status === 'running') return;
  throw new TitansError('CONFLICT', `The run has ended (${status}): only its tags may change.`, {
    details: { value: id },
  });
}

/** @throws TitansError `CONFLICT` for a parameter that has another value. */
export function requireUnchanged(
  known: ReadonlyMap<string, string>,
  params: Readonly<Record<string, string>>,
): void {
  const changed = Object.keys(params).find((name) => known.has(name) && known.get(name) !== params[name]);
  if (changed === undefined) return;
  throw new TitansError('CONFLICT', `The parameter ${changed} has another value already.`, {
    details: { field: changed },
  });
}
