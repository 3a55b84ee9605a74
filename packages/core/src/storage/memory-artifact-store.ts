import { TitansError } from '../errors/titans-error.js';
import { checkArtifactName, checkNoFolder } from './artifact-name.js';
import type { ArtifactStore } from './artifact-store.js';

/**
 * Keeps artifacts in this process. Bytes are copied on their way in and out.
 *
 * @example
 * ```ts
 * import { memoryArtifactStore } from '@titans/core';
 *
 * const store = memoryArtifactStore();
 * await store.put('models/category', new Uint8Array([1, 2, 3]));
 * await store.list('models/'); // ['models/category']
 * ```
 */
export function memoryArtifactStore(): ArtifactStore {
  const artifacts = new Map<string, Uint8Array>();
  return {
    async put(name, bytes) {
      checkArtifactName(name);
      checkNoFolder(name, artifacts.keys());
      artifacts.set(name, new Uint8Array(bytes));
    },
    async putIfAbsent(name, bytes) {
      checkArtifactName(name);
      if (artifacts.has(name)) return false;
      checkNoFolder(name, artifacts.keys());
      artifacts.set(name, new Uint8Array(bytes));
      return true;
    },
    async get(name) {
      checkArtifactName(name);
      const bytes = artifacts.get(name);
      if (bytes === undefined) {
        throw new TitansError('NOT_FOUND', `There is no artifact "${name}".`, { details: { value: name } });
      }
      return new Uint8Array(bytes);
    },
    async list(prefix = '') {
      return [...artifacts.keys()].filter((name) => name.startsWith(prefix)).sort();
    },
    async delete(name) {
      checkArtifactName(name);
      return artifacts.delete(name);
    },
  };
}
