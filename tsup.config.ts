import { fileURLToPath } from 'node:url';
import { defineConfig, type Options } from 'tsup';
import { entryPoints, packageNames } from './scripts/entry-points.mjs';

const entries = entryPoints();

/** The script and the style of the dashboard's page, whole: nothing is loaded beside them. */
const dashboardPage: Options = {
  name: 'dashboard-page',
  entry: {
    page: 'packages/dashboard/src/page/main.tsx',
    style: 'packages/dashboard/src/page/style/style.css',
  },
  outDir: 'packages/dashboard/dist/assets',
  tsconfig: 'packages/dashboard/tsconfig.page.json',
  format: 'esm',
  target: 'es2022',
  platform: 'browser',
  noExternal: [/./],
  minify: true,
  splitting: false,
  dts: false,
  esbuildPlugins: [
    {
      name: 'sources',
      // Of our packages it takes the sources: what they build is written at the same time.
      setup(build) {
        build.onResolve({ filter: /^@titans\// }, ({ path }) => {
          const entry = entries.find(({ specifier }) => specifier === path);
          return entry && { path: fileURLToPath(new URL(entry.source, import.meta.url)) };
        });
      },
    },
  ],
};

/** One bundle per package; every subpath of its `exports` map is an entry. Declarations come from `tsc -b`. */
export default defineConfig([
  ...packageNames.map((folder) => ({
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
    clean: ['!**/*.d.ts', '!**/.tsbuildinfo', '!assets/**'],
  })),
  dashboardPage,
]);
