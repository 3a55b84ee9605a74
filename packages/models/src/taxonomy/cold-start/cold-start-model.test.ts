import { decodeArtifact, encodeArtifact } from '@titans/core';
import { describe, expect, test } from 'vitest';
import { coldStartCategoryModel, defaultTaxonomy, restoreColdStartCategoryModel } from '../index.js';

const shell = { description: 'SHELL OIL 5744', amount: -40, date: '2024-05-03' };
const unknown = { description: 'XJ-4471 KQ', amount: -9, date: '2024-05-03' };

describe('a model that nothing was trained for', () => {
  test('answers over the default taxonomy', async () => {
    const model = await coldStartCategoryModel();
    expect(model.categories).toEqual(defaultTaxonomy.details);
    expect(model.trainedOn).toBe(0);
    const answer = model.predict(shell);
    expect(answer).toMatchObject({ category: 'fuel', source: 'lexicon', abstained: false });
    expect(answer.explanation[0]?.feature).toBe('shell (fuel)');
    expect(answer.alternatives).toHaveLength(defaultTaxonomy.details.length);
    expect(answer.alternatives.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 9);
    expect(model.predictBatch([shell, unknown])).toEqual([answer, model.predict(unknown)]);
  });

  test("answers over the user's own categories", async () => {
    const model = await coldStartCategoryModel({ categories: ['food', 'car', 'other'] });
    expect(model.predict(shell)).toMatchObject({ category: 'car', abstained: false });
    expect(model.predict(unknown)).toMatchObject({ confidence: 1 / 3, abstained: true, explanation: [] });
  });

  test('abstains where it knows nothing, whatever the threshold', async () => {
    const model = await coldStartCategoryModel({ threshold: 0 });
    expect(model.predict(unknown)).toMatchObject({ abstained: true, confidenceLevel: 'unknown' });
    expect(model.predict({})).toMatchObject({ abstained: true });
  });

  test('rules decide first, and can be taken away', async () => {
    const model = await coldStartCategoryModel();
    const ruled = await model.withRules([
      {
        id: 'car',
        when: { field: 'description', op: 'contains', value: 'shell' },
        actions: { category: 'my car' },
      },
    ]);
    expect(ruled.predict(shell)).toMatchObject({ category: 'my car', source: 'rule', confidence: 1 });
    expect(ruled.predict(unknown).source).toBe('lexicon');
    expect((await ruled.withRules(null)).predict(shell).category).toBe('fuel');
  });

  test('one correction is enough, with a date and without, and can be taken back', async () => {
    const live = (await coldStartCategoryModel()).online();
    const id = live.correct(shell, 'business');
    expect(live.categories).toContain('business');
    expect(live.predict(shell)).toMatchObject({ category: 'business', source: 'memory', abstained: false });
    live.correct({ description: 'XJ-4471 KQ' }, 'parking');
    expect(live.predict(unknown)).toMatchObject({ category: 'parking', source: 'memory' });
    live.correct({ description: 'XJ-4471 KQ', date: '1999-01-01' }, 'tolls');
    expect(live.predict({ ...unknown, date: '2030-01-01' }).category).toBe('tolls');
    expect(live.undo(id)).toBe(true);
    expect(live.predict(shell).category).toBe('fuel');
    expect(() => live.correct({ amount: 5 }, 'x')).toThrow(
      expect.objectContaining({ code: 'INVALID_ARGUMENT' }),
    );
    expect(() => live.correct(shell, ' ')).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }));
  });

  test('is restored from its artifact, byte by byte, and names no payee in it', async () => {
    const live = (await coldStartCategoryModel({ categories: ['food', 'car'] })).online();
    live.correct({ description: 'Zweibruecken Kiosk', amount: -3 }, 'food');
    const model = await live.toModel();
    const bytes = await encodeArtifact(model.toArtifact());
    expect(new TextDecoder('latin1').decode(bytes).toLowerCase()).not.toContain('zweibruecken');
    const restored = await restoreColdStartCategoryModel(
      await decodeArtifact(bytes, { kind: 'titans/cold-start-category-model' }),
    );
    expect(restored.version).toBe(model.version);
    expect(await encodeArtifact(restored.toArtifact())).toEqual(bytes);
    for (const query of [shell, unknown, { description: 'ZWEIBRUECKEN KIOSK', amount: -9 }])
      expect(restored.predict(query)).toEqual(model.predict(query));
  });

  test('keeps the name of a category as a trained model does', async () => {
    const live = (await coldStartCategoryModel()).online();
    live.correct(unknown, '  road \t tolls ');
    expect(live.predict(unknown).category).toBe('road tolls');
    expect(live.categories).toContain('road tolls');
  });

  test('a damaged artifact is refused', async () => {
    const content = (await coldStartCategoryModel()).toArtifact();
    for (const data of [
      { threshold: 2 },
      { categories: [] },
      { categories: ['a', 'a'] },
      { categories: 5 },
      { rules: [{ id: 1 }] },
    ]) {
      await expect(
        restoreColdStartCategoryModel({ ...content, data: { ...Object(content.data), ...data } }),
      ).rejects.toMatchObject({ code: 'ARTIFACT_CORRUPT' });
    }
    await expect(restoreColdStartCategoryModel({ ...content, kind: 'x' })).rejects.toMatchObject({
      code: 'ARTIFACT_KIND',
    });
  });

  test('wrong options are refused', async () => {
    for (const options of [
      { threshold: 2 },
      { categories: [] },
      { categories: ['a', 'a'] },
      { categories: [''] },
    ]) {
      await expect(coldStartCategoryModel(options)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    }
  });
});
