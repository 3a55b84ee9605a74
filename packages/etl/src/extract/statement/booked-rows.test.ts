import { expect, test } from 'vitest';
import { recordTexts } from '../../records/raw-batch.js';
import { type BookedRows, bookedRows } from './booked-rows.js';
import { recordCollector } from './record-collector.js';

const start = { line: 1, byteOffset: 0 };
const problem = { code: 'FIELD_INVALID', message: 'bad' } as const;

/** The amounts and balances of all rows, and the numbers of those that were rejected. */
function rowsAfter(fill: (rows: BookedRows) => void): {
  readonly rows: readonly (readonly string[])[];
  readonly rejected: readonly number[];
} {
  const records = recordCollector('test', 2);
  fill(bookedRows(records, 1));
  const batch = records.seal();
  return {
    rows: Array.from({ length: batch.length }, (_, index) => recordTexts(batch, index)),
    rejected: batch.rejections.map(({ row }) => row),
  };
}

test('balances are exact where floating-point numbers are not', () => {
  const { rows } = rowsAfter((booked) => {
    booked.open('0.1', 'EUR');
    for (const amount of ['0.2', '-0.3', '99999999999999.99']) booked.book([amount, ''], amount, start);
    booked.close(null);
  });
  expect(rows.map(([, balance]) => balance)).toEqual(['0.30', '0.00', '99999999999999.99']);
});

test('a row that cannot be read leaves the balance unknown until the statement closes', () => {
  const { rows, rejected } = rowsAfter((booked) => {
    booked.open('1', 'EUR');
    booked.book(['1', ''], '1', start);
    booked.reject(problem, start);
    booked.book(['2', ''], '2', start);
    booked.book(['3', ''], '3', start);
    booked.close('7');
    booked.open('7', 'EUR');
    booked.book(['1', ''], '1', start);
    booked.close('8');
  });
  expect(rows).toEqual([
    ['1', '2.00'],
    ['2', ''],
    ['3', '7'],
    ['1', '8'],
  ]);
  expect(rejected).toEqual([2]);
});

test('the closing balance is not given to the row before a last one that cannot be read', () => {
  const { rows } = rowsAfter((booked) => {
    booked.open('1', 'EUR');
    booked.book(['1', ''], '1', start);
    booked.reject(problem, start);
    booked.close('9');
  });
  expect(rows).toEqual([['1', '2.00']]);
});

test('an amount with half a cent leaves the balance unknown, since its row will be refused', () => {
  const { rows } = rowsAfter((booked) => {
    booked.open('1', 'EUR');
    booked.book(['1.005', ''], '1.005', start);
    booked.book(['2', ''], '2', start);
    booked.close('4.00');
    booked.open('1', 'KWD');
    booked.book(['1.005', ''], '1.005', start);
    booked.close(null);
  });
  expect(rows.map(([, balance]) => balance)).toEqual(['', '4.00', '2.005']);
});

test('what does not move the balance keeps its place in the order', () => {
  const { rows, rejected } = rowsAfter((booked) => {
    booked.open('1', 'EUR');
    booked.pass(['a', ''], start);
    booked.book(['1', ''], '1', start);
    booked.refuse(problem, start);
    for (let index = 0; index < 10; index++) booked.pass([`p${index}`, ''], start);
    booked.close('2.00');
  });
  expect(rows.slice(0, 3)).toEqual([
    ['a', ''],
    ['1', '2.00'],
    ['p0', ''],
  ]);
  expect(rejected).toEqual([3]);
});
