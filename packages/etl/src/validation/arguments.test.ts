import { createTransaction, isTitansError, tableFromRows } from '@titans/core';
import { describe, expect, test } from 'vitest';
import {
  checkQuality,
  convertCurrency,
  csvFile,
  deduplicate,
  type ExpectationSuite,
  exchangeRates,
  expectations,
  extract,
  findDuplicates,
  findRefunds,
  findTransfers,
  inferSuite,
  mapCategories,
  mapVocabulary,
  markRefunds,
  markTransfers,
  memoryLoader,
  ndjsonFile,
  normaliseMerchants,
  openWarehouse,
  type PipelineStages,
  parquetFile,
  pipeline,
  processScheduler,
  profile,
  type RunOptions,
  schedule,
  sqlSource,
  statusVocabulary,
} from '../index.js';

const bytes = new TextEncoder().encode('Date,Description,Amount\n2024-01-02,Tea,-3.00\n');
const statement = extract({ name: 'bank.csv', bytes });
const rows = [createTransaction({ date: '2024-01-02', description: 'Tea', amount: -3 })];
const table = tableFromRows(rows);
const stages: PipelineStages = { extract: statement, load: memoryLoader() };

/** As somebody passes it who writes plain JavaScript, or reads it from a file. */
const untyped = (value: unknown): never => value as never;

async function refusal(work: () => unknown): Promise<string> {
  try {
    await work();
  } catch (error) {
    if (isTitansError(error)) return `${error.code}: ${error.message}`;
    throw error;
  }
  return 'taken';
}

describe('an option that is misspelt is refused by name, never left out without a word', () => {
  test.each<[string, () => unknown]>([
    ['pipeline', () => pipeline(untyped({ ...stages, expects: expectations.transactions() }))],
    ['deduplicate', () => deduplicate(untyped({ agianst: memoryLoader() }))],
    ['mapCategories', () => mapCategories(untyped({ maps: {} }))],
    [
      'mapVocabulary',
      () => mapVocabulary(untyped({ field: 'status', vocabulary: statusVocabulary, fuzy: 1 })),
    ],
    [
      'convertCurrency',
      () => convertCurrency(untyped({ to: 'EUR', rates: exchangeRates([]), mising: 'keep' })),
    ],
    ['markTransfers', () => markTransfers(untyped({ days: 3 }))],
    ['findTransfers', () => findTransfers(table, untyped({ days: 3 }))],
    ['markRefunds', () => markRefunds(untyped({ businessDays: 3 }))],
    ['findRefunds', () => findRefunds(table, untyped({ businessDays: 3 }))],
    ['findDuplicates', () => findDuplicates(table, untyped({ source: [0] }))],
    ['inferSuite', () => inferSuite(table, untyped({ margins: 1 }))],
    ['csvFile', () => csvFile('a.csv', untyped({ delimeter: ';' }))],
    ['parquetFile', () => parquetFile('a.parquet', untyped({ rowGroup: 1 }))],
    ['normaliseMerchants', () => normaliseMerchants(untyped({ gven: 'normalise' }))],
    ['openWarehouse', () => openWarehouse('unused', untyped({ migrations: false }))],
  ])('%s', async (name, work) => {
    expect(await refusal(work)).toMatch(
      new RegExp(`^INVALID_ARGUMENT: ${name} has no option "\\w+"\\. Options: `),
    );
  });

  test.each<[string, () => unknown]>([
    ['deduplicate', () => deduplicate(untyped(null))],
    ['pipeline', () => pipeline(untyped(undefined))],
    ['mapVocabulary', () => mapVocabulary(untyped(undefined))],
  ])('%s takes no null for its options', async (name, work) => {
    expect(await refusal(work)).toContain(`The options of ${name} must be an object, not `);
  });
});

describe('a pipeline refuses when it is made', () => {
  test.each<[string, unknown, string]>([
    ['a path', { ...stages, extract: 'bank.csv' }, '"extract" must be what extract() gives, not a string.'],
    [
      'a statement that is awaited for',
      { ...stages, extract: Promise.resolve() },
      'not a promise. Await the promise.',
    ],
    [
      'no loader',
      { extract: statement },
      '"load" must be a loader, such as warehouse.loader() gives, not undefined.',
    ],
    [
      'a transformer that was not called',
      { ...stages, transform: [normaliseMerchants] },
      'not a function. Call the function.',
    ],
    ['a suite that was not called', { ...stages, expect: expectations.transactions }, 'Call the function.'],
    ['nothing to expect', { ...stages, expect: null }, 'What is expected must be a suite'],
  ])('%s', async (_, given, words) => {
    const message = await refusal(() => pipeline(untyped(given)));
    expect(message).toMatch(/^INVALID_ARGUMENT/);
    expect(message).toContain(words);
  });

  test('a signal or a listener that would never be heard, when it is run', async () => {
    const run = (options: unknown) => refusal(() => pipeline(stages).run(untyped(options) as RunOptions));
    expect(await run({ signal: new AbortController() })).toContain(
      '"signal" must be an AbortSignal, not this object.',
    );
    expect(await run({ onProgress: 'log' })).toContain('"onProgress" must be a function, not a string.');
    expect(await run({ onLineage: {} })).toContain('"onLineage" must be a function, not this object.');
    expect(await refusal(() => statement.table(untyped({ signal: 'now' })))).toContain(
      '"signal" must be an AbortSignal',
    );
    expect(await run(null)).toBe('taken');
  });
});

test('what takes a table says how to come by one', async () => {
  const suite: ExpectationSuite = expectations.transactions();
  expect(await refusal(() => profile(untyped(Promise.resolve(table))))).toContain('not a promise. Await it.');
  expect(await refusal(async () => profile(untyped(await statement.table())))).toContain(
    'Pass its "transactions".',
  );
  expect(await refusal(() => checkQuality(untyped(rows), suite))).toContain(
    '"tableFromRows" of @titans/core',
  );
  expect(await refusal(() => inferSuite(untyped(undefined)))).toContain('not undefined.');
  expect(await refusal(() => inferSuite(profile(table)))).toBe('taken');
});

test('inputs that name no file are refused before anything is read', async () => {
  expect(await refusal(() => extract(''))).toContain('The path is empty.');
  expect(await refusal(() => extract('https://example.com/a.csv'))).toContain('Pass an address as a URL');
  expect(await refusal(() => extract(untyped(['a.csv', 'b.csv'])))).toContain('"exports/{a,b}.csv"');
  expect(await refusal(() => extract('a.csv', { extractors: untyped(['csv']) }))).toContain(
    'a list of extractors',
  );
  expect(await refusal(() => extract('a.csv', { extractors: [] }))).toContain('at least one extractor');
});

test('files to write need a path, and queries a database and a text', async () => {
  for (const write of [csvFile, ndjsonFile, parquetFile]) {
    expect(await refusal(() => write(untyped(undefined)))).toContain(
      'The file to write must be a path, not undefined.',
    );
    expect(await refusal(() => write(''))).toContain('not an empty text.');
  }
  expect(await refusal(() => sqlSource(untyped({}), 'select 1'))).toContain(
    'must be an open database, not this object.',
  );
});

test.each(['', 'mysql://host/name', 'memory:', ':memory:', 'sqlite:titans.db', null, {}])(
  'a warehouse is not opened at %j',
  async (target) => {
    expect(await refusal(() => openWarehouse(untyped(target)))).toMatch(
      /^INVALID_ARGUMENT: The warehouse must be a directory, a postgres:\/\/ address or an open database, not /,
    );
  },
);

test('a schedule needs a pattern, a zone and somebody who hears of failures', async () => {
  const start = (pattern: string, options: unknown) =>
    refusal(() => schedule(pipeline(stages), pattern, untyped(options)));
  expect(await start('15 4 * * *', undefined)).toContain('needs the option "onError"');
  expect(await start('every day', { onError() {} })).toContain('"every day" is no cron pattern');
  expect(await refusal(() => processScheduler.start('15 4 * * *', 'Mars/Olympus', () => {}))).toContain(
    'The time zone "Mars/Olympus" of the schedule is not known.',
  );
});

test.each([{ days: -1 }, { days: untyped('3') }, { minimumConfidence: 2 }])(
  'rules of duplicates that make no sense are refused: %j',
  async (rules) => {
    expect(await refusal(() => pipeline({ ...stages, transform: deduplicate(rules) }))).toMatch(
      /^INVALID_ARGUMENT: \w+ is a number from 0 to \d+, not /,
    );
  },
);
