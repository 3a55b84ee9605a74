import express5 from 'express';
import express4 from 'express4';
import { describe, test } from 'vitest';
import { httpConformance } from '../conformance/index.js';
import { mountExpress } from '../testing/hosts.js';

describe.each([
  ['express 5', express5],
  ['express 4', express4],
])('%s', (_version, express) => {
  for (const { name, run } of httpConformance(mountExpress(express))) test(name, run);
});
