import type { ArtifactContent, JsonValue } from '@titans/core';
import type { ConformanceCase } from '@titans/core/conformance';
import { describe, expect, test } from 'vitest';
import type { Classifier, FittedClassifier } from '../estimators/estimator.js';
import { restoreTextClassifier, type TextMatrix, textClassifier } from '../estimators/index.js';
import { checkClassifier, textInputs } from './index.js';
import { failures } from './testing/failures.js';

/** The text classifier whose fitted model has a defect. */
function spoiledText(
  change: (model: FittedClassifier<TextMatrix>, x: TextMatrix) => Partial<FittedClassifier<TextMatrix>>,
): Classifier<TextMatrix> {
  return {
    name: 'spoiled',
    async fit(x, labels, classes, options) {
      const model = await textClassifier().fit(x, labels, classes, options);
      return Object.freeze({ ...model, ...change(model, x) });
    },
  };
}

const classifiers: readonly (readonly [string, string, Classifier<TextMatrix>])[] = [
  [
    'gives shares that do not sum to 1',
    'there is one sound answer per row',
    spoiledText((model) => ({
      predictProbabilities: (x) => model.predictProbabilities(x).map((p) => p * 0.999),
    })),
  ],
  [
    'gives every class a chance',
    'every class has its probability in the order given; a class without a row has 0',
    spoiledText((model) => ({
      predictProbabilities: (x) =>
        model.predictProbabilities(x).map((p) => 0.99 * p + 0.01 / model.classes.length),
    })),
  ],
  [
    'sorts the classes',
    'every class has its probability in the order given; a class without a row has 0',
    spoiledText((model) => ({ classes: Object.freeze([...model.classes].sort()) })),
  ],
  [
    'keeps texts in its artifact',
    'the artifact holds nothing that it was trained on',
    spoiledText((model, { texts }) => {
      const data: JsonValue = { vocabulary: { [texts[3] as string]: 1 } };
      return { toArtifact: () => ({ ...model.toArtifact(), data }) };
    }),
  ],
  [
    'hides texts in an array of its artifact',
    'the artifact holds nothing that it was trained on',
    spoiledText((model, { texts }) => {
      const { arrays, ...content } = model.toArtifact();
      const hidden = new TextEncoder().encode(texts.join('\n'));
      return { toArtifact: () => ({ ...content, arrays: { ...arrays, hidden } }) };
    }),
  ],
  [
    'takes labels outside the classes for the last',
    'labels that are no codes into the classes are refused',
    {
      name: 'lenient',
      fit: (x, labels, classes, options) =>
        textClassifier().fit(
          x,
          labels.map((label) => Math.max(0, Math.min(label, classes.length - 1))),
          classes,
          options,
        ),
    },
  ],
  [
    'keeps the list of classes of its caller',
    'nothing that was given is kept',
    {
      name: 'sharing',
      async fit(x, labels, classes, options) {
        const model = await textClassifier().fit(x, labels, classes, options);
        const toArtifact = (): ArtifactContent => ({ ...model.toArtifact(), data: { classes } });
        return Object.freeze({ ...model, classes, toArtifact });
      },
    },
  ],
];

describe('a classifier', () => {
  const check = (classifier: Classifier<TextMatrix>): readonly ConformanceCase[] =>
    checkClassifier(() => classifier, { inputs: textInputs(), rows: 60 });

  test('without a defect passes', async () => {
    expect(await failures(check(textClassifier()))).toEqual([]);
  });

  test.each(classifiers)('that %s is found', async (_, name, classifier) => {
    expect(await failures(check(classifier))).toContain(name);
  });

  test('that restores other names of classes is found', async () => {
    const restore = (content: ArtifactContent): FittedClassifier<TextMatrix> => {
      const fitted = restoreTextClassifier(content);
      return Object.freeze({
        ...fitted,
        classes: Object.freeze(fitted.classes.map((name) => name.normalize('NFD'))),
      });
    };
    const cases = checkClassifier(() => textClassifier(), { inputs: textInputs(), restore, rows: 60 });
    expect(await failures(cases)).toEqual(['classes may have any names, which come back as they are']);
  });
});
