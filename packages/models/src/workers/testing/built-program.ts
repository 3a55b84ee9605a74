import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'tsup';
import { entryPoints } from '../../../../../scripts/entry-points.mjs';

/** The program of the threads as a file, made from the sources. */
export interface BuiltProgram {
  readonly url: URL;
  remove(): void;
}

const root = fileURLToPath(new URL('../../../../../', import.meta.url));

/** Builds it: a thread cannot load TypeScript. */
export async function buildProgram(): Promise<BuiltProgram> {
  const folder = mkdtempSync(join(tmpdir(), 'titans-program-'));
  await build({
    config: false,
    silent: true,
    entry: { program: `${root}packages/models/src/workers/program.ts` },
    outDir: folder,
    format: 'esm',
    target: 'es2023',
    platform: 'node',
    outExtension: () => ({ js: '.mjs' }),
    noExternal: [/^@titans\//],
    tsconfig: `${root}packages/models/tsconfig.json`,
    esbuildOptions(options) {
      options.alias = Object.fromEntries(
        entryPoints().map(({ specifier, source }) => [specifier, root + source]),
      );
    },
  });
  return {
    url: pathToFileURL(join(folder, 'program.mjs')),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
