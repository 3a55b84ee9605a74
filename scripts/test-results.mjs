import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Where vitest leaves its results when `CI` is set. */
export const testResultsFile = fileURLToPath(
  new URL('../node_modules/.cache/vitest/results.json', import.meta.url),
);

/** What the last run counted, or `undefined` where it did not come so far. A file that could not be run counts as one failure. */
export function testCounts() {
  if (!existsSync(testResultsFile)) return undefined;
  const results = JSON.parse(readFileSync(testResultsFile, 'utf8'));
  const brokenFiles = results.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.length === 0,
  );
  return {
    passed: results.numPassedTests,
    failed: results.numFailedTests + brokenFiles.length,
    skipped: results.numPendingTests + results.numTodoTests,
  };
}
