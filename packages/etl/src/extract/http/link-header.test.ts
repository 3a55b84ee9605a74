import { expect, test } from 'vitest';
import { nextLink } from './link-header.js';

test.each([
  [null, null],
  ['<https://a.example/?page=2>; rel="next"', 'https://a.example/?page=2'],
  ['<a>; rel=prev, <b>; rel=next', 'b'],
  ['<a>; rel="prev start", <b>; title="x"; REL="NEXT last"', 'b'],
  ['<a>; rel="nextish"', null],
  ['<a,b;c>; rel="next"', 'a,b;c'],
  ['nonsense', null],
])('the next link of %s is %s', (header, target) => {
  expect(nextLink(header)).toBe(target);
});
