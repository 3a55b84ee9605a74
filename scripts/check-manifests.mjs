/**
 * What the manifests must agree on: one version, licence and Node range; workspaces in dependency order; one version
 * of each library; the same licence text in each package (npm packs it from there); a lockfile that names no
 * registry; and no library in the default install that runs an install script or needs a newer Node than we do.
 */
import { readdirSync, readFileSync } from 'node:fs';
import semver from 'semver';
import { packageNames } from './entry-points.mjs';

const supportedNodeVersions = ['20.19.0', '22.12.0', '24.0.0'];
/** Programs, of worker threads and the command, which a bundler that took them for unused would leave empty. */
const programs = {
  cli: ['./dist/program.js'],
  models: ['./dist/workers/program.js'],
  'server-adapter': ['./dist/work-thread/program.js'],
};
const root = new URL('..', import.meta.url);
const text = (path) => readFileSync(new URL(path, root), 'utf8');
const json = (path) => JSON.parse(text(path));

const failures = [];
const must = (holds, message) => {
  if (!holds) failures.push(message);
};

const rootManifest = json('package.json');
const packages = packageNames.map((folder) => ({
  folder,
  manifest: json(`packages/${folder}/package.json`),
}));
const ours = new Map(packages.map(({ manifest }) => [manifest.name, manifest.version]));

checkWorkspaces();
for (const { folder, manifest } of packages) checkPackage(folder, manifest);
checkLibraryVersions();
checkLockfile();

if (failures.length > 0) {
  console.error(failures.join('\n'));
  process.exitCode = 1;
}

function checkWorkspaces() {
  const folders = readdirSync(new URL('packages', root));
  must(
    folders.length === packageNames.length && folders.every((folder) => packageNames.includes(folder)),
    `packages/ holds ${folders.join(', ')}; scripts/entry-points.mjs lists ${packageNames.join(', ')}`,
  );
  const listed = rootManifest.workspaces.filter((path) => path.startsWith('packages/'));
  const expected = packageNames.map((folder) => `packages/${folder}`);
  must(
    listed.join() === expected.join(),
    `package.json: workspaces must list ${expected.join(', ')} in this order, that of their dependencies`,
  );
  const earlier = new Set();
  for (const { folder, manifest } of packages) {
    for (const name of Object.keys(manifest.dependencies ?? {})) {
      must(
        !ours.has(name) || earlier.has(name),
        `packages/${folder}: ${name} must come before ${manifest.name}`,
      );
    }
    earlier.add(manifest.name);
  }
}

function checkPackage(folder, manifest) {
  const place = `packages/${folder}/package.json`;
  const same = (field, expected) =>
    must(
      JSON.stringify(manifest[field]) === JSON.stringify(expected),
      `${place}: "${field}" must be ${JSON.stringify(expected)}`,
    );
  same('name', `@titans/${folder}`);
  same('version', packages[0].manifest.version);
  same('license', rootManifest.license);
  same('engines', rootManifest.engines);
  same('type', 'module');
  same('sideEffects', programs[folder] ?? false);
  same('publishConfig', { access: 'public' });
  must(manifest.description?.length > 0, `${place}: "description" is missing`);
  must(
    manifest.exports['./package.json'] === './package.json',
    `${place}: exports must have "./package.json"`,
  );
  for (const script of ['preinstall', 'install', 'postinstall', 'prepare']) {
    must(!manifest.scripts?.[script], `${place}: a "${script}" script would run at our users' installation`);
  }
  for (const name of Object.keys(manifest.peerDependencies ?? {})) {
    must(manifest.peerDependenciesMeta?.[name]?.optional, `${place}: the peer ${name} must be optional`);
  }
  for (const [name, range] of Object.entries(manifest.dependencies ?? {})) {
    must(!ours.has(name) || range === ours.get(name), `${place}: ${name} must be exactly ${ours.get(name)}`);
  }
  must(
    text(`packages/${folder}/LICENSE`) === text('LICENSE'),
    `packages/${folder}/LICENSE differs from the LICENSE of the repository`,
  );
}

function checkLibraryVersions() {
  const uses = new Map();
  const manifests = rootManifest.workspaces.map((path) => [
    `${path}/package.json`,
    json(`${path}/package.json`),
  ]);
  for (const [place, manifest] of [['package.json', rootManifest], ...manifests]) {
    for (const [name, range] of Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })) {
      if (ours.has(name)) continue;
      const version = range.replace(/^npm:.+@/, '');
      must(semver.valid(version), `${place}: ${name} must be one exact version, not "${range}"`);
      uses.set(name, [...(uses.get(name) ?? []), { place, range }]);
    }
  }
  for (const [name, places] of uses) {
    const different = new Set(places.map(({ range }) => range)).size > 1;
    must(!different, `${name}: ${places.map(({ place, range }) => `${range} in ${place}`).join(', ')}`);
  }
}

function checkLockfile() {
  for (const [path, locked] of Object.entries(json('package-lock.json').packages)) {
    must(
      !/^\w+:\/\//.test(locked.resolved ?? ''),
      `package-lock.json: ${path} names its registry; see .npmrc`,
    );
    if (!path.startsWith('node_modules/') || locked.link || locked.dev || locked.optional || locked.peer)
      continue;
    must(!locked.hasInstallScript, `${path} runs an install script in the default install`);
    const range = locked.engines?.node;
    if (range === undefined) continue;
    const refused = supportedNodeVersions.filter((version) => !semver.satisfies(version, range));
    must(
      refused.length === 0,
      `${path} ${locked.version} does not run on Node ${refused.join(', ')}: it needs "${range}"`,
    );
  }
}
