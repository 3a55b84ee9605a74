import { createTransaction, encodeArtifact, type Transaction, tableFromRows } from '@titans/core';
import { beforeAll, describe, expect, test } from 'vitest';
import type { CategoryModel } from '../models.js';
import { restoreCategoryModel } from './category-model.js';
import { trainCategory } from './train-category.js';

const words = ['North', 'South', 'East', 'West', 'Hill', 'Lake', 'Mill', 'Park', 'Cross', 'Green'];
const card = 'GB29NWBK60161331926819';

function row(description: string, accountId: string, category: string): Transaction {
  return createTransaction({ date: '2024-01-01', description, amount: -10, category, accountId });
}

/** What is bought at one shop is for the firm on its card, and for the household on the other account. */
const rows = words.flatMap((word) => [
  row(`Zentrum ${word}`, card, 'office'),
  row(`Zentrum ${word}`, 'joint account', 'home'),
  row('Allerlei', card, 'office'),
  row('Allerlei', 'joint account', 'home'),
]);

let model: CategoryModel;
beforeAll(async () => {
  model = await trainCategory(tableFromRows(rows), { seed: 0, budget: 'quick' });
});

describe('accounts', () => {
  test.each([
    ['a payee on whose account it depends', 'Allerlei'],
    ['a payee that nobody saw', 'Xylophon'],
  ])('tell the category of %s', (_, description) => {
    const on = (accountId: string): string => model.predict({ description, amount: -10, accountId }).category;
    expect([on(card), on('joint account')]).toEqual(['office', 'home']);
    expect(model.predictBatch([{ description, accountId: card }])[0]?.category).toBe('office');
  });

  test('that were never seen, or are not told, tell nothing', () => {
    const query = { description: 'Xylophon', amount: -10 };
    expect(model.predict({ ...query, accountId: 'another' })).toEqual(model.predict(query));
    expect(model.predict(query).confidence).toBeLessThan(0.7);
  });

  test('are named as a reason', () => {
    const { explanation } = model.predict({ description: 'Xylophon', amount: -10, accountId: card });
    expect(explanation.map(({ feature }) => feature)).toContain('account');
  });

  test('are kept as hashes in the artifact, which answers as before', async () => {
    const content = model.toArtifact();
    const bytes = Buffer.from(await encodeArtifact(content)).toString('latin1');
    expect(bytes).not.toContain(card);
    expect(bytes).not.toContain('joint');
    const restored = await restoreCategoryModel(content);
    for (const accountId of [card, 'joint account']) {
      const query = { description: 'Allerlei', amount: -10, accountId };
      expect(restored.predict(query)).toEqual(model.predict(query));
    }
    await expect(
      restoreCategoryModel({ ...content, arrays: { ...content.arrays, accounts: Float64Array.of(1) } }),
    ).rejects.toMatchObject({ code: 'ARTIFACT_CORRUPT' });
  });

  test('are nothing to an artifact of before they were looked at', async () => {
    const single = rows.map((each) => ({ ...each, accountId: card }));
    const { version, arrays, ...content } = (
      await trainCategory(tableFromRows(single), { seed: 0, budget: 'quick' })
    ).toArtifact();
    expect(version).toBe(4);
    const { accounts, 'habits/5': ofAccount, ...older } = arrays;
    expect([accounts?.length, ofAccount?.length]).toEqual([0, 0]);
    const restored = await restoreCategoryModel({ ...content, version: 2, arrays: older });
    const answer = await restoreCategoryModel({ ...content, version: 3, arrays });
    const query = { description: 'Zentrum Mill', amount: -10, accountId: card };
    expect(restored.predict(query)).toEqual(answer.predict(query));
  });
});
