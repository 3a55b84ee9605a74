import { expect, test } from 'vitest';
import { withoutEntities } from './ofx-entities.js';
import { parseOfxMoment } from './ofx-moment.js';

// Forms of section 3.2.8 of the OFX specification.
test.each([
  ['19961005', '1996-10-05', ''],
  ['19961005132200.124[-5:EST]', '1996-10-05', '13:22:00'],
  ['20050831165153', '2005-08-31', '16:51:53'],
  ['20050831165153.000[-8:PST]', '2005-08-31', '16:51:53'],
  ['20231231235900[0:GMT]', '2023-12-31', '23:59:00'],
  ['202312312359', '2023-12-31', '23:59:00'],
  ['20240101[+5.5]', '2024-01-01', ''],
  ['20240101120000', '2024-01-01', ''],
  ['20240101000000.000[-7:MST]', '2024-01-01', ''],
  ['2024-01-31', '2024-01-31', ''],
])('%s', (text, date, time) => {
  expect(parseOfxMoment(text)).toEqual({ date, time });
});

test.each(['', '0', '2024', '1/2/2024', '202401011', 'yesterday'])('%j is left to be refused', (text) => {
  expect(parseOfxMoment(text)).toEqual({ date: text, time: '' });
});

test.each([
  ['AT&T', 'AT&T'],
  ['A &amp; B &lt;C&gt;', 'A & B <C>'],
  ['a&nbsp;b', 'a b'],
  ['&#233;&#xE9;&#x1F4B6;', 'éé💶'],
  ['&amp;lt;', '&lt;'],
  ['&bogus; &#0; &#xD800; &#99999999;', '&bogus; &#0; &#xD800; &#99999999;'],
])('entities of %j', (text, expected) => {
  expect(withoutEntities(text)).toBe(expected);
});
