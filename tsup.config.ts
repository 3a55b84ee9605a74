import { defineConfig } from 'tsup';
import { entryPoints, packageNames } from './scripts/entry-points.mjs';

const entries = entryPoints();

/** One bundle per package; every subpath of its `exports` map is an entry. Declarations come from `tsc -b`. */
export default defineConfig(
  packageNames.map((folder) => ({
    name: folder,
    entry: Object.fromEntries(
      entries.filter((entry) => entry.folder === folder).map((entry) => [entry.path, entry.source]),
    ),
    outDir: `packages/${folder}/dist`,
    tsconfig: `packages/${folder}/tsconfig.json`,
    format: 'esm' as const,
    target: 'es2023',
    platform: 'neutral' as const,
    external: [/^node:/, /^[^./]/],
    splitting: true,
    treeshake: false,
    dts: false,
    // Only our own earlier output: the declarations beside it are the compiler's.
    clean: ['!**/*.d.ts', '!**/.tsbuildinfo'],
  })),
);
