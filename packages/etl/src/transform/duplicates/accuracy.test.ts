import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { createRandom, type Random } from '@titans/core';
import Papa from 'papaparse';
import { describe, expect, test } from 'vitest';
import { duplicateFinder } from './duplicate-finder.js';
import { completeRules } from './duplicate-rules.js';
import type { ComparedRow } from './remembered-rows.js';

/** A purchase, whichever export it appears in. */
interface Purchase {
  readonly account: number;
  readonly day: number;
  readonly description: string;
  readonly amountMinor: number;
}

const data = '../shared/data';
const files = {
  calderdale: `${data}/pcard-calderdale/transactions.csv.gz`,
  titans: `${data}/titans-finance/all_transactions.csv`,
  oxford: `${data}/spending-oxford/expenditure-over-500-oct-dec-2016.csv`,
  sparkov: `${data}/sparkov-sim/transactions.csv.gz`,
};

function recordsOf(path: string): readonly Record<string, string>[] {
  const bytes = readFileSync(path);
  const text = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  return Papa.parse<Record<string, string>>(text, { header: true, skipEmptyLines: true }).data;
}

const dayOf = (iso: string): number => Math.floor(Date.parse(`${iso.slice(0, 10)}T00:00:00Z`) / 86_400_000);

function purchasesOf(name: keyof typeof files): readonly Purchase[] {
  const records = recordsOf(files[name]);
  const columns = Object.keys(records[0] ?? {});
  const find = (pattern: RegExp): string => columns.find((column) => pattern.test(column)) as string;
  const accounts = new Map<string, number>();
  const accountOf = (key: string): number => {
    if (!accounts.has(key)) accounts.set(key, accounts.size);
    return accounts.get(key) as number;
  };
  const cents = (text: string): number => Math.round(Number(text.replaceAll(',', '')) * 100);
  const british = (text: string): number => dayOf(text.split('/').reverse().join('-'));
  const read: Readonly<Record<keyof typeof files, (record: Record<string, string>) => Purchase>> = {
    calderdale: (record) => ({
      account: accountOf(record.expense_area ?? ''),
      day: dayOf(record.date ?? ''),
      description: record.supplier_name ?? '',
      amountMinor: cents(record.net_amount ?? ''),
    }),
    titans: (record) => ({
      account: 0,
      day: dayOf(record.Date ?? ''),
      description: record.Reference || (record.Description ?? ''),
      amountMinor: cents(record.Amount ?? ''),
    }),
    oxford: (record) => ({
      account: 0,
      day: british((record[find(/date/i)] ?? '').slice(0, 10)),
      description: record[find(/supplier.?name/i)] ?? '',
      amountMinor: cents(record[find(/amount/i)] ?? ''),
    }),
    sparkov: (record) => ({
      account: accountOf(record.cc_num ?? ''),
      day: dayOf(record.trans_date_trans_time ?? ''),
      description: record.merchant ?? '',
      amountMinor: cents(record.amt ?? ''),
    }),
  };
  return records
    .slice(0, 50_000)
    .map(read[name])
    .filter(
      (purchase) =>
        Number.isFinite(purchase.day) && Number.isFinite(purchase.amountMinor) && purchase.description !== '',
    );
}

const cities = ['LEEDS', 'LONDON GB', 'Halifax', 'MANCHESTER UK', 'AUSTIN TX', 'BERLIN DE'];
const prefixes = [
  'CARD PAYMENT TO ',
  'POS PURCHASE ',
  'VISA DEBIT PURCHASE ',
  'SQ *',
  'PAYPAL *',
  'KARTENZAHLUNG ',
];

/** The description as another bank would write it. */
function rewritten(description: string, random: Random): string {
  const chance = (share: number): boolean => random.float() < share;
  const pick = (texts: readonly string[]): string => texts[random.integer(texts.length)] as string;
  let text = description;
  if (chance(0.4)) text = text.slice(0, 14 + random.integer(10)).trim() || text;
  if (chance(0.5)) text = chance(0.5) ? text.toUpperCase() : text.toLowerCase();
  if (chance(0.15)) text = text.replace(/\s+(ltd|limited|plc|inc|llc)\.?$/i, '');
  if (chance(0.1)) text = text.replace(/[aeiou](?=[a-z]{2})/i, '');
  if (chance(0.1)) text = text.replaceAll(/[^\p{L}\p{N} ]/gu, ' ');
  if (chance(0.3)) text = pick(prefixes) + text;
  if (chance(0.25)) text = `${text} ${pick(cities)}`;
  if (chance(0.2)) text = `${text} ${1_000_000 + random.integer(9_000_000)}`;
  if (chance(0.2)) text = `${text} CARD ${1_000 + random.integer(9_000)}`;
  if (chance(0.15)) text = `${text} ${10 + random.integer(18)}/0${1 + random.integer(9)}`;
  return text;
}

/** Two exports that overlap in time: each lacks a few rows, repeats of true purchases are in both. */
function measured(
  name: keyof typeof files,
  seed: number,
): { precision: number; recall: number; rows: number } {
  const random = createRandom(seed, name);
  const purchases = purchasesOf(name).flatMap((purchase) => {
    // A true repetition: the same shop, the same amount, the same or one of the next days.
    const isRepeated = random.float() < 0.15;
    return isRepeated ? [purchase, { ...purchase, day: purchase.day + random.integer(4) }] : [purchase];
  });
  const days = purchases.map(({ day }) => day).sort((a, b) => a - b);
  const [start, end] = [0.35, 0.75].map((share) => days[Math.floor(share * (days.length - 1))] as number) as [
    number,
    number,
  ];
  const first: { row: ComparedRow; purchase: number }[] = [];
  const second: { row: ComparedRow; purchase: number }[] = [];
  for (const [index, purchase] of purchases.entries()) {
    const { account, amountMinor, day, description } = purchase;
    const shared = { account, amountMinor, id: null, row: index + 1 };
    const shift = [0, 0, 0, 0, 1, 1, 1, 2, 2, 3][random.integer(10)] as number;
    if (day <= end && random.float() > 0.1)
      first.push({ purchase: index, row: { ...shared, day, description, sourceIndex: 0 } });
    if (day >= start && random.float() > 0.1) {
      second.push({
        purchase: index,
        row: { ...shared, day: day + shift, description: rewritten(description, random), sourceIndex: 1 },
      });
    }
  }
  second.sort((a, b) => b.row.day - a.row.day);
  const finder = duplicateFinder(completeRules({}), 1_000_000);
  finder.decide(first.map(({ row }) => row));
  const matches = finder.decide(second.map(({ row }) => row));
  const inFirst = new Set(first.map(({ purchase }) => purchase));
  let right = 0;
  let removed = 0;
  let duplicates = 0;
  for (const [index, { purchase }] of second.entries()) {
    const isDuplicate = inFirst.has(purchase);
    if (isDuplicate) duplicates++;
    if (matches[index] !== null) removed++;
    if (matches[index] !== null && isDuplicate) right++;
  }
  return { precision: right / removed, recall: right / duplicates, rows: first.length + second.length };
}

// The threshold was chosen on the first two with other draws. Oxford was partly seen while tuning, as it was among the
// files over which thresholds were compared; Sparkov was looked at with the final threshold only.
// What is wrongly taken out are repeated purchases whose twin one export lacks, which no rule can tell from a copy.
describe.skipIf(!existsSync(data))(
  'duplicates between two exports, on merchants of real and simulated files',
  () => {
    test.each([
      ['calderdale', 0.98, 0.97],
      ['titans', 0.97, 0.95],
      ['oxford', 0.975, 0.96],
      ['sparkov', 0.98, 0.97],
    ] as const)('%s: precision above %d, recall above %d', (name, leastPrecision, leastRecall) => {
      const { precision, recall } = measured(name, 7);
      expect(precision).toBeGreaterThan(leastPrecision);
      expect(recall).toBeGreaterThan(leastRecall);
    });
  },
);
