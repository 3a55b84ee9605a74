import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { entryPoints } from './scripts/entry-points.mjs';
import { testResultsFile } from './scripts/test-results.mjs';

const root = fileURLToPath(new URL('.', import.meta.url));

export default defineConfig({
  resolve: {
    alias: entryPoints().map((entry) => ({
      find: new RegExp(`^${entry.specifier}$`),
      replacement: `${root}${entry.source}`,
    })),
  },
  test: {
    include: [
      'packages/*/src/**/*.test.ts',
      'examples/**/*.test.ts',
      'scripts/**/*.test.ts',
      'tests/**/*.test.ts',
    ],
    setupFiles: ['tests/setup/properties.ts'],
    // No test changes what modules keep, and loading them anew for each of 300 files takes a minute.
    isolate: false,
    // Unless told, one processor of two would stand idle.
    maxWorkers: '100%',
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // At the end a worker of 300 files holds gigabytes, which a busy machine may take long to take back.
    teardownTimeout: 60_000,
    allowOnly: false,
    reporters: process.env.CI ? ['default', ['json', { outputFile: testResultsFile }]] : ['default'],
    coverage: {
      provider: 'v8',
      include: ['packages/*/src/**/*.ts'],
      exclude: ['**/*.test.ts', '**/*.bench.ts', '**/testing/**', '**/index.ts'],
      reporter: ['text-summary', 'html', 'json-summary'],
    },
  },
});
