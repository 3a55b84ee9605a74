import { entryPoints } from './scripts/entry-points.mjs';
import { sizeBudgets } from './scripts/size-budgets.mjs';

const budgets = sizeBudgets();

function budgetOf(name) {
  const limit = budgets[name];
  if (limit === undefined) throw new Error(`size-budgets.json has no limit for ${name}; run "npm run sizes"`);
  return limit;
}

/** The own code of every entry point, minified and compressed with brotli, without its dependencies. */
const ownCode = entryPoints().map(({ specifier, folder, path }) => ({
  name: specifier,
  path: `packages/${folder}/dist/${path}.js`,
  limit: budgetOf(specifier),
  modifyEsbuildConfig: (config) => ({
    ...config,
    platform: 'node',
    packages: 'external',
    logLevel: 'error',
  }),
}));

const browser = '@titans/client in a browser, with all it needs';

export default [
  ...ownCode,
  { name: browser, path: 'packages/client/dist/index.js', limit: budgetOf(browser) },
];
