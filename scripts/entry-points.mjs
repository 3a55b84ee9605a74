import { readFileSync } from 'node:fs';

/** The published packages, in dependency order. */
export const packageNames = ['core', 'etl', 'models', 'server-adapter', 'client', 'dashboard', 'cli'];

const root = new URL('..', import.meta.url);

/** Reads the `exports` map of every package: the one list of public entry points. */
export function entryPoints() {
  return packageNames.flatMap((folder) => {
    const manifest = JSON.parse(readFileSync(new URL(`packages/${folder}/package.json`, root), 'utf8'));
    return Object.entries(manifest.exports)
      .filter(([, target]) => typeof target === 'object')
      .map(([subpath, target]) => {
        const path = target.default.replace('./dist/', '').replace(/\.js$/, '');
        return {
          folder,
          packageName: manifest.name,
          specifier: manifest.name + subpath.slice(1),
          path,
          source: `packages/${folder}/src/${path}.ts`,
          declaration: `packages/${folder}/dist/${path}.d.ts`,
        };
      });
  });
}
