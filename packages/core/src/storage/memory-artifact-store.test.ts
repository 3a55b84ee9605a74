import { describe, test } from 'vitest';
import { artifactStoreConformance } from '../conformance/index.js';
import { memoryArtifactStore } from './memory-artifact-store.js';

describe('conforms', () => {
  for (const { name, run } of artifactStoreConformance(() => memoryArtifactStore())) test(name, run);
});
