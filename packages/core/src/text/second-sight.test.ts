import { expect, test } from 'vitest';
import { hashOfText, secondSight } from './second-sight.js';

test('what comes again is told from what comes once', () => {
  const isAgain = secondSight();
  const texts = Array.from({ length: 500 }, (_, at) => `SHOP ${at}`);
  const first = texts.filter((text) => isAgain(hashOfText(text)));
  expect(first).toEqual([]);
  const again = texts.filter((text) => isAgain(hashOfText(text)));
  expect(again).toEqual(texts);
});

test('of thousands of texts that come in turns, hardly one is never known again', () => {
  const isAgain = secondSight();
  const texts = Array.from({ length: 5_000 }, (_, at) => `PAYMENT TO ${at * 7} LTD`);
  const round = (): number => texts.filter((text) => isAgain(hashOfText(text))).length;
  round();
  // 17 are expected to find four others in their set (Poisson); with one text to a set nearly half would be lost.
  expect(round()).toBeGreaterThan(4_950);
});

test('of a hundred thousand texts that come once, hardly one is taken for another', () => {
  const isAgain = secondSight();
  let taken = 0;
  for (let at = 0; at < 100_000; at++) if (isAgain(hashOfText(`card payment ${at} to shop`))) taken++;
  // Tags have 15 bits, and four are looked at: 100,000 · 4 ÷ 32,768 are expected at most.
  expect(taken).toBeLessThan(30);
});

test('the hash is that of FNV-1a, mixed', () => {
  // FNV-1a of nothing is 811c9dc5, of "a" e40c292c (the test vectors of Fowler, Noll and Vo).
  const mixed = (fnv: number): number => {
    const hash = Math.imul(fnv ^ (fnv >>> 16), 0x85ebca6b);
    return (hash ^ (hash >>> 13)) >>> 0;
  };
  expect(hashOfText('')).toBe(mixed(0x811c9dc5));
  expect(hashOfText('a')).toBe(mixed(0xe40c292c));
  expect(hashOfText('a', 0x811c9dc5)).toBe(hashOfText('a'));
  expect(hashOfText('', 7)).toBe(mixed(7));
  expect(hashOfText('a', 0x811c9dc6)).not.toBe(hashOfText('a'));
});
