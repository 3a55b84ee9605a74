import { testCounts } from './test-results.mjs';

const counts = testCounts();
if (counts) {
  const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : '';
  console.log(`${counts.passed} passed, ${counts.failed} failed${skipped}`);
} else {
  console.log('The tests did not run.');
}
