/** Removes what was built; with `--stale` only declarations whose source file is gone, which the compiler leaves. */
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { packageNames } from './entry-points.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

for (const name of packageNames) {
  const built = `${root}packages/${name}/dist`;
  if (!process.argv.includes('--stale')) {
    rmSync(built, { recursive: true, force: true });
  } else if (existsSync(built)) {
    for (const path of readdirSync(built, { recursive: true })) {
      const source = `${root}packages/${name}/src/${path.replace(/\.d\.ts$/, '.ts')}`;
      if (path.endsWith('.d.ts') && !existsSync(source)) rmSync(`${built}/${path}`);
    }
  }
}
