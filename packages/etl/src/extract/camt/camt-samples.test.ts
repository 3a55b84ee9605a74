import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { extract } from '../extract.js';
import { extractedFile } from '../statement/testing/extracted.js';
import { camtExtractor } from './camt-extractor.js';

const samples = '../shared/data/formats-a/camt';

describe.skipIf(!existsSync(samples))('samples with the parse of another library', () => {
  const names = existsSync(samples)
    ? readdirSync(samples).filter((name) => name.endsWith('.xml') && !name.includes('wrong'))
    : [];

  // Each sample has one entry per statement. The dump holds those of the last statement alone, since its entries are
  // keyed by their numbers within a statement.
  test.each(names)('%s', async (name) => {
    const { entries, statements } = expectedOf(`${samples}/${name.replace('.xml', '.json')}`);
    const { rows, transactions, profile } = await extract(`${samples}/${name}`).table();
    expect(rows).toEqual({ in: statements, accepted: statements, rejected: 0 });
    expect(profile.sources[0]).toMatchObject({ format: 'camt' });
    expect(entries).toHaveLength(1);
    const last = statements - 1;
    const { date, currency, accountId } = transactions.row(last);
    const minor = transactions.columns.amountMinor[last];
    const { parties, remittance, valueDate, ...expected } = entries[0] as ExpectedEntry;
    expect({ minor, currency, date, accountId }).toEqual(expected);
    const { records } = await extractedFile(camtExtractor(), `${samples}/${name}`);
    const found = records[last];
    if (found?.merchantName !== undefined) expect(parties).toContain(found.merchantName);
    expect(found?.valueDate).toBe(valueDate);
    expect(found?.remittance).toBe(remittance);
  });

  test('a message without a statement is refused', async () => {
    await expect(extract(`${samples}/camt053.v2.wrong.xml`).table()).rejects.toMatchObject({
      code: 'SOURCE_INVALID',
      message: expect.stringContaining('no account statement'),
    });
  });
});

interface ExpectedEntry {
  readonly minor: number;
  readonly currency: string;
  readonly date: string;
  readonly accountId: string;
  readonly valueDate: string | undefined;
  readonly remittance: string | undefined;
  readonly parties: readonly string[];
}

/** What the dump of genkgo/camt holds, which writes each object once and "__RECURSIVITY__" after. */
function expectedOf(path: string): {
  readonly entries: readonly ExpectedEntry[];
  readonly statements: number;
} {
  const entries: ExpectedEntry[] = [];
  let accountId = '';
  const dump = JSON.parse(readFileSync(path, 'utf8'));
  visit(dump);
  return { entries, statements: dump.getRecords.length };

  function visit(value: unknown): void {
    if (Array.isArray(value)) for (const each of value) visit(each);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return;
    const object = value as Readonly<Record<string, unknown>>;
    if (object.__CLASS__ === 'Genkgo\\Camt\\DTO\\Entry') {
      const identification = find(object, 'getIdentification', 'getAccount');
      if (typeof identification === 'string') accountId = identification;
      entries.push({
        minor: Number(find(object, 'getAmount', 'getAmount')),
        currency: String(find(object, 'getCode', 'getCurrency')),
        date: String(find(object, '0', 'getBookingDate')).slice(0, 10),
        accountId,
        valueDate: dayOf(find(object, '0', 'getValueDate')),
        remittance: textOf(find(object, 'getMessage', 'getRemittanceInformation')),
        parties: namesIn(object.getTransactionDetail ?? object.getTransactionDetails),
      });
    }
    for (const each of Object.values(object)) visit(each);
  }
}

/** The first property of a name within the first property of another, depth first. */
function find(value: unknown, name: string, within: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, child] of Object.entries(value)) {
    if (key === within && typeof child === 'object' && child !== null && name in child) {
      return (child as Readonly<Record<string, unknown>>)[name];
    }
    const found = find(child, name, within);
    if (found !== undefined) return found;
  }
  return undefined;
}

function namesIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) =>
    key === 'getName' && typeof child === 'string' ? [child] : namesIn(child),
  );
}

function dayOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value.slice(0, 10) : undefined;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
