import { fileURLToPath } from 'node:url';

/** Where `scripts/pack.mjs` puts what would be published. */
export const tarballFolder = fileURLToPath(new URL('../node_modules/.cache/packed/', import.meta.url));

/** The tarball of a package, by its folder's name under `packages/`. */
export function tarballOf(folder) {
  return `${tarballFolder}titans-${folder}.tgz`;
}
