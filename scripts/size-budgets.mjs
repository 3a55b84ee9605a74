import { readFileSync } from 'node:fs';

export const sizeBudgetsFile = new URL('../size-budgets.json', import.meta.url);

/**
 * What each entry point may weigh, by its name. While `npm run sizes` measures anew, nothing is limited, so that an
 * entry point without a budget gets one.
 */
export function sizeBudgets() {
  if (process.env.TITANS_MEASURE_SIZES) return new Proxy({}, { get: () => '100 MB' });
  return JSON.parse(readFileSync(sizeBudgetsFile, 'utf8'));
}
