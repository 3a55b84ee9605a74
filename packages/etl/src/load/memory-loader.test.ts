import { describe, test } from 'vitest';
import { loaderConformance } from '../conformance/index.js';
import { memoryLoader } from './memory-loader.js';

describe('conforms', () => {
  const cases = loaderConformance(async () => {
    const loader = memoryLoader();
    return { loader, source: loader, close: async () => {} };
  });
  test.each([...cases])('$name', (check) => check.run());
});
