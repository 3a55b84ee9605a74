import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { nameTarballs, npmInstall, packedPackages } from './packed-packages.js';

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

/** Installs the tarballs of every package as it would be published, with no optional peer beside them. */
export async function createConsumerProject(): Promise<ConsumerProject> {
  const packed = await packedPackages();
  const folder = mkdtempSync(join(tmpdir(), 'titans-consumer-'));
  const manifest = join(folder, 'package.json');
  const dependencies = Object.fromEntries(Object.keys(packed).map((name) => [name, '*']));
  const devDependencies = { '@types/node': '20.19.25' };
  writeFileSync(manifest, JSON.stringify({ private: true, type: 'module', dependencies, devDependencies }));
  nameTarballs(manifest, packed);
  for (const name of ['typescript', 'hosts', 'bundler', 'commonjs']) {
    cpSync(join(fixtures, name), join(folder, name), { recursive: true });
  }
  await npmInstall(folder);
  return {
    folder,
    install: async (specifications) => {
      await npmInstall(folder, '--save-exact', ...specifications);
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
