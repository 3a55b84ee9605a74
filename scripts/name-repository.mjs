/**
 * Writes into the manifest of each package which repository it is published from, as npm's provenance requires: the one
 * that the hosted workflow runs in. Elsewhere it changes nothing, since the manifests are then not to be published with
 * provenance. `node scripts/name-repository.mjs [root]`.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packageNames } from './entry-points.mjs';

const root = process.argv[2] ?? fileURLToPath(new URL('..', import.meta.url));
const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository } = process.env;

if (server && repository) {
  for (const name of packageNames) {
    const path = join(root, 'packages', name, 'package.json');
    const manifest = JSON.parse(readFileSync(path, 'utf8'));
    manifest.repository = {
      type: 'git',
      url: `git+${server}/${repository}.git`,
      directory: `packages/${name}`,
    };
    writeFileSync(path, `${JSON.stringify(manifest, null, 2)}\n`);
  }
}
