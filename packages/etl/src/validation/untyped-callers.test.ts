import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTransaction, isTitansError, tableFromRows } from '@titans/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as conformance from '../conformance/index.js';
import * as etl from '../index.js';

type Call = (...values: readonly unknown[]) => unknown;

/** What reaches a function from plain JavaScript, a form or a file. */
const values: readonly unknown[] = [
  undefined,
  null,
  7,
  Number.NaN,
  'text',
  '',
  'a\0b',
  true,
  {},
  [],
  [null],
  10n,
  Symbol('symbol'),
  () => undefined,
  Promise.resolve(),
];

/** The first values that let something else out than a `TitansError`, or keep the caller waiting; `null` if none do. */
async function firstRawError(call: Call): Promise<string | null> {
  for (const first of values) {
    for (const second of values) {
      const given = first === undefined && second === undefined ? [] : [first, second];
      const outcome = await outcomeOf(call, given);
      if (outcome !== null) return `${given.map(shown).join(', ')}: ${outcome}`;
    }
  }
  return null;
}

async function outcomeOf(call: Call, given: readonly unknown[]): Promise<string | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(resolve, 20_000, 'did not return');
  });
  try {
    return await Promise.race([settled(call, given), late]);
  } finally {
    clearTimeout(timer);
  }
}

async function settled(call: Call, given: readonly unknown[]): Promise<string | null> {
  try {
    const made = await call(...given);
    // Batches are asked for one by one.
    if (typeof made === 'object' && made !== null && Symbol.asyncIterator in made) {
      for await (const _ of made as AsyncIterable<unknown>) break;
    }
    return null;
  } catch (error) {
    return isTitansError(error) ? null : String(error);
  }
}

const shown = (value: unknown): string =>
  typeof value === 'object' ? JSON.stringify(value) : String(value).slice(0, 40);

const functionsOf = (entry: object): (readonly [string, Call])[] =>
  Object.entries(entry).filter((pair): pair is [string, Call] => typeof pair[1] === 'function');

describe('every exported function takes anything, or refuses it by a TitansError', () => {
  // `openWarehouse` makes directories of texts: it has tests of its own.
  const exported = [...functionsOf(etl), ...functionsOf(conformance)].filter(
    ([name]) => name !== 'openWarehouse',
  );

  test('there are functions to look at', () => {
    expect(exported.length).toBeGreaterThan(45);
    expect(exported.map(([name]) => name)).toEqual(
      expect.arrayContaining(['httpSource', 'exchangeRates', 'schedule']),
    );
  });

  test.each(exported)('%s', async (_, call) => {
    expect(await firstRawError(call)).toBeNull();
  });
});

describe('so does every method of what they give', () => {
  let directory: string;
  let warehouse: etl.Warehouse;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'titans-untyped-'));
    warehouse = await etl.openWarehouse(directory);
  });
  afterAll(async () => {
    await warehouse?.close();
    await rm(directory, { recursive: true, force: true });
  });

  const bytes = new TextEncoder().encode('Date,Description,Amount\n2024-01-02,Tea,-3.00\n');
  const extraction = etl.extract({ name: 'bank.csv', bytes });
  const rows = tableFromRows([createTransaction({ date: '2024-01-02', description: 'Tea', amount: -3 })]);
  const stages: etl.PipelineStages = { extract: extraction, load: etl.memoryLoader() };
  const job = etl.pipeline(stages);
  const untyped = (value: unknown): never => value as never;
  const spread = (value: unknown): object => (typeof value === 'object' && value !== null ? value : {});

  const methods: (readonly [string, Call])[] = [
    ['extract', (input, options) => etl.extract(untyped(input), untyped(options)).table()],
    ['extraction.batches', (work) => extraction.batches(untyped(work))],
    ['extraction.table', (work) => extraction.table(untyped(work))],
    ['pipeline.run', (options) => job.run(untyped(options))],
    [
      'pipeline',
      (options, second) => etl.pipeline({ ...stages, ...spread(options), expect: untyped(second) }),
    ],
    ['schedule', (pattern, options) => etl.schedule(job, untyped(pattern), untyped(options))],
    [
      'schedule options',
      (timeZone, run) => {
        const options = { onError: () => undefined, timeZone: untyped(timeZone), run: untyped(run) };
        return etl.schedule(job, '0 0 1 1 *', options).stop();
      },
    ],
    [
      'processScheduler.start',
      (pattern, zone) => etl.processScheduler.start(untyped(pattern), untyped(zone), () => undefined).stop(),
    ],
    ['exchangeRates.rateOn', (from, to) => etl.exchangeRates([]).rateOn(untyped(from), untyped(to), 0)],
    ['vocabularyReader', (text) => etl.vocabularyReader(etl.statusVocabulary)(untyped(text))],
    ['profile.toHtml', () => etl.profile(rows).toHtml()],
    ['inferSuite', (options) => etl.inferSuite(rows, untyped(options))],
    ['checkQuality', (expected, options) => etl.checkQuality(rows, untyped(expected), untyped(options))],
    ['findTransfers', (options) => etl.findTransfers(rows, untyped(options))],
    ['findDuplicates', (options) => etl.findDuplicates(rows, untyped(options))],
    ['restoreRows', (decisions) => etl.restoreRows(rows, untyped(decisions))],
    ...functionsOf(etl.expectations).map(([name, call]) => [`expectations.${name}`, call] as const),
    ['warehouse.transactions', (selection) => warehouse.transactions(untyped(selection))],
    [
      'warehouse.transactions from',
      (from, to) => warehouse.transactions({ from: untyped(from), to: untyped(to) }),
    ],
    [
      'warehouse.snapshot',
      async (selection) => (await warehouse.snapshot()).transactions(untyped(selection)),
    ],
    ['warehouse.runs', (query) => warehouse.runs(untyped(query))],
    [
      'warehouse.runs limit',
      (limit, after) => warehouse.runs({ limit: untyped(limit), after: untyped(after) }),
    ],
    ['warehouse.sourceFiles', (query) => warehouse.sourceFiles(untyped(query))],
    ['warehouse.quarantine', (query) => warehouse.quarantine(untyped(query))],
    ['warehouse.decisions.list', (query) => warehouse.decisions.list(untyped(query))],
    ['warehouse.decisions.revert', (id) => warehouse.decisions.revert(untyped(id))],
    ['memoryLoader.transactions', (selection) => etl.memoryLoader().transactions(untyped(selection))],
    ['loader.load', (batches, options) => warehouse.loader().load(untyped(batches), untyped(options))],
    ['loader.hasLoaded', (sha256) => warehouse.loader().hasLoaded(untyped(sha256))],
    ['loader.watermark', (name) => warehouse.loader().watermark?.(untyped(name))],
    ['loader.recordRun', (run) => warehouse.loader().recordRun?.(untyped(run))],
    ['memoryLoader.load', (batches, options) => etl.memoryLoader().load(untyped(batches), untyped(options))],
    [
      'csvFile.load',
      (batches, options) => etl.csvFile(join(directory, 'out.csv')).load(untyped(batches), untyped(options)),
    ],
    ['deduplicate.transform', (batches) => etl.deduplicate().transform(untyped(batches))],
    ['markRefunds.transform', (batches) => etl.markRefunds().transform(untyped(batches))],
    ['normaliseMerchants.transform', (batches) => etl.normaliseMerchants().transform(untyped(batches))],
  ];

  test.each(methods)('%s', { timeout: 60_000 }, async (_, call) => {
    expect(await firstRawError(call)).toBeNull();
  });
});

test('a wrong delimiter is told in words', () => {
  const refused = (delimiter: string): unknown => {
    try {
      etl.extract('x.csv', { csv: { delimiter } });
    } catch (error) {
      return isTitansError(error) ? error.message : error;
    }
    return 'taken';
  };
  const words =
    'The options are not valid at "csv.delimiter": one character is needed that is no letter, digit, quote or line break.';
  for (const delimiter of [';;', '', 'a', '"', '\n', '7', 'é']) expect(refused(delimiter)).toBe(words);
  for (const delimiter of [';', '\t', '|', '^']) expect(refused(delimiter)).toBe('taken');
});
