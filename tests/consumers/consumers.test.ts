import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'tsup';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freePort } from '../../packages/core/src/testing/free-port.js';
import { entryPoints, packageNames } from '../../scripts/entry-points.mjs';
import type { Example } from '../documentation/examples.js';
import { type ExampleRunner, exampleRunner } from '../documentation/run-example.js';
import { type ConsumerProject, createConsumerProject, type LockedPackage } from './consumer-project.js';
import { broughtPeers, optionalPeers } from './optional-peers.js';
import { installedTitans, readmeExamples, writeStatements } from './readme-examples.js';

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

const readManifest = (path: string): Manifest =>
  JSON.parse(readFileSync(new URL(`../../${path}package.json`, import.meta.url), 'utf8'));
const manifests = packageNames.map((name) => readManifest(`packages/${name}/`));
const allPeers = new Set(manifests.flatMap((manifest) => Object.keys(manifest.peerDependencies ?? {})));

/** Does what its arguments say as soon as it is loaded, and ends the process; it is run as the command that it is. */
const commandProgram = '@titans/cli/program';
const specifiers = entryPoints()
  .map((entry) => entry.specifier)
  .filter((specifier) => specifier !== commandProgram);
const withoutPeers = specifiers.filter((specifier) => !(specifier in optionalPeers));

/** A module that imports every one of the entry points, and gives their values types that must be named. */
const importing = (entries: readonly string[]): string =>
  entries.map((specifier, index) => `export * as entry${index} from '${specifier}';\n`).join('');

let project: ConsumerProject;
beforeAll(async () => {
  project = await createConsumerProject();
}, 240_000);
afterAll(() => project?.remove());

describe('the default installation', () => {
  test('runs no install script and builds nothing native', () => {
    const packages = Object.entries(project.lockedPackages());
    expect(packages.length).toBeGreaterThan(packageNames.length);
    expect(packages.filter(([, { hasInstallScript }]) => hasInstallScript)).toEqual([]);
    const files = readdirSync(join(project.folder, 'node_modules'), { recursive: true, encoding: 'utf8' });
    expect(files.filter((file) => /(\.node|binding\.gyp)$/.test(file))).toEqual([]);
  });

  test('brings no optional peer but the embedded database, and the interface of OpenTelemetry with prom-client', () => {
    const installed = Object.keys(project.lockedPackages()).map((path) =>
      path.replace(/^.*node_modules\//, ''),
    );
    expect(installed.filter((name) => allPeers.has(name))).toEqual(['@electric-sql/pglite', ...broughtPeers]);
  });

  test('the client brings its HTTP client and what the contract is written with, and nothing else', () => {
    expect(closure(project.lockedPackages(), '@titans/client')).toEqual([
      '@titans/core',
      'ipaddr.js',
      'ky',
      'zod',
    ]);
  });

  test('every optional peer belongs to an entry point', () => {
    const named = [...Object.values(optionalPeers).flat(), ...broughtPeers];
    expect([...allPeers].filter((peer) => !named.includes(peer))).toEqual([]);
    expect(Object.keys(optionalPeers).filter((specifier) => !specifiers.includes(specifier))).toEqual([]);
  });
});

describe('without optional peers', () => {
  test('every entry point that needs none loads by require', async () => {
    expect(JSON.parse(await project.node('commonjs/require-all.cjs', ...withoutPeers))).toEqual(
      Object.fromEntries(withoutPeers.map((specifier) => [specifier, 'loaded'])),
    );
  });

  test('every entry point that needs none loads by import', async () => {
    project.write('import-all.js', importing(withoutPeers));
    await project.node('import-all.js');
  });

  test('an error is printed by the name of its class, as it is written in the documentation', async () => {
    project.write(
      'print-error.js',
      `import { TitansError } from '@titans/core';\nimport { inspect } from 'node:util';\nconsole.log(inspect(new TitansError('INTERNAL', 'x').at({ row: 1 })));\n`,
    );
    expect(await project.node('print-error.js')).toMatch(/^TitansError: x\n/);
  });

  test('worker threads find their program, and let the process end without being closed', async () => {
    project.write('workers.js', fitInThreads('workerPool({ threads: 2, minWorkMs: 0 })'));
    expect(await project.node('workers.js')).toBe('{"jobs":1,"same":true}\n');
  });

  test('worker threads find their program in a bundle that says where it is', async () => {
    const program = "program: new URL('./program.js', import.meta.url)";
    project.write('server.js', fitInThreads(`workerPool({ threads: 2, minWorkMs: 0, ${program} })`));
    project.write('program.js', "import '@titans/models/workers/program';\n");
    await build({
      config: false,
      silent: true,
      entry: ['server', 'program'].map((name) => join(project.folder, `${name}.js`)),
      outDir: join(project.folder, 'bundled'),
      format: 'esm',
      platform: 'node',
      splitting: false,
      treeshake: true,
      noExternal: [/^[^.]/],
    });
    expect(await project.node('bundled/server.js')).toBe('{"jobs":1,"same":true}\n');
  });

  test('a strict TypeScript project compiles and can name every type', async () => {
    project.write('typescript/entry-points.ts', importing(withoutPeers));
    expect(await project.compile('typescript')).toBe('');
    expect(readdirSync(join(project.folder, 'typescript/out'))).toContain('client.d.ts');
  }, 240_000);

  test('a project for browsers compiles without the types of Node', async () => {
    expect(await project.compile('bundler')).toBe('');
  }, 240_000);
});

describe('with every optional peer', () => {
  beforeAll(async () => {
    const wanted = new Set(Object.values(optionalPeers).flat());
    await project.install([...wanted].map((name) => `${name}@${testedVersion(name)}`));
  }, 240_000);

  test('every entry point loads by require', async () => {
    expect(JSON.parse(await project.node('commonjs/require-all.cjs', ...specifiers))).toEqual(
      Object.fromEntries(specifiers.map((specifier) => [specifier, 'loaded'])),
    );
  });

  test('every entry point compiles in a strict TypeScript project, mounted in each host', async () => {
    project.write('hosts/entry-points.ts', importing(specifiers));
    expect(await project.compile('hosts')).toBe('');
  }, 240_000);
});

describe('the programs of the READMEs', () => {
  const key = 'a-key-of-these-tests-that-is-long-enough';
  // The models leave the folder that the server is given, and the pipeline the warehouse of the dashboard.
  const alone = ['core', 'models', 'etl', 'server-adapter', 'dashboard', 'cli'];
  let runner: ExampleRunner;
  beforeAll(async () => {
    writeStatements(project.folder);
    runner = exampleRunner(project.folder, { PORT: String(await freePort()), TITANS_API_KEYS: key });
  });
  afterAll(() => runner?.stop());
  const expectRun = async (example: Example, more?: Readonly<Record<string, string>>): Promise<void> => {
    const { code, output } = await runner.run(example, more);
    expect(code, output).toBe(0);
    expect(output).not.toMatch(/Error\b.*\n\s+at /);
  };

  test.each(
    alone.flatMap((name) => readmeExamples(name)).map((each) => [`${each.file}:${each.line}`, each] as const),
  )('run: %s', (_, example) => expectRun(example), 240_000);

  test('are tried of every package', () => {
    expect([...alone, 'client'].sort()).toEqual([...packageNames].sort());
    for (const name of packageNames) expect(readmeExamples(name).length, name).toBeGreaterThan(0);
  });

  test('run: those of client, against what the command serves', async () => {
    const titans = installedTitans(project.folder, 'books');
    const { apiKey } = (await titans.run('init')) as { readonly apiKey: { readonly key: string } };
    expect((await titans.run('import', 'statement.csv')).rows).toMatchObject({ in: 127, loaded: 127 });
    const trained = await titans.run('train', '--task', 'category', 'cashflow', '--budget', 'quick');
    expect(trained).toMatchObject({ version: 1 });
    expect(await titans.run('predict', 'WHOLEFDS MKT 10234', '--amount', '-85.5')).toMatchObject({
      version: 1,
    });
    const serving = await titans.start('serve', '--port', '0');
    const asked = { TITANS_URL: String(serving.document.url), TITANS_API_KEY: apiKey.key };
    for (const example of readmeExamples('client')) await expectRun(example, asked);
    expect((await fetch(String(serving.document.dashboard))).status).toBe(200);
    expect(await serving.stop()).toBe(0);
  }, 240_000);
});

/** A program that fits the same forest in its own thread and in those of a pool. */
const fitInThreads = (pool: string): string => `
  import { randomForest } from '@titans/models/estimators';
  import { workerPool } from '@titans/models/workers';
  const values = Float64Array.from({ length: 300 }, (_, row) => (row * 37) % 101);
  const x = { rows: 300, features: [{ name: 'a', kind: 'numeric', inputs: [] }], columns: [values] };
  const target = values.map((value) => Math.sin(value / 9));
  const pool = ${pool};
  let jobs = 0;
  const workers = { ...pool, run: (job) => (jobs++, pool.run(job)) };
  const forest = randomForest({ trees: 5 });
  const [alone, shared] = [await forest.fit(x, target), await forest.fit(x, target, { workers })];
  console.log(JSON.stringify({ jobs, same: alone.predict(x).join() === shared.predict(x).join() }));
`;

/** Names of the packages that come with one, without it, as the lockfile has them. */
function closure(packages: Readonly<Record<string, LockedPackage>>, name: string): readonly string[] {
  const found = new Set<string>();
  const visit = (wanted: string): void => {
    const { dependencies, optionalDependencies } = packages[`node_modules/${wanted}`] ?? {};
    for (const dependency of Object.keys({ ...dependencies, ...optionalDependencies })) {
      if (found.has(dependency)) continue;
      found.add(dependency);
      visit(dependency);
    }
  };
  visit(name);
  return [...found].sort();
}

/** The version that the repository's own tests run with. */
function testedVersion(name: string): string {
  const version = [...manifests, readManifest('')]
    .map((manifest) => manifest.devDependencies?.[name])
    .find(Boolean);
  if (version === undefined) throw new Error(`no package tests with ${name}: add it to its devDependencies`);
  return version;
}
