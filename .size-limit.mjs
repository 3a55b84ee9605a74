import { entryPoints } from './scripts/entry-points.mjs';

/** What an entry point may weigh: its own code, minified and compressed with brotli, without its dependencies. */
const limits = {};

const ownCode = entryPoints().map(({ specifier, folder, path }) => {
  const limit = limits[specifier];
  if (limit === undefined) throw new Error(`.size-limit.mjs has no limit for ${specifier}`);
  return {
    name: specifier,
    path: `packages/${folder}/dist/${path}.js`,
    limit,
    modifyEsbuildConfig: (config) => ({ ...config, platform: 'node', packages: 'external' }),
  };
});

export default [
  ...ownCode,
  {
    name: '@titans/client in a browser, with all it needs',
    path: 'packages/client/dist/index.js',
    limit: '50 kB',
  },
];
