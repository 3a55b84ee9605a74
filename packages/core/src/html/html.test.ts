import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { barChart } from './charts/bar-chart.js';
import { columnChart } from './charts/column-chart.js';
import { dayChart } from './charts/day-chart.js';
import { shortNumber, ticksFor } from './charts/scale.js';
import { clipped } from './clipped.js';
import { dataTable, grouped, groupedAmount } from './data-table.js';
import { badge, factList, section, unfolding } from './facts.js';
import { escapeHtml, html } from './markup.js';
import { htmlPage } from './page.js';
import { pageStyle } from './style.js';

const hostile = `</title><script>alert("x")</script><img src=x onerror='y'>&amp;`;

describe('what is put into HTML', () => {
  test('is escaped in content and in attributes', () => {
    expect(html`<td title="${`"'`}">${'<b>&'}</td>`.text).toBe('<td title="&quot;&#39;">&lt;b&gt;&amp;</td>');
  });

  test('never opens a tag or leaves an attribute, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const escaped = escapeHtml(text);
        expect(escaped).not.toMatch(/[<>"']|&(?!(amp|lt|gt|quot|#39);)/);
      }),
    );
  });

  test('keeps the writing of the world, and loses what hides or turns text around', () => {
    for (const text of ['Müller', '株式会社', 'شركة', '👩‍💻', 'a\nb\tc']) expect(escapeHtml(text)).toBe(text);
    expect(escapeHtml('a\u202eb\u0000c\u2066d\ud800')).toBe('a\ufffdb\ufffdc\ufffdd\ufffd');
  });

  test('is only taken for HTML where this module made it', () => {
    const parsed = JSON.parse('{"text":"<script>"}');
    expect(html`${parsed}`.text).not.toContain('<script>');
    expect(html`${[html`<i>1</i>`, null, 2, 'x']}`.text).toBe('<i>1</i>2x');
  });
});

test('a page with hostile values runs nothing, loads nothing and is whole', () => {
  const page = htmlPage({
    title: hostile,
    lead: hostile,
    footer: hostile,
    body: [
      section(hostile, factList([{ name: hostile, value: hostile }])),
      unfolding(hostile, badge('pass', hostile)),
      dataTable({ caption: hostile, columns: [{ title: hostile }], rows: [[hostile]] }),
      barChart(hostile, [{ label: hostile, value: 1, text: hostile }]),
      columnChart(hostile, hostile, [{ label: hostile, values: [1, -2] }]),
      dayChart(hostile, hostile, [{ day: 1, value: 1 }]),
    ],
  });
  expect(page).not.toMatch(/<script|<img|https?:|url\(|@import|\son\w+=["']/);
  const opened = [...page.matchAll(/<([a-z][a-z0-9]*)[\s>]/g)].map(([, tag]) => tag);
  const closed = [...page.matchAll(/<\/([a-z][a-z0-9]*)>/g)].map(([, tag]) => tag);
  const selfClosed = [...page.matchAll(/<([a-z]+)[^<>]*\/>/g)].map(([, tag]) => tag);
  expect(opened.filter((tag) => tag !== 'meta').sort()).toEqual([...closed, ...selfClosed].sort());
});

test('texts are cut between characters, and only where they are too long', () => {
  expect([clipped('abc', 3), clipped('abcd', 3), clipped('👩👩👩', 3), clipped('👩👩👩👩', 3)]).toEqual([
    'abc',
    'ab…',
    '👩👩👩',
    '👩👩…',
  ]);
});

describe('tables', () => {
  test('have a caption and scoped headings, and say how many rows they leave out', () => {
    const rows = Array.from({ length: 1205 }, (_, row) => [`r${row}`, row]);
    const { text } = dataTable({
      caption: 'Rows',
      columns: [{ title: 'Name' }, { title: 'Count', isNumber: true }],
      rows,
      mostRows: 5,
    });
    expect(text).toContain('<caption>Rows</caption>');
    expect(text).toContain('<th scope="col" class="number">Count</th>');
    expect(text.match(/<th scope="row">/g)).toHaveLength(5);
    expect(text).toContain('1,200 more rows are not shown.');
  });

  test.each([
    [0, '0'],
    [999, '999'],
    [1000, '1,000'],
    [1234567, '1,234,567'],
  ])('%d is written %s', (count, text) => expect(grouped(count)).toBe(text));

  test.each([
    ['-1234567.80', '-1,234,567.80'],
    ['123.4567', '123.4567'],
    ['1000', '1,000'],
    ['–', '–'],
  ])('the amount %s is written %s', (amount, text) => expect(groupedAmount(amount)).toBe(text));

  test('break words only where they are longer than a column can be', () => {
    const { text } = dataTable({
      caption: 'Words',
      columns: [{ title: 'A' }, { title: 'B' }],
      rows: [['quarantine', `exports/${'x'.repeat(40)}.csv`]],
    });
    expect(text).toContain('<th scope="row">quarantine</th><td class="long">exports/');
    expect(pageStyle.match(/[^}]*\{[^}]*overflow-wrap:anywhere/g)?.map((rule) => rule.split('{')[0])).toEqual(
      ['td code', '.long', '.facts dd'],
    );
  });
});

describe('charts', () => {
  test('have axes at round numbers that span the data and zero', () => {
    expect(ticksFor(0, 97).values).toEqual([0, 20, 40, 60, 80, 100]);
    expect(ticksFor(-0.25, 0.31).values).toEqual([-0.4, -0.2, 0, 0.2, 0.4]);
    expect(ticksFor(0, 0).values.length).toBeGreaterThan(1);
    fc.assert(
      fc.property(fc.double({ min: -1e12, max: 1e12 }), fc.double({ min: -1e12, max: 1e12 }), (a, b) => {
        if (Number.isNaN(a) || Number.isNaN(b)) return;
        const { low, high, values } = ticksFor(Math.min(a, b), Math.max(a, b));
        const slack = 1e-6 * (high - low);
        expect(low - slack).toBeLessThanOrEqual(Math.min(a, b, 0));
        expect(high + slack).toBeGreaterThanOrEqual(Math.max(a, b, 0));
        expect(values.length).toBeLessThanOrEqual(8);
        expect(values).toContain(0);
      }),
    );
    expect([0, 950, 2500, -2_500_000, 1e9].map(shortNumber)).toEqual(['0', '950', '2.5k', '-2.5M', '1B']);
  });

  test('a line of very many days stays small and keeps its extremes', () => {
    const points = Array.from({ length: 300_000 }, (_, day) => ({ day, value: day === 77_777 ? -50 : 1 }));
    points[200_000] = { day: 200_000, value: 90 };
    const { text } = dayChart('Days', 'USD', points);
    expect(text.length).toBeLessThan(30_000);
    // Ticks from -60 to 100 or wider: the two extremes are drawn at their heights, and nothing is drawn beyond.
    const heights = [...text.matchAll(/V([\d.]+)/g)].map(([, y]) => Number(y));
    const { low, high } = ticksFor(-50, 90);
    const at = (value: number) => 26 + ((high - value) / (high - low)) * (210 - 26);
    expect(Math.min(...heights)).toBeCloseTo(at(90), 1);
    expect(Math.max(...heights)).toBeCloseTo(at(-50), 1);
  });

  test('bars go left of zero for negative values and never have a negative width', () => {
    const { text } = barChart('Sums', [
      { label: 'out', value: -30, text: '-30' },
      { label: 'in', value: 10, text: '10' },
    ]);
    const bars = [...text.matchAll(/rect class="(in|out)" x="([\d.]+)" y="\d+" width="([\d.]+)"/g)];
    // 400 units for 40: zero lies at 190 + 300.
    expect(bars.map(([, kind, x, width]) => [kind, Number(x), Number(width)])).toEqual([
      ['out', 190, 300],
      ['in', 490, 100],
    ]);
  });
});

test('every colour of text has a contrast of at least 4.5 to its ground, in light, dark and print', () => {
  const themes = [...pageStyle.matchAll(/:root\{([^}]*--text[^}]*)\}/g)].map(([, declarations = '']) =>
    Object.fromEntries([...declarations.matchAll(/--(\w+):(#\w+)/g)].map(([, name, value]) => [name, value])),
  );
  expect(themes).toHaveLength(3);
  for (const theme of themes) {
    for (const name of ['text', 'muted', 'in', 'out', 'pass', 'warn', 'fail', 'error', 'accent']) {
      expect(contrast(theme[name], theme.ground), name).toBeGreaterThanOrEqual(4.5);
      if (name === 'text' || name === 'muted')
        expect(contrast(theme[name], theme.panel)).toBeGreaterThan(4.5);
    }
  }
});

/** The contrast ratio of WCAG 2.2. */
function contrast(a = '', b = ''): number {
  const [low = 0, high = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

function luminance(colour: string): number {
  const hex = colour.length === 4 ? colour.replace(/[^#]/g, '$&$&') : colour;
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
