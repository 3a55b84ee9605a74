import { expect, test } from 'vitest';
import { extract } from '../extract/extract.js';
import { pipeline } from '../pipeline/pipeline.js';
import { describeOnEngines } from '../testing/warehouse-engines.js';

const bytes = (amount: string): Uint8Array =>
  new TextEncoder().encode(`Date,Description,Amount,Id,Category\n2024-01-02,Tea,-3.00,x1,${amount}\n`);

test.each(['a\0b.csv', '', null])('a source is not called %j', (name) => {
  const source: { name: string; bytes: Uint8Array } = { name: 'x', bytes: bytes('food') };
  expect(() => extract(Object.assign(source, { name }))).toThrow(
    expect.objectContaining({ code: 'INVALID_ARGUMENT' }),
  );
});

test('a path has no NUL', () => {
  expect(() => extract('a\0b.csv')).toThrow('The path has a NUL character in it.');
});

describeOnEngines((engine) => {
  test('a full disk is told as such', async () => {
    await engine.emptyWarehouse();
    // PostgreSQL, Appendix A: 53100 is disk_full.
    const full = engine.database.query(
      `do $$ begin raise exception 'could not extend file "base/16384/2619": No space left on device' using errcode = 'disk_full'; end $$`,
    );
    await expect(full).rejects.toMatchObject({
      code: 'DATABASE_UNAVAILABLE',
      message: expect.stringContaining('The disk of the database is full: could not extend file'),
      details: { sqlState: '53100' },
    });
  });

  test.each([
    ['run', { updated: 0, unchanged: 3 }, 'a.csv'],
    ['source', { updated: 2, unchanged: 1 }, 'c.csv'],
  ] as const)(
    'a value that changes and changes back ends as it was, committed by %s',
    async (commit, counts, from) => {
      const warehouse = await engine.emptyWarehouse();
      const batchesOf = (name: string, category: string) => extract({ name, bytes: bytes(category) });
      const run = (extraction: ReturnType<typeof extract>) =>
        pipeline({ extract: extraction, load: warehouse.loader() }).run({ commit });
      await run(batchesOf('a.csv', 'food'));
      const parts = [batchesOf('a.csv', 'food'), batchesOf('b.csv', 'fun'), batchesOf('c.csv', 'food\n')];
      const { rows } = await run({
        table: parts[0]?.table ?? (() => Promise.reject(new Error('no part'))),
        async *batches(work) {
          for (const [sourceIndex, part] of parts.entries()) {
            for await (const batch of part.batches(work)) yield { ...batch, sourceIndex };
          }
        },
      });
      expect(rows).toMatchObject({ in: 3, loaded: 0, quarantined: 0, ...counts });
      const stored = await engine.database.query(
        'select category, name from raw_transactions join source_files on source_files.id = source_file_id',
      );
      expect(stored.rows).toEqual([{ category: 'food', name: from }]);
    },
  );
});
