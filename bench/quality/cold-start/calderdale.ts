import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { createRandom } from '@titans/core';
import { mccDetail, normaliseMerchant } from '@titans/core/merchants';
import Papa from 'papaparse';
import { codeByBankCategory } from './bank-categories.js';

const file = fileURLToPath(
  new URL('../../../../shared/data/pcard-calderdale/transactions.csv.gz', import.meta.url),
);

/** A spelling of a merchant, with the category that the bank gave it most often. */
export interface BankMerchant {
  readonly name: string;
  /** Detailed category of the default taxonomy, by the merchant category code that the bank's category names. */
  readonly detail: string;
  /** One of the bank's 34 groups. */
  readonly group: string;
  readonly rows: number;
  /** Whether it is the merchant's spelling of most rows; one merchant has 511. */
  readonly isUsual: boolean;
  /** Whether no row of the merchant is among the first four fifths by date, in which the makers of the lexicon looked at answers. */
  readonly isLate: boolean;
}

export const hasCalderdale: boolean = existsSync(file);

/**
 * Merchants of purchase cards in two halves, which share no name that `normaliseMerchant` makes one: `built` for what was
 * looked at while the lexicon was made, `unseen` for the others.
 */
export function bankMerchants(): {
  readonly built: readonly BankMerchant[];
  readonly unseen: readonly BankMerchant[];
} {
  const text = gunzipSync(readFileSync(file)).toString();
  const { data } = Papa.parse<Record<string, string>>(text, { header: true, skipEmptyLines: true });
  const counts = new Map<string, Map<string, number>>();
  const groups = new Map<string, string>();
  const dates = data.map(({ date = '' }) => date).sort();
  const lastFifth = dates[Math.floor(0.8 * dates.length)] ?? '';
  const early = new Set(
    data.filter(({ date = '' }) => date <= lastFifth).map(({ supplier_name: name = '' }) => merchantOf(name)),
  );
  for (const {
    supplier_name: name = '',
    merchant_category: category = '',
    merchant_category_group: group = '',
  } of data) {
    const code = codeByBankCategory.get(category);
    if (code === undefined) continue;
    const ofName = counts.get(name) ?? new Map<string, number>();
    counts.set(name, ofName);
    ofName.set(code, (ofName.get(code) ?? 0) + 1);
    groups.set(`${name}\n${code}`, group);
  }
  const random = createRandom(7, 'cold start: half of the merchants');
  const isBuilt = new Map<string, boolean>();
  const halves = { built: [] as BankMerchant[], unseen: [] as BankMerchant[] };
  const rowsOf = (name: string) =>
    [...(counts.get(name)?.values() ?? [])].reduce((sum, rows) => sum + rows, 0);
  const usual = usualSpellings([...counts.keys()].sort(), rowsOf);
  for (const name of [...counts.keys()].sort()) {
    const merchant = merchantOf(name);
    const side = isBuilt.get(merchant) ?? random.float() < 0.5;
    isBuilt.set(merchant, side);
    const [[code] = ['', 0]] = [...(counts.get(name) ?? [])].sort((a, b) => b[1] - a[1]);
    const detail = mccDetail(code) ?? '';
    (side ? halves.built : halves.unseen).push({
      name,
      detail,
      group: groups.get(`${name}\n${code}`) ?? '',
      rows: rowsOf(name),
      isUsual: usual.get(merchant) === name,
      isLate: !early.has(merchant),
    });
  }
  return halves;
}

function merchantOf(name: string): string {
  return normaliseMerchant(name).name.toLowerCase();
}

/** By merchant, its spelling of most rows; of equals the first. */
function usualSpellings(
  names: readonly string[],
  rowsOf: (name: string) => number,
): ReadonlyMap<string, string> {
  const usual = new Map<string, string>();
  for (const name of names) {
    const merchant = merchantOf(name);
    const other = usual.get(merchant);
    if (other === undefined || rowsOf(name) > rowsOf(other)) usual.set(merchant, name);
  }
  return usual;
}
