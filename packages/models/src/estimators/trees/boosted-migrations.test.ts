import { decodeArtifact } from '@titans/core';
import { expect, test } from 'vitest';
import { queryRows, withCategories } from '../testing/boosting-example.js';
import { firstClassifier, firstRegressor } from '../testing/first-boosting-artifacts.js';
import { restoreGradientBoosting } from './gradient-boosting.js';
import { restoreGradientBoostingClassifier } from './gradient-boosting-classifier.js';

const bytesOf = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'base64'));

test('a regressor that version 1 wrote answers as it did, and is written as the version of today', async () => {
  const options = { kind: 'titans/gradient-boosting', maxVersion: 3 };
  const content = await decodeArtifact(bytesOf(firstRegressor.artifact), options);
  expect(content.version).toBe(1);
  const model = restoreGradientBoosting(content);
  expect([...model.predict(withCategories(queryRows))]).toEqual(firstRegressor.predictions);
  expect(model.toArtifact().version).toBe(3);
});

test('a classifier that version 1 wrote answers as it did', async () => {
  const options = { kind: 'titans/gradient-boosting-classifier', maxVersion: 2 };
  const content = await decodeArtifact(bytesOf(firstClassifier.artifact), options);
  expect(content.version).toBe(1);
  const model = restoreGradientBoostingClassifier(content);
  const answers = model.predictProbabilities(queryRows);
  // The exponential is another one since, and agrees to the last digits.
  for (const [at, probability] of firstClassifier.probabilities.entries()) {
    expect(answers[at]).toBeCloseTo(probability, 14);
  }
});

test('a version that no migration leads from is refused', async () => {
  const options = { kind: 'titans/gradient-boosting', maxVersion: 3 };
  const content = await decodeArtifact(bytesOf(firstRegressor.artifact), options);
  for (const version of [0, 4]) {
    expect(() => restoreGradientBoosting({ ...content, version })).toThrow(
      expect.objectContaining({ code: 'ARTIFACT_VERSION' }),
    );
  }
});
