import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { tryAmount } from '../../normalise/amounts.js';
import { type DateFormat, tryDate } from '../../normalise/dates.js';
import { rawBatchOfTexts } from '../../records/raw-batch.js';
import type { Decision } from '../import-profile.js';
import { type Inferred, startInference } from './inference.js';

function infer(columns: readonly string[], records: readonly (readonly string[])[]): Inferred {
  const { length } = records;
  const inference = startInference(
    'random',
    { columns, headerLine: 1, decisions: [], settings: {}, batches: async function* () {} },
    {},
  );
  inference.observe(
    rawBatchOfTexts({
      width: columns.length,
      records,
      provenance: {
        row: new Int32Array(length),
        line: new Int32Array(length),
        byteOffset: new Float64Array(length),
      },
    }),
  );
  return inference.finish();
}

interface Row {
  readonly day: number;
  /** Cents, below zero for money out. */
  readonly minor: number;
  readonly text: string;
}

type DateStyle = (year: string, month: string, day: string) => string;
const dateStyles: Readonly<Record<string, readonly [DateFormat, DateStyle]>> = {
  iso: ['iso', (year, month, day) => `${year}-${month}-${day}`],
  slashes: ['day-first', (year, month, day) => `${day}/${month}/${year}`],
  points: ['day-first', (year, month, day) => `${Number(day)}.${Number(month)}.${year}`],
  american: ['month-first', (year, month, day) => `${month}/${day}/${year}`],
  shortAmerican: ['month-first', (year, month, day) => `${Number(month)}/${Number(day)}/${year.slice(2)}`],
  short: ['day-first', (year, month, day) => `${day}.${month}.${year.slice(2)}`],
  compact: ['year-first', (year, month, day) => `${year}${month}${day}`],
  yearFirst: ['year-first', (year, month, day) => `${year}/${month}/${day}`],
};

interface Marks {
  readonly decimal: '.' | ',';
  readonly group: string;
}
const markStyles: readonly Marks[] = [
  { decimal: '.', group: '' },
  { decimal: '.', group: ',' },
  { decimal: '.', group: "'" },
  { decimal: ',', group: '' },
  { decimal: ',', group: '.' },
  { decimal: ',', group: ' ' },
];

function dateText(day: number, [, style]: readonly [DateFormat, DateStyle]): string {
  const [year, month, date] = new Date(day * 86_400_000).toISOString().slice(0, 10).split('-');
  return style(year as string, month as string, date as string);
}

function amountText(minor: number, { decimal, group }: Marks): string {
  const whole = String(Math.floor(Math.abs(minor) / 100)).replace(/\B(?=(\d{3})+$)/g, group);
  return `${minor < 0 ? '-' : ''}${whole}${decimal}${String(Math.abs(minor) % 100).padStart(2, '0')}`;
}

const rowsOf = (minLength: number): fc.Arbitrary<readonly Row[]> =>
  fc
    .tuple(
      fc.integer({ min: 15_000, max: 20_000 }),
      fc.array(
        fc.record({
          step: fc.nat({ max: 9 }),
          minor: fc.integer({ min: -500_000, max: 500_000 }),
          text: fc.constantFrom('Corner shop', 'Aunt Mary', 'Water works', 'Book club', 'Tea house'),
        }),
        { minLength, maxLength: 40 },
      ),
    )
    .map(([first, steps]) => {
      let day = first;
      return steps.map(({ step, minor, text }) => {
        day += step;
        return { day, minor: minor === 0 ? 1 : minor, text };
      });
    });

function decision(inferred: Inferred, setting: string): Decision {
  const found = inferred.decisions.find((each) => each.setting === setting);
  if (found === undefined) throw new Error(`No decision on ${setting}`);
  return found;
}

/** Sure enough that nobody would look at it again. */
function isCertain({ confidence, alternatives = [] }: Decision): boolean {
  return confidence >= 0.95 && alternatives.length === 0;
}

describe('a table in any dialect', () => {
  test('dates are read as they were written where they prove it, and never surely in a wrong way', () => {
    fc.assert(
      fc.property(
        rowsOf(3),
        fc.constantFrom(...Object.keys(dateStyles)),
        fc.boolean(),
        (rows, name, isDescending) => {
          const style = dateStyles[name] as readonly [DateFormat, DateStyle];
          const ordered = isDescending ? rows.toReversed() : rows;
          const texts = ordered.map(({ day }) => dateText(day, style));
          const inferred = infer(
            ['Date', 'Description', 'Amount'],
            ordered.map(({ minor, text }, row) => [
              texts[row] as string,
              text,
              amountText(minor, markStyles[0] as Marks),
            ]),
          );
          const found = decision(inferred, 'dateFormat');
          const format = found.value as DateFormat;
          const isRight = ordered.every(({ day }, row) => tryDate(texts[row] as string, format)?.day === day);
          const rivals = (['iso', 'day-first', 'month-first', 'year-first'] as const).filter((other) =>
            texts.every((text) => tryDate(text, other) !== null),
          );
          const isProven = rivals.every((other) =>
            ordered.every(({ day }, row) => tryDate(texts[row] as string, other)?.day === day),
          );
          if (isProven) expect([isRight, found.confidence >= 0.6]).toEqual([true, true]);
          if (isCertain(found)) expect(isRight).toBe(true);
          if (!isRight) expect(found.alternatives).toContain(style[0]);
        },
      ),
      { numRuns: 400 },
    );
  });

  test('amounts are read as they were written', () => {
    fc.assert(
      fc.property(rowsOf(1), fc.constantFrom(...markStyles), (rows, marks) => {
        const texts = rows.map(({ minor }) => amountText(minor, marks));
        const inferred = infer(
          ['Date', 'Description', 'Amount'],
          rows.map(({ day, text }, row) => [
            dateText(day, dateStyles.iso as never),
            text,
            texts[row] as string,
          ]),
        );
        const found = decision(inferred, 'amountFormat');
        expect(isCertain(found)).toBe(true);
        const format = inferred.settings.amountFormat ?? {};
        expect(texts.map((text) => tryAmount(text, 'USD', format))).toEqual(rows.map(({ minor }) => minor));
      }),
      { numRuns: 200 },
    );
  });

  test('whole amounts with one mark are said to be readable in two ways', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1_000, max: 999_000 }), { minLength: 1, maxLength: 20 }),
        fc.constantFrom(',', '.'),
        (amounts, group) => {
          const inferred = infer(
            ['Date', 'Description', 'Amount'],
            amounts.map((amount, row) => [
              `2024-01-${String((row % 28) + 1).padStart(2, '0')}`,
              'a',
              String(amount).replace(/\B(?=(\d{3})+$)/g, group),
            ]),
          );
          const found = decision(inferred, 'amountFormat');
          expect(found.confidence).toBeLessThanOrEqual(0.6);
          expect(found.alternatives).toHaveLength(1);
          expect(inferred.settings.amountFormat?.groupMark).toBe(group);
        },
      ),
      { numRuns: 100 },
    );
  });

  const conventions = ['as-written', 'inverted', 'sides', 'by-type'] as const;

  test('the sign is proven by a running balance, whatever the order and with or without names', () => {
    fc.assert(
      fc.property(
        rowsOf(6),
        fc.constantFrom(...conventions),
        fc.boolean(),
        fc.boolean(),
        (rows, convention, isDescending, hasNames) => {
          let balance = 100_000;
          const told = rows.map((row) => {
            balance += row.minor;
            return { ...row, balance };
          });
          const ordered = isDescending ? told.toReversed() : told;
          const plain = markStyles[0] as Marks;
          const texts = ordered.map(({ day, minor, text, balance: after }) => {
            const start = [dateText(day, dateStyles.iso as never), text];
            const end = amountText(after, plain);
            const absolute = amountText(Math.abs(minor), plain);
            if (convention === 'sides')
              return [...start, minor < 0 ? absolute : '', minor > 0 ? absolute : '', end];
            if (convention === 'by-type') return [...start, absolute, minor < 0 ? 'D' : 'C', end];
            return [...start, amountText(convention === 'inverted' ? -minor : minor, plain), '', end];
          });
          const names =
            convention === 'sides'
              ? ['Date', 'Text', 'Paid out', 'Paid in', 'Balance']
              : convention === 'by-type'
                ? ['Date', 'Text', 'Amount', 'D/C', 'Balance']
                : ['Date', 'Text', 'Amount', 'Note', 'Balance'];
          const columns = hasNames ? names : ['1', '2', '3', '4', '5'];
          const { settings } = infer(columns, texts);
          const negatives = ordered.filter(({ minor }) => minor < 0).length;
          const isMixed = negatives > 0 && negatives < ordered.length;
          if (!isMixed) return;
          if (convention === 'sides') {
            expect(settings.columns).toMatchObject({
              debit: columns[2],
              credit: columns[3],
              balance: columns[4],
            });
          } else {
            expect(settings.columns).toMatchObject({ amount: columns[2], balance: columns[4] });
            expect(settings.sign).toBe(convention);
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  test('without any evidence the sign is never said to be sure', () => {
    fc.assert(
      fc.property(rowsOf(1), fc.boolean(), (rows, isInverted) => {
        const inferred = infer(
          ['Date', 'Text', 'Amount'],
          rows.map(({ day, minor, text }) => [
            dateText(day, dateStyles.iso as never),
            text,
            amountText(isInverted ? -minor : minor, markStyles[0] as Marks),
          ]),
        );
        expect(isCertain(decision(inferred, 'sign'))).toBe(false);
      }),
      { numRuns: 100 },
    );
  });
});
