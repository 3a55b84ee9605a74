import { maskSample, TitansError } from '@titans/core';
import { checkAlias, invalid } from './checked-names.js';
import {
  championAlias,
  livingVersions,
  type ModelState,
  stageOf,
  type VersionRecord,
} from './model-state.js';
import { type RegistryStage, registryStages, type VersionReference } from './registry.js';

const numberText = /^v?([1-9]\d{0,8})$/;
const wholeId = /^[0-9a-f]{64}$/;
const startOfId = /^sha256:([0-9a-f]{8,64})$/;

/**
 * The version that a reference names.
 *
 * @throws TitansError `NOT_FOUND` if there is none, `INVALID_ARGUMENT` for what is no reference.
 */
export function findVersion(state: ModelState, name: string, reference: VersionReference): VersionRecord {
  const found = search(state, reference);
  if (found !== undefined) return found;
  throw new TitansError(
    'NOT_FOUND',
    `The model "${name}" has no version "${maskSample(String(reference))}".`,
    {
      details: { value: maskSample(String(reference)), model: name },
    },
  );
}

function search(state: ModelState, reference: VersionReference): VersionRecord | undefined {
  const living = livingVersions(state);
  if (typeof reference === 'number') return living.find(({ number }) => number === reference);
  if (typeof reference !== 'string') throw invalid('reference', 'A version is named by a text or a number.');
  const number = numberText.exec(reference)?.[1];
  if (number !== undefined) return search(state, Number(number));
  if (reference === 'latest') return living.at(-1);
  const start = startOfId.exec(reference)?.[1] ?? (wholeId.test(reference) ? reference : undefined);
  if (start !== undefined) return byStartOfId(living, start);
  const stage = registryStages.find((known) => known.toLowerCase() === reference.toLowerCase());
  if (stage !== undefined) return byStage(state, living, stage);
  const alias = reference.startsWith('@') ? reference.slice(1) : reference;
  checkAlias(alias);
  return byAlias(state, alias);
}

function byStartOfId(living: readonly VersionRecord[], start: string): VersionRecord | undefined {
  const found = living.filter(({ id }) => id.startsWith(start));
  if (found.length <= 1) return found[0];
  throw invalid('reference', `"sha256:${start}" begins ${found.length} versions: give more digits.`);
}

function byStage(
  state: ModelState,
  living: readonly VersionRecord[],
  stage: RegistryStage,
): VersionRecord | undefined {
  if (stage === 'Production') return byAlias(state, championAlias);
  if (stage === 'Staging') return byAlias(state, 'staging') ?? byAlias(state, 'challenger');
  return living.findLast(({ number }) => stageOf(state, number) === stage);
}

function byAlias(state: ModelState, alias: string): VersionRecord | undefined {
  const number = state.aliases.get(alias);
  return number === undefined ? undefined : state.versions.get(number);
}
