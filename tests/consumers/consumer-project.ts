import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { entryPoints, packageNames } from '../../scripts/entry-points.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const fixtures = fileURLToPath(new URL('.', import.meta.url));
const run = promisify(execFile);

/** A package as a lockfile of npm has it. */
export interface LockedPackage {
  readonly version?: string;
  readonly hasInstallScript?: boolean;
  readonly dev?: boolean;
  readonly peer?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** A project outside the repository that has installed the packages from their tarballs. */
export interface ConsumerProject {
  readonly folder: string;
  /** Adds packages of the registry, each `name@version`. */
  install(specifications: readonly string[]): Promise<void>;
  /** Installed packages by their path below the project, from the lockfile. */
  lockedPackages(): Readonly<Record<string, LockedPackage>>;
  write(path: string, content: string): void;
  /** Runs a script with Node; rejects with its output if it fails. */
  node(script: string, ...parameters: readonly string[]): Promise<string>;
  /** Compiles a folder; resolves with the compiler's complaints, empty if there are none. */
  compile(folder: string): Promise<string>;
  remove(): void;
}

/** Packs every package as it would be published, and installs the tarballs with no optional peer beside them. */
export async function createConsumerProject(): Promise<ConsumerProject> {
  requireBuild();
  const folder = mkdtempSync(join(tmpdir(), 'titans-consumer-'));
  const dependencies = await pack(join(folder, 'tarballs'));
  writeJson(join(folder, 'package.json'), { name: 'consumer', private: true, type: 'module', dependencies });
  for (const name of ['typescript', 'hosts', 'bundler', 'commonjs']) {
    cpSync(join(fixtures, name), join(folder, name), { recursive: true });
  }
  const npmInstall = (...specifications: readonly string[]): Promise<unknown> =>
    npm(folder, 'install', '--prefer-offline', '--no-audit', '--no-fund', '--save-exact', ...specifications);
  await npmInstall();
  return {
    folder,
    install: async (specifications) => {
      await npmInstall(...specifications);
    },
    lockedPackages: () => JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8')).packages,
    write: (path, content) => writeFileSync(join(folder, path), content),
    node: async (script, ...parameters) => {
      const { stdout } = await run(process.execPath, [script, ...parameters], { cwd: folder });
      return stdout;
    },
    compile: async (project) => {
      const compiler = join(root, 'node_modules/typescript/bin/tsc');
      return run(process.execPath, [compiler, '--project', project, '--pretty', 'false'], {
        cwd: folder,
      }).then(
        () => '',
        (failure: { stdout: string; stderr: string }) => failure.stdout || failure.stderr,
      );
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function requireBuild(): void {
  for (const { folder, path, declaration } of entryPoints()) {
    for (const file of [declaration, `packages/${folder}/dist/${path}.js`]) {
      if (!existsSync(join(root, file))) throw new Error(`${file} is missing: run "npm run build" first`);
    }
  }
}

/** Packs into the folder and returns dependencies that name the tarballs. */
async function pack(destination: string): Promise<Record<string, string>> {
  mkdirSync(destination);
  const workspaces = packageNames.map((name) => `--workspace=packages/${name}`);
  const { stdout } = await npm(root, 'pack', '--json', '--pack-destination', destination, ...workspaces);
  const packed: { name: string; filename: string }[] = Object.values(JSON.parse(stdout));
  return Object.fromEntries(packed.map(({ name, filename }) => [name, `file:tarballs/${filename}`]));
}

function npm(cwd: string, ...parameters: readonly string[]): Promise<{ stdout: string }> {
  const shell = process.platform === 'win32';
  return run('npm', ['--loglevel=error', ...parameters], { cwd, shell, maxBuffer: 2 ** 26 });
}

function writeJson(path: string, value: unknown): void {
  writeFileSync(path, `${JSON.stringify(value, null, 2)}\n`);
}
