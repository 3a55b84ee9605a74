import { entryPoints } from './scripts/entry-points.mjs';

/** What an entry point may weigh: its own code, minified and compressed with brotli, without its dependencies. */
const limits = {
  '@titans/core': '14.2 kB',
  '@titans/core/errors': '2.5 kB',
  '@titans/core/contract': '3.2 kB',
  '@titans/core/files': '1.8 kB',
  '@titans/core/pglite': '4.8 kB',
  '@titans/core/postgres': '4.5 kB',
  '@titans/core/conformance': '12.2 kB',
  '@titans/etl': '24.7 kB',
  '@titans/etl/conformance': '4.0 kB',
  '@titans/models': '39.9 kB',
  '@titans/models/features': '5.6 kB',
  '@titans/models/estimators': '17.2 kB',
  '@titans/models/evaluation': '11.1 kB',
  '@titans/models/conformance': '12.0 kB',
  '@titans/server-adapter': '16.9 kB',
  '@titans/server-adapter/express': '950 B',
  '@titans/server-adapter/fastify': '1.2 kB',
  '@titans/server-adapter/hono': '900 B',
  '@titans/server-adapter/node': '1000 B',
  '@titans/server-adapter/conformance': '21.3 kB',
  '@titans/client': '4.2 kB',
};

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
    limit: '16.5 kB',
  },
];
