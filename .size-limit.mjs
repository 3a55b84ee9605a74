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
    format: 'esm',
    packages: 'external',
    logLevel: 'error',
  }),
}));

/** What a page loads. Its limit is a promise, which does not grow with what is there: 20,000 bytes, with ky. */
const browser = {
  name: '@titans/client in a browser, with all it needs',
  path: 'packages/client/dist/index.js',
  limit: '20 kB',
  gzip: true,
};

/** The dashboard's script and style, with all they need; it promises 200,000 bytes, and is far from it. */
const dashboardPage = {
  name: 'the page of @titans/dashboard',
  path: ['packages/dashboard/dist/assets/page.js', 'packages/dashboard/dist/assets/style.css'],
  limit: '66 kB',
  gzip: true,
};

export default [...ownCode, browser, dashboardPage];
