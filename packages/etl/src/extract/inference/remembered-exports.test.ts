import { parseAmount } from '@titans/core';
import { describe, expect, test } from 'vitest';
import { extract } from '../extract.js';
import { american } from './testing/remembered/america.js';
import { british } from './testing/remembered/britain.js';
import { european } from './testing/remembered/europe.js';
import { german } from './testing/remembered/germany.js';

describe('exports written from memory are read without a word about them', () => {
  test.each([...american, ...british, ...german, ...european])('$name', async (file) => {
    const bytes = Buffer.from(file.text, file.encoding ?? 'utf8');
    const { transactions, profile, rejections, rows } = await extract({ name: 'export.csv', bytes }).table();
    const found = [...transactions.rows()].map((row) => ({
      date: row.date,
      amountMinor: row.amountMinor,
      currency: row.currency,
      text: `${row.description} ${row.merchantName}`,
    }));
    const problems = rejections.map(({ code, field, message }) => `${code} ${field} ${message}`);
    const expected = file.rows.map(([date, amount, text]) => ({
      date,
      amountMinor: parseAmount(amount, file.currency),
      currency: file.currency,
      text: expect.stringContaining(text),
    }));
    expect({ found, problems: found.length === expected.length ? [] : problems }).toEqual({
      found: expected,
      problems: [],
    });
    expect(rows.in).toBe(rows.accepted + rows.rejected);
    const decisions = new Map(profile.sources[0]?.decisions.map((each) => [each.setting, each]));
    for (const setting of file.open ?? []) {
      expect(decisions.get(setting)?.alternatives ?? [], setting).not.toHaveLength(0);
      expect(decisions.get(setting)?.confidence, setting).toBeLessThan(0.8);
    }
  });
});
