import { expect, test } from 'vitest';
import { acceptedCoding } from './content-coding.js';

/** The first five headers are the examples of RFC 9110, 12.5.3. */
test.each([
  ['compress, gzip', 'gzip', false],
  ['', null, false],
  ['*', 'br', false],
  ['compress;q=0.5, gzip;q=1.0', 'gzip', false],
  ['gzip;q=1.0, identity; q=0.5, *;q=0', 'gzip', false],
  ['gzip, deflate, br, zstd', 'br', false],
  ['br;q=0.5, gzip;q=0.8', 'gzip', false],
  ['br;q=0.5, identity;q=0.8', null, false],
  ['br;q=0, gzip;q=0', null, false],
  ['identity;q=0', null, false],
  ['identity;q=0, gzip', 'gzip', true],
  ['*;q=0, br', 'br', true],
  ['*;q=0', null, false],
  ['GZIP ; Q=0.001', 'gzip', false],
  ['x-gzip', 'gzip', false],
  ['gzip;q=2', null, false],
  ['gzip;q=abc, br;q=-1', null, false],
  ['deflate', null, false],
  [',,;;q=1,', null, false],
])('%s', (header, coding, isRequired) => {
  expect(acceptedCoding(header)).toEqual({ coding, isRequired });
});

test('no header, or one of absurd length, is no wish', () => {
  expect(acceptedCoding(null)).toEqual({ coding: null, isRequired: false });
  expect(acceptedCoding('gzip,'.repeat(1_000))).toEqual({ coding: null, isRequired: false });
});
