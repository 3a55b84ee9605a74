import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  deduplicate,
  extract,
  mapCategories,
  mapVocabulary,
  markRefunds,
  markTransfers,
  normaliseMerchants,
  openWarehouse,
  type Pipeline,
  pipeline,
  statusVocabulary,
  type Warehouse,
} from '../index.js';

let directory: string;
let warehouse: Warehouse;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'titans-transform-'));
  writeFileSync(
    join(directory, 'bank.csv'),
    [
      'Date,Description,Amount,Account,Status,MCC',
      '2024-03-01,TESCO STORES 6737,-12.50,giro,paid,5411',
      '2024-03-02,Umbuchung,-500.00,giro,paid,',
      '2024-03-03,Gutschrift,500.00,savings,paid,',
      '2024-03-05,ZARA 12 LONDON,-80.00,giro,paid,5651',
      '2024-03-09,REFUND ZARA,80.00,giro,paid,5651',
      '',
    ].join('\n'),
  );
  writeFileSync(
    join(directory, 'card.csv'),
    'Date,Description,Amount,Account,Status,MCC\n2024-03-02,CARD PAYMENT TO TESCO CARD 1234,-12.50,giro,pending,5411\n',
  );
  warehouse = await openWarehouse(join(directory, 'warehouse'));
}, 60_000);

afterAll(async () => {
  await warehouse.close();
  rmSync(directory, { recursive: true, force: true });
});

const load = (files: string): Pipeline =>
  pipeline({
    extract: extract(join(directory, files)),
    transform: [
      mapVocabulary({ field: 'status', vocabulary: statusVocabulary }),
      mapCategories(),
      normaliseMerchants(),
      deduplicate({ against: warehouse }),
      markTransfers(),
      markRefunds(),
    ],
    load: warehouse.loader(),
  });

test('all together, into a warehouse that is read before the load begins', { timeout: 60_000 }, async () => {
  const first = await load('bank.csv').run();
  expect(first.rows).toMatchObject({ in: 5, loaded: 5, quarantined: 0 });
  expect(first.decisions.byKind).toEqual({ 'full-refund': 1, transfer: 1 });
  expect(first.vocabulary).toMatchObject([{ field: 'status', from: 'paid', to: 'booked', count: 5 }]);

  // The card's own export tells of the purchase again, a day later and in other words.
  const second = await load('card.csv').run();
  expect(second.rows).toMatchObject({ in: 1, loaded: 0, quarantined: 1 });
  expect(second.rejections.byCode).toEqual({ ROW_DUPLICATE: 1 });

  // What is loaded again changes nothing.
  const again = await load('*.csv').run();
  expect(again.rows).toMatchObject({ in: 6, loaded: 0, updated: 0, unchanged: 5, quarantined: 1 });

  const rows = [...(await warehouse.transactions()).rows()];
  expect(rows.map((row) => [row.merchantName, row.category, row.status, row.tags.join()])).toEqual([
    ['Tesco', 'groceries', 'booked', ''],
    ['Umbuchung', null, 'booked', 'transfer'],
    ['Gutschrift', null, 'booked', 'transfer'],
    ['Zara', 'clothing', 'booked', ''],
    ['Zara', 'clothing', 'booked', 'refund'],
  ]);
});
