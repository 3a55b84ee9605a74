import { describe, test } from 'vitest';
import { httpConformance } from '../conformance/index.js';
import { mountFetch } from '../testing/hosts.js';

describe('fetch', () => {
  for (const { name, run } of httpConformance(mountFetch)) test(name, run);
});
