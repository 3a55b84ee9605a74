/**
 * Packs every package as it would be published and checks the contents: every exported file is inside, the licence
 * and the README too, and nothing of the tests. Needs a build.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { entryPoints, packageNames } from './entry-points.mjs';
import { tarballFolder, tarballOf } from './tarballs.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const notForUsers = /(^|\/)(src|testing)\/|\.(test|bench)\.|tsbuildinfo$/;

rmSync(tarballFolder, { recursive: true, force: true });
mkdirSync(tarballFolder, { recursive: true });
const workspaces = packageNames.flatMap((folder) => ['--workspace', `packages/${folder}`]);
const output = execFileSync(
  'npm',
  ['pack', '--json', '--ignore-scripts', '--pack-destination', tarballFolder, ...workspaces],
  {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    shell: process.platform === 'win32',
  },
);

const entries = entryPoints();
const failures = [];
for (const packed of Object.values(JSON.parse(output))) {
  const folder = packed.name.replace('@titans/', '');
  renameSync(`${tarballFolder}${packed.filename}`, tarballOf(folder));
  const paths = packed.files.map((file) => file.path);
  const expected = entries
    .filter((entry) => entry.folder === folder)
    .flatMap((entry) => [`dist/${entry.path}.js`, `dist/${entry.path}.d.ts`])
    .concat('LICENSE', 'README.md');
  for (const path of expected)
    if (!paths.includes(path)) failures.push(`${packed.name}: ${path} is not in the package`);
  for (const path of paths) {
    if (notForUsers.test(path)) failures.push(`${packed.name}: ${path} is in the package and should not be`);
    const source = path.replace(/^dist\//, `packages/${folder}/src/`).replace(/\.d\.ts$/, '.ts');
    if (path.endsWith('.d.ts') && !existsSync(`${root}${source}`)) {
      failures.push(`${packed.name}: ${path} is left over from a file that is gone; run "npm run clean"`);
    }
  }
}
if (failures.length > 0) {
  console.error(failures.join('\n'));
  process.exitCode = 1;
}
