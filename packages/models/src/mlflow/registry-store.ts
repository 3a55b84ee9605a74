import { type ArtifactStore, decodeArtifact, TitansError } from '@titans/core';
import { entryKind, entryVersion, readEntry } from '../lifecycle/registry/history-entry.js';
import { createVersion, searchVersions, type WireVersion } from './model-versions.js';
import { orNull, type RegistryHome, type RegistryHomes } from './registry-homes.js';

const sequenceTag = 'titans.sequence';
const placeTag = 'titans.place';
/** MLflow's longest description is longer. */
const longestText = 1_000;

/**
 * What a registry keeps, on an MLflow server: `names/<model>`, `log/<model>/<sequence>` and `files/<model>/<name>`.
 *
 * An entry of the log is a file, and a version of the history's model that names it: of several versions for one sequence
 * that of the lowest number is the entry. MLflow numbers versions one after the other, so that when a writer has been
 * given a number, every lower one can be seen: whoever finds no lower one for the sequence knows that there never will be.
 */
export function registryStore(homes: RegistryHomes): ArtifactStore {
  const { api } = homes;
  /** Where entries are that were seen, by history and sequence: they never move. */
  const places = new Map<string, string>();

  async function homeOf(model: string): Promise<RegistryHome> {
    const home = await homes.find(model);
    if (home !== null) return home;
    throw new TitansError('NOT_FOUND', `The registry has no model "${model}".`, { details: { model } });
  }

  /** Where the entry of a sequence is; `undefined` where there is none yet. */
  async function placeOf({ history }: RegistryHome, sequence: string): Promise<string | undefined> {
    const known = places.get(`${history}/${sequence}`);
    if (known !== undefined) return known;
    remember(history, await searchVersions(api, history, { key: sequenceTag, value: sequence }));
    return places.get(`${history}/${sequence}`);
  }

  /** @param versions In order of their numbers: the first of a sequence is its entry. */
  function remember(history: string, versions: readonly WireVersion[]): void {
    for (const { tags } of versions) {
      const [key, place] = [`${history}/${tags[sequenceTag]}`, tags[placeTag]];
      if (place !== undefined && !places.has(key)) places.set(key, place);
    }
  }

  async function putEntry(home: RegistryHome, sequence: string, bytes: Uint8Array): Promise<boolean> {
    if ((await placeOf(home, sequence)) !== undefined) return false;
    const place = `history/${sequence}-${globalThis.crypto.randomUUID()}`;
    const folder = `${home.folder}/${place}`;
    await api.upload(`${folder}/entry`, bytes);
    const number = await createVersion(api, home.history, {
      folder,
      runId: home.runId,
      description: await describe(bytes),
      tags: { [sequenceTag]: sequence, [placeTag]: place },
    });
    if ((await placeOf(home, sequence)) === place) return true;
    // Only what is known not to be the entry is removed.
    await api.remove('model-versions/delete', { name: home.history, version: String(number) });
    await api.erase(folder);
    return false;
  }

  return {
    async put(name, bytes) {
      const { kind, model, rest } = partsOf(name);
      if (kind !== 'files') throw misplaced(name);
      await api.upload(`${(await homeOf(model)).folder}/files/${rest}`, bytes);
    },
    async putIfAbsent(name, bytes) {
      const { kind, model, rest } = partsOf(name);
      if (kind === 'names') return homes.make(model);
      if (kind !== 'log') throw misplaced(name);
      return putEntry(await homeOf(model), rest, bytes);
    },
    async get(name) {
      const { kind, model, rest } = partsOf(name);
      const home = await homeOf(model);
      if (kind === 'files') return api.download(`${home.folder}/files/${rest}`);
      const place = await placeOf(home, rest);
      if (place === undefined) throw new TitansError('NOT_FOUND', `There is no "${name}".`);
      return api.download(`${home.folder}/${place}/entry`);
    },
    async list(prefix = '') {
      const [kind = '', model = ''] = prefix.split('/');
      if (kind === 'names') return (await homes.models()).map((name) => `names/${name}`).sort();
      const home = await homes.find(model);
      if (home === null) return [];
      const versions = kind === 'log' ? await searchVersions(api, home.history) : [];
      remember(home.history, versions);
      const names =
        kind === 'log'
          ? versions.map(({ tags }) => tags[sequenceTag] ?? '')
          : ((await orNull(api.list(`${home.folder}/files`))) ?? []);
      return [...new Set(names)]
        .filter((name) => name !== '')
        .map((name) => prefix + name)
        .sort();
    },
    async delete(name) {
      const { kind, model, rest } = partsOf(name);
      if (kind !== 'files') throw misplaced(name);
      const home = await homes.find(model);
      if (home === null) return false;
      const erased = await orNull(api.erase(`${home.folder}/files/${rest}`).then(() => true));
      return erased ?? false;
    },
  };
}

/** What a change says to people who look at the history in MLflow's pages. */
async function describe(bytes: Uint8Array): Promise<string> {
  const content = await decodeArtifact(bytes, { kind: entryKind, maxVersion: entryVersion });
  const { by, change } = readEntry(content.data);
  switch (change.type) {
    case 'registered':
      return `${by} registered version ${change.number}`;
    case 'alias': {
      const [from, to] = [change.from ?? 'none', change.to ?? 'none'];
      const why = change.reason === null ? '' : `: ${change.reason}`;
      return `${by}: ${change.action} @${change.alias}, from ${from} to ${to}${why}`.slice(0, longestText);
    }
    case 'tags':
      return `${by} changed tags of version ${change.number}`;
    case 'described':
      return `${by} described version ${change.number}`;
    case 'deleted':
      return `${by} deleted ${change.numbers.join(', ')}: ${change.reason}`.slice(0, longestText);
  }
}

function partsOf(name: string): { readonly kind: string; readonly model: string; readonly rest: string } {
  const [kind = '', model = '', ...rest] = name.split('/');
  return { kind, model, rest: rest.join('/') };
}

function misplaced(name: string): TitansError {
  return new TitansError('INTERNAL', `A registry on MLflow has no place for "${name}".`);
}
