import type { TransactionTable } from '@titans/core';
import { type TransactionField, transactionFields } from '../../normalise/import-field.js';
import { encodedTexts, isNumberField, numberReader } from '../field-values.js';
import type { ExpectationSpec, RowFilter } from '../suite.js';
import { newValueShare } from './margins.js';
import { patternOf } from './text-pattern.js';

const codeFields = ['id', 'accountId', 'reference', 'receiptUrl', 'merchantCategoryCode'] as const;
const wordFields = ['status', 'accountId', 'location', 'merchantCategoryCode'] as const;
const textFields = ['description', 'merchantName', 'category', 'reference', 'location'] as const;
const mostWords = 50;
const fewestRows = 100;
const bins = 10;

/** What more the rows themselves suggest. Each is proposed only where the data meet it. */
export function tableCandidates(table: TransactionTable, margin: number): readonly ExpectationSpec[] {
  const present = new Map(
    transactionFields.map((field) => [field, isNumberField(field) ? [] : valuesOf(table, field)]),
  );
  const values = (field: TransactionField): readonly string[] => present.get(field) ?? [];
  const specs: ExpectationSpec[] = [
    { type: 'unique', fields: ['id'] },
    { type: 'no-duplicates' },
    { type: 'single-value', field: 'currency', per: 'accountId' },
    { type: 'monotone', field: 'date', direction: 'rising' },
    { type: 'monotone', field: 'date', direction: 'falling' },
    ...balanceCandidates(table),
  ];
  for (const field of codeFields) {
    const pattern = patternOf(values(field));
    if (pattern !== null) specs.push({ type: 'matches', field, pattern });
  }
  for (const field of wordFields) {
    const words = values(field);
    // As many values as rows are no vocabulary.
    if (words.length === 0 || words.length > mostWords || words.length * 5 > table.length) continue;
    const fraction = newValueShare(countsOf(table, field), { margin, rows: table.length });
    specs.push({ type: 'in-set', field, values: [...words].sort(), tolerance: { fraction } });
  }
  for (const field of textFields) {
    const texts = values(field);
    if (texts.length === 0) continue;
    const longest = texts.reduce((length, text) => Math.max(length, text.length), 0);
    const shortest = texts.reduce((length, text) => Math.min(length, text.length), longest);
    specs.push(
      {
        type: 'length',
        field,
        min: Math.max(1, Math.floor(shortest * (1 - margin))),
        max: Math.ceil(longest * (1 + margin)),
      },
      { type: 'well-formed-text', field },
      { type: 'no-card-numbers', field },
    );
  }
  if (table.length >= fewestRows) specs.push(...distributionCandidates(table));
  return specs;
}

function balanceCandidates(table: TransactionTable): readonly ExpectationSpec[] {
  if (table.columns.balanceMinor.every(Number.isNaN)) return [];
  return [
    { type: 'balance-continues', order: 'oldest-first' },
    { type: 'balance-continues', order: 'newest-first' },
  ];
}

/** How amounts and categories are spread; amounts of each type by themselves, where there is one currency. */
function distributionCandidates(table: TransactionTable): readonly ExpectationSpec[] {
  const specs: ExpectationSpec[] = [];
  const { texts } = encodedTexts(table, 'category');
  const counts = new Map(
    countsOf(table, 'category').flatMap((count, code) =>
      count > 0 ? [[texts[code] as string, count] as const] : [],
    ),
  );
  const named = [...counts].sort((a, b) => b[1] - a[1]).slice(0, mostWords);
  const rows = [...counts.values()].reduce((sum, count) => sum + count, 0);
  if (rows >= fewestRows && counts.size > 1) {
    specs.push({
      type: 'distribution',
      field: 'category',
      reference: {
        kind: 'values',
        values: named.map(([value]) => value),
        shares: named.map(([, count]) => count / rows),
        rows,
      },
    });
  }
  if (new Set(table.columns.currency.codes).size > 1) return specs;
  const amount = numberReader(table, 'amount');
  const types = encodedTexts(table, 'type');
  for (const type of ['Income', 'Expense'] as const) {
    const ofType: number[] = [];
    for (let row = 0; row < table.length; row++) {
      if (types.texts[types.codes[row] as number] === type) ofType.push(amount(row));
    }
    const reference = binsOf(Float64Array.from(ofType).sort());
    if (reference === null) continue;
    const where: RowFilter = { field: 'type', values: [type] };
    specs.push({ type: 'distribution', field: 'amount', reference, where });
  }
  return specs;
}

/** Ten bins of as many rows each, fewer where values repeat; `null` where there are too few rows or values. */
function binsOf(sorted: Float64Array) {
  if (sorted.length < fewestRows) return null;
  const edges = new Set<number>();
  for (let bin = 1; bin < bins; bin++) edges.add(sorted[Math.floor((bin * sorted.length) / bins)] as number);
  edges.delete(sorted.at(-1) as number);
  if (edges.size < 2) return null;
  const ends = [...edges];
  const shares = [...ends, Number.POSITIVE_INFINITY].map((end, index) => {
    const from = ends[index - 1] ?? Number.NEGATIVE_INFINITY;
    return sorted.filter((value) => value > from && value <= end).length / sorted.length;
  });
  return { kind: 'bins', edges: ends, shares, rows: sorted.length } as const;
}

function valuesOf(table: TransactionTable, field: TransactionField): readonly string[] {
  const counts = countsOf(table, field);
  return encodedTexts(table, field).texts.filter((_, code) => (counts[code] as number) > 0);
}

/** Rows with each value of the dictionary. */
function countsOf(table: TransactionTable, field: TransactionField): readonly number[] {
  const { codes, texts } = encodedTexts(table, field);
  const counts = texts.map(() => 0);
  for (const code of codes) if (code >= 0) counts[code] = (counts[code] as number) + 1;
  return counts;
}
