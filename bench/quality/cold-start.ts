/**
 * Categories without labelled rows, and with few: `tsx bench/quality/cold-start.ts`. The lexicon was made looking at one
 * half of the merchants of pcard-calderdale, and grew from common knowledge after a look at wrong answers among the first four
 * fifths of the rows by date. It is measured on merchants of the other half that are new in the last fifth, each once under its
 * usual spelling.
 * Beside a classifier of a few rows, its weight is learned from these rows left out in turn. Run `npm run build` before, for
 * it measures what was built.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createRandom } from '@titans/core';
import { defaultTaxonomy, lexiconCategorizer, lexiconPrior } from '@titans/models/taxonomy';
import Papa from 'papaparse';
import { type BankMerchant, bankMerchants, hasCalderdale } from './cold-start/calderdale.js';
import { fewRows, type LabelledText, leaveOneOut } from './cold-start/few-rows.js';
import { oxfordMeanings } from './cold-start/oxford-meanings.js';

interface Row {
  readonly figure: string;
  readonly ours: string;
  readonly 'without the lexicon': string;
  readonly wanted: string;
}

const draws = 5;
const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
const table: Row[] = [];
const add = (figure: string, ours: string, without = '', wanted = ''): void => {
  table.push({ figure, ours, 'without the lexicon': without, wanted });
};

if (hasCalderdale) {
  const { built, unseen: others } = bankMerchants();
  const unseen = others.filter(({ isLate }) => isLate);
  const once = (spellings: readonly BankMerchant[]) => spellings.filter(({ isUsual }) => isUsual);
  withoutRows('merchants', once(unseen), () => 1);
  withoutRows('rows', unseen, ({ rows }) => rows);
  await withFewRows(once(built), once(unseen));
} else console.log('skipped: the purchase cards are not beside the repository');
oxford();
await originalFile();
console.table(table);

function withoutRows(
  unit: string,
  merchants: readonly BankMerchant[],
  weightOf: (merchant: BankMerchant) => number,
): void {
  const categorizer = lexiconCategorizer();
  let [all, known, sure, right, rightPrimary, rightSure, error] = [0, 0, 0, 0, 0, 0, 0];
  const bins = Array.from({ length: 10 }, () => ({ weight: 0, confidence: 0, right: 0 }));
  for (const merchant of merchants) {
    const weight = weightOf(merchant);
    const answer = categorizer.categorize({ description: merchant.name, amount: -10 });
    all += weight;
    if (answer.category === null) continue;
    known += weight;
    const isRight = answer.primary === defaultTaxonomy.primaryOf(merchant.detail);
    right += answer.category === merchant.detail ? weight : 0;
    rightPrimary += isRight ? weight : 0;
    if (!answer.abstained) {
      sure += weight;
      rightSure += isRight ? weight : 0;
    }
    const bin = bins[Math.min(9, Math.floor(10 * answer.confidence))];
    if (bin === undefined) continue;
    bin.weight += weight;
    bin.confidence += weight * answer.confidence;
    bin.right += answer.category === merchant.detail ? weight : 0;
  }
  for (const bin of bins) error += Math.abs(bin.confidence - bin.right) / known;
  add(`0 labelled rows, unseen ${unit}: something known of`, percent(known / all), '0 %');
  add(`  of these, primary category right`, percent(rightPrimary / known));
  add(`  of these, detailed category right (bank's code)`, percent(right / known));
  add(`  not abstained`, percent(sure / all));
  add(`  of these, primary category right`, percent(rightSure / sure));
  add(`  calibration error of the detailed category`, error.toFixed(3));
}

/** 100 labelled merchants of one half, tested on those of the other: the bank's groups as the user's own categories. */
async function withFewRows(built: readonly BankMerchant[], unseen: readonly BankMerchant[]): Promise<void> {
  const groups = [...new Set([...built, ...unseen].map(({ group }) => group))].sort();
  const prior = lexiconPrior(groups);
  const labelled = unseen.map(textOf);
  const known = labelled.filter((row) => groups[mostProbable(prior.logProbabilities(row))] === row.category);
  add(
    '0 labelled rows, 34 groups by their names, unseen merchants',
    percent(known.length / labelled.length),
    '0 %',
  );
  let [alone, together, tested] = [0, 0, 0];
  for (let draw = 0; draw < draws; draw++) {
    const random = createRandom(draw, 'cold start: 100 rows');
    const training = random.shuffle(built.map(textOf)).slice(0, 100);
    const test = random.shuffle([...labelled]).slice(0, 1_000);
    const right = await fewRows(training, test, groups);
    alone += right.alone;
    together += right.together;
    tested += test.length;
  }
  add('100 labelled rows, unseen merchants', percent(together / tested), percent(alone / tested), 'better');
}

function textOf({ name, group }: BankMerchant): LabelledText {
  return { description: name, amount: -10, category: group };
}

/** Categories of a city's spending that name a kind of payment, as {@link oxfordMeanings} reads them. */
function oxford(): void {
  const folder = fileURLToPath(new URL('../../../shared/data/spending-oxford', import.meta.url));
  if (!existsSync(folder))
    return void console.log('skipped: the spending of a city is not beside the repository');
  const categorizer = lexiconCategorizer();
  const suppliers = new Map<string, ReadonlySet<string>>();
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.csv'))) {
    const { data } = Papa.parse<Record<string, string>>(readFileSync(`${folder}/${name}`, 'latin1'), {
      header: true,
      skipEmptyLines: true,
      transformHeader: (header) => header.toLowerCase().replace(/[^a-z]+/g, '_'),
    });
    for (const row of data) {
      const supplier = row.supplier_name ?? row.supplier ?? '';
      const category = row.expenditure_category ?? row.expenditure_catergory ?? row.expenditure_unit ?? '';
      const meaning = oxfordMeanings.get(category.trim().toLowerCase());
      if (supplier !== '' && meaning !== undefined && !suppliers.has(supplier))
        suppliers.set(supplier, meaning);
    }
  }
  let [known, right] = [0, 0];
  for (const [supplier, meaning] of suppliers) {
    const { primary } = categorizer.categorize({ description: supplier, amount: -10 });
    if (primary === null) continue;
    known++;
    right += meaning.has(primary) ? 1 : 0;
  }
  add(
    `0 labelled rows, ${suppliers.size} suppliers of a city: something known of`,
    percent(known / suppliers.size),
    '0 %',
  );
  add('  of these, primary category right', percent(right / known));
}

/** The 100 labelled rows of the original file, each left out once. */
async function originalFile(): Promise<void> {
  const path = fileURLToPath(new URL('../../examples/data/titans-transactions.csv', import.meta.url));
  const { data } = Papa.parse<Record<string, string>>(readFileSync(path, 'utf8'), {
    header: true,
    skipEmptyLines: true,
  });
  const rows = data.flatMap(
    ({ Description: description = '', Amount: amount = '', Category: category = '' }) =>
      category === '' ? [] : [{ description, amount: Number(amount), category }],
  );
  const classes = [...new Set(rows.map(({ category }) => category))].sort();
  const prior = lexiconPrior(classes);
  const said = rows.map((row) => prior.logProbabilities(row));
  const known = said.filter((logs) => logs !== null).length;
  const lexicon = rows.filter((row, at) => classes[mostProbable(said[at] ?? null)] === row.category).length;
  const { alone, together } = await leaveOneOut(rows, classes);
  add(
    `original file, 0 labelled rows: right of ${known} known of ${rows.length}`,
    percent(lexicon / known),
    '0 %',
  );
  add(
    'original file, leave-one-out',
    percent(together / rows.length),
    percent(alone / rows.length),
    '≥ 78 %',
  );
}

/** -1 where nothing is known. */
function mostProbable(logs: Float64Array | null): number {
  return logs === null ? -1 : logs.indexOf(Math.max(...logs));
}
