import fc from 'fast-check';
import { expect, test } from 'vitest';
import { gridMove, scrollTopFor, virtualWindow } from './virtual-window.js';

test('all rows that can be seen are made, and few beside them', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 100_000 }),
      fc.integer({ min: 0, max: 1_000 }),
      fc.integer({ min: 20, max: 80 }),
      fc.double({ min: -0.5, max: 1.5, noNaN: true }),
      (rows, viewHeight, rowHeight, share) => {
        const scrollTop = share * Math.max(0, rows * rowHeight - viewHeight);
        const { first, end } = virtualWindow(scrollTop, viewHeight, rowHeight, rows, 6);
        expect(first).toBeGreaterThanOrEqual(0);
        expect(end).toBeLessThanOrEqual(rows);
        expect(end - first).toBeLessThanOrEqual(Math.ceil(viewHeight / rowHeight) + 13);
        const top = Math.max(0, scrollTop);
        for (const seen of [Math.floor(top / rowHeight), Math.ceil((top + viewHeight) / rowHeight) - 1]) {
          if (seen >= 0 && seen < rows && viewHeight > 0) {
            expect(seen).toBeGreaterThanOrEqual(first);
            expect(seen).toBeLessThan(end);
          }
        }
      },
    ),
  );
});

test('scrolling to a row shows it whole, and only moves where it must', () => {
  const view = { viewHeight: 400, rowHeight: 40, headHeight: 36 };
  expect(scrollTopFor(5, { ...view, scrollTop: 0 })).toBe(0);
  expect(scrollTopFor(9, { ...view, scrollTop: 0 })).toBe(36);
  expect(scrollTopFor(3, { ...view, scrollTop: 400 })).toBe(120);
});

test('keys move as the pattern of a grid says', () => {
  const size = { rows: 100, columns: 6, page: 10 };
  const move = (key: string, isControl = false, row = 50, column = 3) =>
    gridMove({ row, column }, key, isControl, size);
  expect(move('ArrowDown')).toEqual({ row: 51, column: 3 });
  expect(move('ArrowRight', false, 50, 5)).toEqual({ row: 50, column: 5 });
  expect(move('ArrowUp', false, 0)).toEqual({ row: -1, column: 3 });
  expect(move('ArrowUp', false, -1)).toEqual({ row: -1, column: 3 });
  expect(move('PageUp', false, 4)).toEqual({ row: 0, column: 3 });
  expect(move('PageDown', false, 95)).toEqual({ row: 99, column: 3 });
  expect(move('Home')).toEqual({ row: 50, column: 0 });
  expect(move('Home', true)).toEqual({ row: 0, column: 0 });
  expect(move('End', true)).toEqual({ row: 99, column: 5 });
  expect(move('a')).toBeNull();
});
