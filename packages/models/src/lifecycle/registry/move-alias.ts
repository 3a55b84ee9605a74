import { TitansError } from '@titans/core';
import { checkCount, checkText, invalid } from './checked-names.js';
import { findVersion } from './find-version.js';
import type { HistoryLog } from './history-log.js';
import { describeVersion, type ModelState, type VersionRecord } from './model-state.js';
import type { AliasMove, AliasOptions, ModelVersion, VersionReference } from './registry.js';

/** What moving an alias needs of the registry. */
export interface AliasPlace {
  readonly protectedAliases: readonly string[];
  stateOf(name: string, signal?: AbortSignal): Promise<ModelState>;
  logOf(name: string): HistoryLog;
  /** Rejects where a byte of the version is not what it was. */
  verify(name: string, version: VersionRecord, signal: AbortSignal | undefined): Promise<void>;
}

/** Which alias moves where. */
export interface AskedMove {
  readonly alias: string;
  readonly action: AliasMove['action'];
  /** The version, as the state at the moment of the move tells it; `null` removes the alias. */
  readonly target: ((state: ModelState) => VersionReference) | null;
}

/** Moves aliases by compare-and-set. */
export function aliasMover(
  place: AliasPlace,
): (name: string, asked: AskedMove, options: AliasOptions) => Promise<ModelVersion | null> {
  return async (name, { alias, action, target }, { by, reason, expected, unmovedSince, signal }) => {
    checkText('by', by, 200);
    if (reason !== undefined) checkText('reason', reason, 500);
    if (unmovedSince !== undefined) checkCount('unmovedSince', unmovedSince, 0, Number.MAX_SAFE_INTEGER);
    const isProtected = place.protectedAliases.includes(alias);
    if (isProtected && reason === undefined) {
      throw invalid('reason', `The alias "${alias}" is protected: give the reason for moving it.`);
    }
    await place.stateOf(name, signal);
    const log = place.logOf(name);
    let to: number | null = null;
    const state = await log.append(
      by,
      async (current) => {
        const from = current.aliases.get(alias) ?? null;
        if (expected !== undefined) checkExpected(current, { name, alias, from, expected });
        if (unmovedSince !== undefined) checkUnmoved(current, { name, alias, unmovedSince });
        const version = target === null ? null : findVersion(current, name, target(current));
        to = version?.number ?? null;
        if (from === to) return null;
        if (version !== null && isProtected) await place.verify(name, version, signal);
        return { type: 'alias', alias, action, from, to, reason: reason ?? null };
      },
      signal,
    );
    return to === null ? null : describeVersion(state, state.versions.get(to) as VersionRecord);
  };
}

function checkExpected(
  state: ModelState,
  found: {
    readonly name: string;
    readonly alias: string;
    readonly from: number | null;
    readonly expected: VersionReference | null;
  },
): void {
  const { name, alias, from, expected } = found;
  const wanted = expected === null ? null : findVersion(state, name, expected).number;
  if (wanted === from) return;
  const present = from === null ? 'no version' : `version ${from}`;
  throw new TitansError(
    'CONFLICT',
    `"${alias}" of "${name}" is ${present}, not ${wanted === null ? 'none' : `version ${wanted}`}. Look again before you move it.`,
    { details: { model: name, alias, present: from === null ? null : state.versions.get(from)?.id } },
  );
}

function checkUnmoved(
  { moves }: ModelState,
  {
    name,
    alias,
    unmovedSince,
  }: { readonly name: string; readonly alias: string; readonly unmovedSince: number },
): void {
  const last = moves.findLast((move) => move.alias === alias);
  if (last === undefined || last.sequence <= unmovedSince) return;
  throw new TitansError(
    'CONFLICT',
    `"${alias}" of "${name}" was moved by "${last.by}" since. Look again before you move it.`,
    { details: { model: name, alias, sequence: last.sequence } },
  );
}
