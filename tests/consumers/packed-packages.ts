import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { entryPoints, packageNames } from '../../scripts/entry-points.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const cache = join(root, 'node_modules/.cache/packed-for-tests');
const run = promisify(execFile);
/** Tarballs of builds before this one may be in use. */
const keptMs = 3_600_000;

/** Tarballs of all packages as they would be published, by the name of the package. */
export type PackedPackages = Readonly<Record<string, string>>;

/** Packs what is built. The tarballs are kept, so that all tests and examples of one build share them. */
export async function packedPackages(): Promise<PackedPackages> {
  requireBuild();
  const folder = join(cache, buildStamp());
  if (!existsSync(folder)) await packInto(folder);
  return Object.fromEntries(
    readdirSync(folder).map((file) => [
      // titans-server-adapter-0.1.0.tgz
      file.replace(/^titans-(.*)-\d+\.\d+\.\d+.*\.tgz$/, '@titans/$1'),
      join(folder, file),
    ]),
  );
}

/** Lets a manifest take the packages that it names, of whatever version, from their tarballs instead of the registry. */
export function nameTarballs(manifestFile: string, packed: PackedPackages): void {
  const manifest: Manifest = JSON.parse(readFileSync(manifestFile, 'utf8'));
  const dependencies = Object.entries(manifest.dependencies).map(([name, version]) => {
    const tarball = packed[name];
    return [name, tarball === undefined ? version : `file:${tarball}`];
  });
  const named = { ...manifest, dependencies: Object.fromEntries(dependencies) };
  writeFileSync(manifestFile, `${JSON.stringify(named, null, 2)}\n`);
}

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
}

/** Runs npm, and gives what it printed. */
async function npm(cwd: string, ...parameters: readonly string[]): Promise<string> {
  const shell = process.platform === 'win32';
  const { stdout } = await run('npm', ['--loglevel=error', ...parameters], {
    cwd,
    shell,
    maxBuffer: 2 ** 26,
  });
  return stdout;
}

/** Installs what the manifest of a folder names, from what npm has kept where it can. */
export async function npmInstall(cwd: string, ...parameters: readonly string[]): Promise<void> {
  await npm(cwd, 'install', '--prefer-offline', '--no-audit', '--no-fund', ...parameters);
}

/** Packed beside its place and then moved, as others may pack at the same time. */
async function packInto(folder: string): Promise<void> {
  const unfinished = `${folder}.${process.pid}`;
  mkdirSync(unfinished, { recursive: true });
  const workspaces = packageNames.map((name) => `--workspace=packages/${name}`);
  await npm(root, 'pack', '--ignore-scripts', '--pack-destination', unfinished, ...workspaces);
  try {
    renameSync(unfinished, folder);
  } catch (error) {
    rmSync(unfinished, { recursive: true });
    if (!existsSync(folder)) throw error;
  }
  for (const name of readdirSync(cache)) {
    const isOld = Date.now() - statSync(join(cache, name)).mtimeMs > keptMs;
    if (isOld) rmSync(join(cache, name), { recursive: true, force: true });
  }
}

function requireBuild(): void {
  for (const { folder, path, declaration } of entryPoints()) {
    for (const file of [declaration, `packages/${folder}/dist/${path}.js`]) {
      if (!existsSync(join(root, file))) throw new Error(`${file} is missing: run "npm run build" first`);
    }
  }
}

/** Another one as soon as anything that is packed was written anew. */
function buildStamp(): string {
  const hash = createHash('sha256');
  for (const name of packageNames) {
    const place = join(root, 'packages', name);
    const built = readdirSync(join(place, 'dist'), { recursive: true, encoding: 'utf8' }).sort();
    for (const file of ['package.json', 'README.md', 'LICENSE', ...built.map((path) => join('dist', path))]) {
      const { size, mtimeMs } = statSync(join(place, file));
      hash.update(`${name} ${file} ${size} ${mtimeMs}\n`);
    }
  }
  return hash.digest('hex').slice(0, 16);
}
