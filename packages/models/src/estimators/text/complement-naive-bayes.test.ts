import { expect, test } from 'vitest';
import { complementNaiveBayes, restoreComplementNaiveBayes } from './complement-naive-bayes.js';
import { restoreTextClassifier } from './fitted-text-classifier.js';

const texts = [
  'fuel for vehicle',
  'office365 subscription',
  'fuel station',
  'rent office',
  'office chair',
  'subscription music',
  'vehicle repair',
  'rent flat',
];
const labels = Int32Array.of(0, 1, 0, 2, 1, 1, 0, 2);
const classes = ['car', 'work', 'home'];
const queries = { texts: ['vehicle rent', 'office music chair', 'nothing known'] };
const wordsOnly = { wordNgrams: { min: 1, max: 1 }, charNgrams: null } as const;

// scikit-learn 1.9.1: ComplementNB(alpha) of TfidfVectorizer(sublinear_tf=True), _joint_log_likelihood and predict_proba.
test.each([
  [
    1,
    [
      3.5637334301952435, 3.0351088269479853, 3.738034734602148, 3.960184259414814, 4.843710461084903,
      4.291995785565507,
    ],
    [
      0.3597343214143431, 0.2120328381643737, 0.42823284042128346, 0.20777466972748876, 0.5026933668374793,
      0.28953196343503174,
    ],
  ],
  [
    0.3,
    [
      3.8427846151783323, 2.7543904853051115, 4.129880821911478, 3.750498668613154, 5.595689428101924,
      4.29444020460631,
    ],
    [
      0.3746287538666663, 0.1261587981286151, 0.4992124480047187, 0.11047171356372029, 0.6992093955537544,
      0.19031889088252504,
    ],
  ],
])('scores and probabilities of scikit-learn with smoothing %d', async (smoothing, scores, shares) => {
  const fitted = await complementNaiveBayes({ ...wordsOnly, smoothing }).fit({ texts }, labels, classes);
  // Coefficients are kept in single precision.
  expectClose(fitted.decisionScores(queries), [...scores, 0, 0, 0], 1e-6);
  expectClose(fitted.predictProbabilities(queries), [...shares, 1 / 3, 1 / 3, 1 / 3], 1e-6);
});

test('weights stand for repeated rows', async () => {
  const weights = Float64Array.of(1, 2, 1, 3, 1, 1, 2, 1);
  const fitted = await complementNaiveBayes(wordsOnly).fit({ texts }, labels, classes, { weights });
  // ComplementNB() of the repeated rows, whose document frequencies count the repeats.
  const expected = [
    3.5717510473721372, 2.820001899194376, 3.6899498272293556, 4.050802919086598, 4.904694507480293,
    4.446331074021035, 0, 0, 0,
  ];
  expectClose(fitted.decisionScores(queries), expected, 1e-6);
});

test('explanations add up and name words', async () => {
  const fitted = await complementNaiveBayes().fit({ texts }, labels, classes);
  const { bias, score, contributions } = fitted.explain(queries, 0, 0);
  expect(bias).toBe(0);
  expect(contributions.reduce((sum, { contribution }) => sum + contribution, 0)).toBeCloseTo(score, 12);
  expect(contributions.map(({ feature }) => feature)).toEqual(expect.arrayContaining(['vehicle', 'rent']));
  expect(score).toBe(fitted.decisionScores(queries)[0]);
});

test('an artifact restores the same model, by its own kind alone', async () => {
  const fitted = await complementNaiveBayes().fit({ texts }, labels, classes);
  const restored = restoreComplementNaiveBayes(fitted.toArtifact());
  expect(restored.predictProbabilities(queries)).toEqual(fitted.predictProbabilities(queries));
  expect(() => restoreTextClassifier(fitted.toArtifact())).toThrow(
    expect.objectContaining({ code: 'ARTIFACT_KIND' }),
  );
});

test('what it cannot use is refused', async () => {
  expect(() => complementNaiveBayes({ smoothing: 0 })).toThrow(
    expect.objectContaining({ code: 'INVALID_ARGUMENT' }),
  );
  const column = new Float64Array(texts.length);
  const features = [{ name: 'day', kind: 'numeric', inputs: ['date'] }] as const;
  const dense = { rows: texts.length, features, columns: [column] };
  await expect(complementNaiveBayes().fit({ texts, dense }, labels, classes)).rejects.toMatchObject({
    code: 'INVALID_ARGUMENT',
    details: { field: 'dense' },
  });
});

function expectClose(ours: Float64Array, theirs: readonly number[], tolerance: number): void {
  expect(ours).toHaveLength(theirs.length);
  for (const [at, value] of theirs.entries())
    expect(Math.abs((ours[at] as number) - value)).toBeLessThan(tolerance);
}
