import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromStoredText, toStoredText } from './stored-text.js';

test('any text comes back, and is stored without NUL and halves of characters', () => {
  const unit = fc.oneof(fc.constantFrom(0, 1, 0xd800, 0xdfff, 34, 92), fc.integer({ min: 0, max: 0xffff }));
  fc.assert(
    fc.property(fc.array(unit), (units) => {
      const value = String.fromCharCode(...units);
      const stored = toStoredText(value);
      expect(fromStoredText(stored)).toBe(value);
      expect(stored).not.toContain('\0');
      expect(new TextDecoder().decode(new TextEncoder().encode(stored))).toBe(stored);
    }),
    { numRuns: 2_000, seed: 1 },
  );
});

test('ordinary text is stored as it is', () => {
  expect(toStoredText('{"a":"ü€😀"}')).toBe('{"a":"ü€😀"}');
});
